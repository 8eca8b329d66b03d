import { useActionState, useId } from 'react'
import { reasonOf } from '../ui/reasonOf'
import { formText } from '../ui/formText'
import { Logo } from '../ui/Logo'
import { useSession } from './useSession'

interface Attempt {
  name: string
  problem?: string
}

export function SignIn() {
  const { signIn } = useSession()
  const nameId = useId()
  const [{ name, problem }, submit, isPending] = useActionState(attempt, { name: '' })

  async function attempt(_before: Attempt, form: FormData): Promise<Attempt> {
    const name = formText(form, 'name')
    try {
      await signIn(name)
      return { name }
    } catch (error) {
      return { name, problem: reasonOf(error) }
    }
  }

  return (
    <main className="sign-in">
      <form className="sign-in-card" action={submit}>
        <Logo />
        <h1>Talk to your partners in real time</h1>
        <p>
          Choose a name to start. Sign in under another one in a private window to see both sides of
          a conversation.
        </p>
        <label htmlFor={nameId}>Name</label>
        <input
          id={nameId}
          name="name"
          defaultValue={name}
          autoComplete="nickname"
          maxLength={40}
          required
          autoFocus
          aria-describedby={problem ? `${nameId}-problem` : undefined}
        />
        {problem && (
          <p id={`${nameId}-problem`} role="alert" className="problem">
            {problem}
          </p>
        )}
        <button className="primary" disabled={isPending}>
          Sign in
        </button>
      </form>
    </main>
  )
}
