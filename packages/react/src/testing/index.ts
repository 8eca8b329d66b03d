'use client'

export { createTestRealtime, type TestPersonOptions, type TestRealtime } from './createTestRealtime'
export type { TestPerson } from './createPerson'
export type { Direction, MemoryServerOptions, TestNetwork } from '@monhub/realtime-server/testing'
