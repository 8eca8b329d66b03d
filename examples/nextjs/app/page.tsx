import Link from 'next/link'
import { people, type Person } from '../people.mjs'
import { signIn } from './actions'
import { onlinePeople } from './onlinePeople'
import { PresenceDot } from './PresenceDot'
import { currentUser } from './session'

export default async function Home() {
  const me = await currentUser()
  return me ? <People me={me} /> : <SignIn />
}

async function People({ me }: { me: Person }) {
  const online = await onlinePeople()
  return (
    <>
      <h1>People</h1>
      <ul className="people">
        {people
          .filter(({ id }) => id !== me.id)
          .map(({ id, name }) => (
            <li key={id}>
              <Link href={`/chat/${id}`}>{name}</Link>
              <PresenceDot userId={id} wasOnline={online.includes(id)} />
            </li>
          ))}
      </ul>
    </>
  )
}

function SignIn() {
  return (
    <>
      <h1>Who are you?</h1>
      <p>Sign in here, and as somebody else in a private window.</p>
      <form action={signIn} className="people">
        {people.map(({ id, name }) => (
          <button key={id} name="id" value={id}>
            {name}
          </button>
        ))}
      </form>
    </>
  )
}
