import { useState, useTransition, type SyntheticEvent } from 'react'
import { usePeople } from '../people/usePeople'
import { useAccount } from '../session/useAccount'
import { linkTo } from '../shell/useRoute'
import { Dialog } from '../ui/Dialog'
import { formText } from '../ui/formText'
import { reasonOf } from '../ui/reasonOf'
import { PeopleChoice } from './PeopleChoice'
import { useGroups } from './useGroups'

export function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const { me } = useAccount()
  const { people = [] } = usePeople()
  const { create } = useGroups()
  const [problem, setProblem] = useState<string>()
  const [isPending, startTransition] = useTransition()

  const make = async (form: FormData) => {
    const userIds = form.getAll('userId').map(String)
    try {
      const group = await create(formText(form, 'name'), userIds)
      onClose()
      location.hash = linkTo({ page: 'chat', groupId: group.id })
    } catch (error) {
      setProblem(reasonOf(error))
    }
  }
  // Not `action`, which would empty the form where the server refuses it.
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    startTransition(() => make(form))
  }

  return (
    <Dialog title="New group" onClose={onClose}>
      <form className="new-group-form" onSubmit={submit}>
        <label>
          Name
          <input name="name" required maxLength={60} autoComplete="off" />
        </label>
        <PeopleChoice people={people.filter(({ id }) => id !== me.id)} />
        {problem && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
        <p className="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button className="primary" disabled={isPending}>
            Create
          </button>
        </p>
      </form>
    </Dialog>
  )
}
