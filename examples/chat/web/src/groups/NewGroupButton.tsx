import { useState } from 'react'
import type { Person } from '../people/usePeople'
import { Icon } from '../ui/Icon'
import { NewGroupDialog } from './NewGroupDialog'

export function NewGroupButton({ me }: { me: Person }) {
  const [isOpen, setIsOpen] = useState(false)

  return (
    <>
      <button className="quiet new-group" onClick={() => setIsOpen(true)}>
        <Icon name="plus" /> New group
      </button>
      {isOpen && <NewGroupDialog me={me} onClose={() => setIsOpen(false)} />}
    </>
  )
}
