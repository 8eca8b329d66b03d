import { SocketProvider, useIsOnline, useSocketListener } from '@monhub/realtime-react'
import type { ReactNode } from 'react'
import { WebSocket } from 'socket.io-client'
import { countRender, Status, type App } from '../app'

const OPTIONS = { transports: [WebSocket] }

const Connected = ({ url, children }: { url: string; children: ReactNode }) => (
  <SocketProvider url={url} userId="me" options={OPTIONS}>
    {children}
  </SocketProvider>
)

function Row({ id }: { id: string }) {
  countRender()
  return <Status isOnline={useIsOnline(id)} />
}

function Listening({ onEvent }: { onEvent: (state: string) => void }) {
  useSocketListener('job', onEvent)
  return null
}

export const ours: App = {
  Rows: ({ url, ids }) => (
    <Connected url={url}>
      {ids.map((id) => (
        <Row key={id} id={id} />
      ))}
    </Connected>
  ),
  Job: ({ url, onEvent }) => (
    <Connected url={url}>
      <Listening onEvent={onEvent} />
    </Connected>
  ),
}
