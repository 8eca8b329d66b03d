import {
  createContext,
  useContext,
  useEffect,
  useState,
  type DependencyList,
  type ReactNode,
} from 'react'
import { io, WebSocket, type Socket } from 'socket.io-client'
import { countRender, Status, type App } from '../app'

interface SocketContextValue {
  socket: Socket | null
  onlineUsers: string[]
  isConnected: boolean
}

const SocketContext = createContext<SocketContextValue>({
  socket: null,
  onlineUsers: [],
  isConnected: false,
})

/** As the reference does it: everybody online as an array in a context. */
function ArrayProvider({ url, children }: { url: string; children: ReactNode }) {
  const [socket, setSocket] = useState<Socket | null>(null)
  const [onlineUsers, setOnlineUsers] = useState<string[]>([])
  const [isConnected, setIsConnected] = useState(false)

  useEffect(() => {
    const connection = io(url, { transports: [WebSocket], forceNew: true })
    connection.on('connect', () => setIsConnected(true))
    connection.on('disconnect', () => setIsConnected(false))
    connection.on('users:online', (users: string[]) => setOnlineUsers(users))
    setSocket(connection)
    return () => void connection.disconnect()
  }, [url])

  return (
    <SocketContext.Provider value={{ socket, onlineUsers, isConnected }}>
      {children}
    </SocketContext.Provider>
  )
}

function useListener(event: string, callback: (data: string) => void, deps: DependencyList) {
  const { socket } = useContext(SocketContext)
  useEffect(() => {
    if (!socket) return
    socket.on(event, callback)
    return () => void socket.off(event, callback)
  }, [socket, event, ...deps])
}

function Row({ id }: { id: string }) {
  countRender()
  const { onlineUsers } = useContext(SocketContext)
  return <Status isOnline={onlineUsers.includes(id)} />
}

function Listening({ onEvent }: { onEvent: (state: string) => void }) {
  useListener('job', onEvent, [])
  return null
}

export const contextArray: App = {
  Rows: ({ url, ids }) => (
    <ArrayProvider url={url}>
      {ids.map((id) => (
        <Row key={id} id={id} />
      ))}
    </ArrayProvider>
  ),
  Job: ({ url, onEvent }) => (
    <ArrayProvider url={url}>
      <Listening onEvent={onEvent} />
    </ArrayProvider>
  ),
}
