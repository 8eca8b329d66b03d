import { createContext, useContext } from 'react'
import type { Person } from '../people/usePeople'
import type { useSession } from './useSession'

export interface Account extends Pick<ReturnType<typeof useSession>, 'refresh' | 'signOut'> {
  me: Person
}

export const AccountContext = createContext<Account | null>(null)

/** The person who is signed in; for everything below `Workspace`. */
export function useAccount(): Account {
  const account = useContext(AccountContext)
  if (!account) throw new Error('useAccount is for what is shown to somebody who is signed in')
  return account
}
