import { useState } from 'react'
import { linkTo } from '../shell/useRoute'
import { ConfirmDialog } from '../ui/ConfirmDialog'
import { Icon } from '../ui/Icon'
import type { Group } from './useGroups'

export function LeaveButton({ group, onLeave }: { group: Group; onLeave: () => void }) {
  const [isAsking, setIsAsking] = useState(false)

  const leave = () => {
    location.hash = linkTo({ page: 'chat' })
    onLeave()
  }

  return (
    <>
      <button className="quiet" onClick={() => setIsAsking(true)}>
        <Icon name="leave" /> Leave
      </button>
      {isAsking && (
        <ConfirmDialog
          title={`Leave ${group.name}?`}
          text="You will no longer see its messages. Whoever stays can add you again."
          action="Leave the group"
          onConfirm={leave}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  )
}
