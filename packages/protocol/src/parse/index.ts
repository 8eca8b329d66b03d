export type { Parsed, Parser } from './parser'
export { parseHandshakePresence, parseHandshakeWatch } from './handshake'
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
