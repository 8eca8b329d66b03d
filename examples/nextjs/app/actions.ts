'use server'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { people } from '../people.mjs'
import { createSession } from '../session.mjs'

/** There are no passwords here: this is what follows after one was checked. */
export async function signIn(form: FormData) {
  const person = people.find(({ id }) => id === form.get('id'))
  if (!person) return
  const session = await createSession(person.id)
  ;(await cookies()).set('session', session, { httpOnly: true, sameSite: 'lax' })
  redirect('/')
}

export async function signOut() {
  ;(await cookies()).delete('session')
  redirect('/')
}
