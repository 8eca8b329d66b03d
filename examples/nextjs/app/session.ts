import { cookies } from 'next/headers'
import { findPerson, type Person } from '../people.mjs'
import { readSession } from '../session.mjs'

/** Who looks at the page that is being rendered. */
export async function currentUser(): Promise<Person | null> {
  const session = await readSession((await cookies()).get('session')?.value)
  return (session && findPerson(session.userId)) ?? null
}
