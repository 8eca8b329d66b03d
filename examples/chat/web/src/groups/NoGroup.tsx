import { linkTo } from '../shell/useRoute'
import { EmptyState } from '../ui/EmptyState'

export function NoGroup() {
  return (
    <EmptyState icon="people" title="You are not in this group" hint="Its members can add you.">
      <a href={linkTo({ page: 'chat' })}>Back to chats</a>
    </EmptyState>
  )
}
