export { createMessageRouter, type MessageRouterOptions } from './router'
