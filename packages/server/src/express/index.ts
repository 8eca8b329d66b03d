export { expressAuth, type ExpressAuthOptions } from './expressAuth'
export { createMessageRouter, type MessageRouterOptions } from './router'
