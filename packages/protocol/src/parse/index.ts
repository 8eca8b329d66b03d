export type { Parsed, Parser } from './parser'
export { parsers } from './requests'
export {
  parseAudience,
  parseBody,
  parseId,
  parseMembersUpdate,
  parseNotification,
  parseUpdate,
  parseUserId,
  type MembersUpdate,
  type NotificationDraft,
} from './app'
