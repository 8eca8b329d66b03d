import { Icon } from '../ui/Icon'
import { linkTo } from './useRoute'

/** Where list and page take turns, the way back to the list. */
export function BackLink() {
  return (
    <a className="icon-button back" href={linkTo({ page: 'chat' })} aria-label="Back to chats">
      <Icon name="back" />
    </a>
  )
}
