import { RealtimeSyncProvider, SocketProvider, type ClientOptions } from '@monhub/realtime-react'
import { mutate } from 'swr'
import { SignIn } from './session/SignIn'
import { useMe } from './session/useMe'
import { Splash } from './shell/Splash'
import { Workspace } from './shell/Workspace'
import { ToastProvider } from './ui/ToastProvider'

// Several nodes then need no sticky sessions: a connection is one request.
const OPTIONS: ClientOptions = { transports: ['websocket'] }

export function App() {
  const { me, isLoading } = useMe()

  return (
    <SocketProvider userId={me?.id ?? null} loading={isLoading} options={OPTIONS}>
      <RealtimeSyncProvider onUpdate={({ type }) => void mutate(`/api/${type}`)}>
        <ToastProvider>
          {isLoading ? <Splash /> : me ? <Workspace me={me} /> : <SignIn />}
        </ToastProvider>
      </RealtimeSyncProvider>
    </SocketProvider>
  )
}
