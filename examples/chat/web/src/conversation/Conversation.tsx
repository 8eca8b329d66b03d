import type { UseChatResult } from '@monhub/realtime-react'
import { useRef, type ReactNode } from 'react'
import { usePersonOf, type Person } from '../people/usePeople'
import { Composer } from './Composer'
import { EditForm } from './EditForm'
import { MessageLog } from './MessageLog'
import { TypingStatus } from './TypingStatus'
import { useEditing } from './useEditing'
import { useMessageActions } from './useMessageActions'

interface ConversationProps {
  me: Person
  /** Whom or what one writes to. */
  name: string
  /** Keeps drafts of conversations apart. */
  draftKey: string
  chat: UseChatResult
  /** Whoever writes is named, and there may be many who see. */
  isGroup?: boolean
  header: ReactNode
}

/** The same for two people and for a group. */
export function Conversation(props: ConversationProps) {
  const { me, name, draftKey, chat, isGroup = false, header } = props
  const log = useRef<HTMLDivElement>(null)
  const personOf = usePersonOf()
  const editing = useEditing(chat.messages, me)
  const actions = useMessageActions(chat)

  const send = (text: string) => {
    void chat.send(text)
    log.current?.scrollTo({ top: 0 })
  }

  return (
    <div className="conversation">
      {header}
      <MessageLog
        log={log}
        me={me}
        chat={chat}
        isGroup={isGroup}
        actions={actions}
        onEdit={editing.start}
      />
      <TypingStatus names={chat.typingUsers.map((id) => personOf(id).name)} />
      {editing.message ? (
        <EditForm
          key={editing.message.clientId}
          message={editing.message}
          onSave={actions.edit}
          onClose={editing.stop}
        />
      ) : (
        <Composer
          name={name}
          draftKey={draftKey}
          onSend={send}
          onTyping={chat.setTyping}
          onEditLast={editing.startLast}
        />
      )}
    </div>
  )
}
