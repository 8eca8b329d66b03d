import { useState } from 'react'
import { useAccount } from '../session/useAccount'
import { linkTo } from '../shell/useRoute'
import { ConfirmDialog } from '../ui/ConfirmDialog'
import { Icon } from '../ui/Icon'
import { useAttempt } from '../ui/useAttempt'
import { removeMember, type Group } from './useGroups'

export function LeaveButton({ group }: { group: Group }) {
  const { me } = useAccount()
  const attempt = useAttempt()
  const [isAsking, setIsAsking] = useState(false)

  const leave = () => {
    location.hash = linkTo({ page: 'chat' })
    void attempt('You are still in the group', removeMember(group.id, me.id))
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
