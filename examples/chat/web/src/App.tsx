import { SocketProvider } from '@monhub/realtime-react'
import { SWRConfig } from 'swr'
import { AccountContext } from './session/useAccount'
import { SignIn } from './session/SignIn'
import { useSession } from './session/useSession'
import { Splash } from './shell/Splash'
import { Workspace } from './shell/Workspace'

const createCache = () => new Map()

export function App() {
  const { me, isLoading, ...account } = useSession()

  return (
    <SocketProvider userId={me?.id ?? null} loading={isLoading}>
      {isLoading && <Splash />}
      {!isLoading && !me && <SignIn />}
      {me && (
        // A key and a cache for each person: what one has seen, the next one here does not.
        <SWRConfig key={me.id} value={{ provider: createCache }}>
          <AccountContext value={{ me, ...account }}>
            <Workspace />
          </AccountContext>
        </SWRConfig>
      )}
    </SocketProvider>
  )
}
