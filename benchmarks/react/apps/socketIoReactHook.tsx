import type { ComponentProps } from 'react'
import { WebSocket } from 'socket.io-client'
import { IoProvider, useSocket, useSocketEvent } from 'socket.io-react-hook'
import { countRender, Status, type App } from '../app'

// Socket.IO writes into its options, by whose value the library tells connections apart.
const options = () => ({ transports: [WebSocket] })

type HookSocket = ReturnType<typeof useSocket>['socket']

function Row({ socket, id }: { socket: HookSocket; id: string }) {
  countRender()
  const { lastMessage } = useSocketEvent<string[] | undefined>(socket, 'users:online')
  return <Status isOnline={lastMessage?.includes(id) ?? false} />
}

function List({ url, ids }: ComponentProps<App['Rows']>) {
  const { socket } = useSocket(url, options())
  return ids.map((id) => <Row key={id} socket={socket} id={id} />)
}

function Listening({ url, onEvent }: ComponentProps<App['Job']>) {
  const { socket } = useSocket(url, options())
  useSocketEvent<string>(socket, 'job', { onMessage: onEvent })
  return null
}

/** Every row hears the list of everybody online, through the provider's one connection. */
export const socketIoReactHook: App = {
  Rows: (props) => (
    <IoProvider>
      <List {...props} />
    </IoProvider>
  ),
  Job: (props) => (
    <IoProvider>
      <Listening {...props} />
    </IoProvider>
  ),
}
