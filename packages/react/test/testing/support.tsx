import { useChat, useConnection, usePresence } from '@monhub/realtime-react'
import { createTestRealtime } from '@monhub/realtime-react/testing'
import { cleanup } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, onTestFinished, vi } from 'vitest'

const scope = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }

/** Nothing here may make React, or the client, complain. */
export function refuseComplaints() {
  beforeEach(() => {
    // As Testing Library does where the test runner's functions are global.
    scope.IS_REACT_ACT_ENVIRONMENT = true
    vi.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterEach(() => {
    cleanup()
    expect(vi.mocked(console.error).mock.calls).toEqual([])
    vi.mocked(console.error).mockRestore()
  })
}

export function open(...args: Parameters<typeof createTestRealtime>) {
  const realtime = createTestRealtime(...args)
  onTestFinished(realtime.close)
  return realtime
}

/** What an app would have. */
export function Chat({ peerId }: { peerId: string }) {
  const { messages, send, markRead, setTyping, typingUsers } = useChat(peerId)
  const { status } = useConnection()
  const { isOnline } = usePresence(peerId)
  const [draft, setDraft] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send(draft)
        setDraft('')
      }}
    >
      <p>
        {status}, {peerId} is {isOnline ? 'online' : 'offline'}
      </p>
      <ul>
        {messages.map(({ clientId, text, delivery, isRead }) => (
          <li key={clientId}>{[text, delivery, isRead && 'read'].filter(Boolean).join(' ')}</li>
        ))}
      </ul>
      {typingUsers.length > 0 && <p>{typingUsers.join()} types</p>}
      <input
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value)
          setTyping(true)
        }}
      />
      <button>Send</button>
      <button type="button" onClick={() => markRead()}>
        Read
      </button>
    </form>
  )
}
