export { redisAdapter, type AdapterFactory, type RedisAdapterOptions } from './redisAdapter'
export type { RedisClient } from './recognise'
