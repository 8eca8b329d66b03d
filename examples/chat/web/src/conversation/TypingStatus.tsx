import { useTyping, type Peer } from '@monhub/realtime-react'
import { usePersonOf } from '../people/usePeople'
import { listOf } from '../ui/listOf'

/** Always mounted: a status region is announced when its content changes, not when it appears. */
export function TypingStatus({ peer }: { peer: Peer }) {
  const { typingUsers } = useTyping(peer)
  const personOf = usePersonOf()
  const names = typingUsers.map((id) => personOf(id).name)

  return (
    <div role="status" className="typing">
      {names.length > 0 && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className="ellipsis">
            {listOf(names, 2)} {names.length === 1 ? 'is' : 'are'} typing
          </span>
        </>
      )}
    </div>
  )
}
