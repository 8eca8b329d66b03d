import { useState } from 'react'
import { Icon } from '../ui/Icon'
import { NewGroupDialog } from './NewGroupDialog'

export function NewGroupButton() {
  const [isOpen, setIsOpen] = useState(false)

  return (
    <>
      <button className="quiet new-group" onClick={() => setIsOpen(true)}>
        <Icon name="plus" /> New group
      </button>
      {isOpen && <NewGroupDialog onClose={() => setIsOpen(false)} />}
    </>
  )
}
