export const KINDS = [
  'array',
  'ours',
  'bareState',
  'bareText',
  'socketIoHook',
  'webSocketList',
] as const

/** Who shows the rows, and how. */
export type Kind = (typeof KINDS)[number]

export const NAMES: Record<Kind, string> = {
  array: 'context array',
  ours: 'ours',
  bareState: 'floor with React',
  bareText: 'floor without',
  socketIoHook: 'socket.io-react-hook',
  webSocketList: 'react-use-websocket',
}

/** Those that are measured with other numbers of rows too. */
export const SCALED: readonly Kind[] = ['array', 'ours', 'bareState', 'bareText']

/** What a server sends in one burst; a listener that is told of states only misses the equal ones. */
export const BURST = ['ok', 'ok', 'ok', 'done', 'done']
