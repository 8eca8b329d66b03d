import { RealtimeSyncProvider, SocketProvider } from '@monhub/realtime-react'
import { mutate } from 'swr'
import { SignIn } from './session/SignIn'
import { useMe } from './session/useMe'
import { Splash } from './shell/Splash'
import { Workspace } from './shell/Workspace'
import { ToastProvider } from './ui/ToastProvider'

export function App() {
  const { me, isLoading } = useMe()

  return (
    <SocketProvider userId={me?.id ?? null} loading={isLoading}>
      <RealtimeSyncProvider onUpdate={({ type }) => void mutate(`/api/${type}`)}>
        <ToastProvider>
          {isLoading ? <Splash /> : me ? <Workspace me={me} /> : <SignIn />}
        </ToastProvider>
      </RealtimeSyncProvider>
    </SocketProvider>
  )
}
