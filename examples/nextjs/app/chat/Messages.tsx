'use client'
import { useChat } from '@monhub/realtime-react'
import { useEffect, useRef } from 'react'
import type { Person } from '../../people.mjs'

export function Messages({ peer }: { peer: Person }) {
  const { messages, typingUsers, hasMore, loadMore, markRead, retry } = useChat(peer.id)
  const end = useRef<HTMLParagraphElement>(null)
  const newest = messages.at(-1)?.clientId

  useEffect(() => {
    markRead()
    end.current?.scrollIntoView({ block: 'end' })
  }, [newest, markRead])

  return (
    <div className="log" role="log" aria-label="Conversation" tabIndex={0}>
      {hasMore && <button onClick={() => void loadMore()}>Earlier messages</button>}
      <ol>
        {messages.map(({ clientId, senderId, text, delivery, isRead }) => (
          <li key={clientId} className={senderId === peer.id ? 'theirs' : 'mine'}>
            <p>{text}</p>
            {delivery && <small>{delivery === 'sent' && isRead ? 'read' : delivery}</small>}
            {delivery === 'failed' && <button onClick={() => retry(clientId)}>Try again</button>}
          </li>
        ))}
      </ol>
      <p className="typing" role="status" ref={end}>
        {typingUsers.length > 0 && `${peer.name} is typing …`}
      </p>
    </div>
  )
}
