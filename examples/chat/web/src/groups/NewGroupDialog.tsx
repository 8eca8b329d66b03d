import { useState, useTransition, type SyntheticEvent } from 'react'
import { usePeople, type Person } from '../people/usePeople'
import { linkTo } from '../shell/useRoute'
import { Dialog } from '../ui/Dialog'
import { formText } from '../ui/formText'
import { PeopleChoice } from './PeopleChoice'
import { useGroups } from './useGroups'

export function NewGroupDialog({ me, onClose }: { me: Person; onClose: () => void }) {
  const { people = [] } = usePeople()
  const { create } = useGroups()
  const [problem, setProblem] = useState<string>()
  const [isPending, startTransition] = useTransition()

  const make = async (form: FormData) => {
    const userIds = form.getAll('userId').map(String)
    try {
      if (userIds.length === 0) throw new Error('Choose who is in the group.')
      const group = await create(formText(form, 'name'), userIds)
      onClose()
      location.hash = linkTo({ page: 'chat', groupId: group.id })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'That did not work.')
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
