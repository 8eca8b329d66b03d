export const KINDS = ['array', 'webSocketList', 'socketIoHook', 'ours'] as const

/** Who shows the rows, and how. */
export type Kind = (typeof KINDS)[number]

export const NAMES: Record<Kind, string> = {
  array: 'context array',
  webSocketList: 'react-use-websocket',
  socketIoHook: 'socket.io-react-hook',
  ours: 'ours',
}

/** What a server sends in one burst; a listener that is told of states only misses the equal ones. */
export const BURST = ['ok', 'ok', 'ok', 'done', 'done']
