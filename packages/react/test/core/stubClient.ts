import {
  ANNOUNCED_LIMITS,
  type Announcements,
  type HandshakeInfo,
  type PresenceMeta,
} from '@monhub/realtime-protocol'
import { RealtimeError, type Client } from '@monhub/realtime-react/core'
import { vi } from 'vitest'
import { createListeners } from '../../src/core/listeners'
import { browserPlatform } from '../../src/core/platform'
import { silent } from '../support'

export interface Asked {
  event: string
  payload: unknown
  answer(result: object): Promise<void>
  refuse(code: RealtimeError['code']): Promise<void>
}

let stubs = 0

/**
 * A client whose server is the test: answers and events arrive exactly when it says so. Those of
 * one user and url are tabs of one browser.
 */
export function createStubClient(userId = 'me', url = `stub ${++stubs}`) {
  const own = createListeners((_, error) => {
    throw error
  })
  const lifecycle = createListeners(() => {})
  const asked: Asked[] = []
  const emitted: unknown[] = []
  const features = new Map<unknown, unknown>()
  let status = 'connected'
  const descriptions: (() => Partial<HandshakeInfo>)[] = []

  const client = {
    userId,
    url,
    sendTimeoutMs: 30_000,
    logger: silent,
    platform: browserPlatform,
    limits: ANNOUNCED_LIMITS,
    connection: { getState: () => ({ status }) },
    request: (event: string, payload: unknown, options?: { onResult?: (result: object) => void }) =>
      new Promise((resolve, reject) => {
        const refuse = async (code: RealtimeError['code']) => {
          reject(new RealtimeError({ code, message: code }))
          await settled()
        }
        const answer = async (result: object) => {
          options?.onResult?.(result)
          resolve(result)
          await settled()
        }
        asked.push({ event, payload, answer, refuse })
      }),
    emit: (event: string, payload: unknown) => emitted.push([event, payload]),
    on: (event: string, listener: () => void) => own.on(event, listener),
    announce: (event: string, payload: unknown) => own.emit(event, payload),
    onHandshake: (part: () => Partial<HandshakeInfo>) => descriptions.push(part),
    onConnect(listener: () => void) {
      const off = lifecycle.on('connect', listener)
      if (status === 'connected') listener()
      return off
    },
    onDisconnect: (listener: () => void) => lifecycle.on('disconnect', listener),
    onWake: (listener: () => void) => lifecycle.on('wake', listener),
    onClose: (listener: () => void) => lifecycle.on('close', listener),
    feature(create: (client: Client) => unknown) {
      if (!features.has(create)) features.set(create, create(client as unknown as Client))
      return features.get(create)
    },
  }

  const says = <Event extends keyof Announcements>(event: Event, payload: Announcements[Event]) =>
    own.emit(event, payload)

  return {
    client: client as unknown as Client,
    asked,
    emitted,
    /** The request at this place, oldest first. */
    at: (index: number) => asked.at(index) as Asked,
    says,
    /** With the answer to what the handshake watched. */
    hello: (users?: Record<string, PresenceMeta>) =>
      says('server:hello', {
        ...{ v: 2, userId, limits: ANNOUNCED_LIMITS, time: '2026-03-02T10:00:00.000Z' },
        ...(users && { users }),
      }),
    /** What features add to the handshake that is written now. */
    handshake: () =>
      Object.assign({}, ...descriptions.map((part) => part())) as Partial<HandshakeInfo>,
    disconnect() {
      status = 'reconnecting'
      lifecycle.emit('disconnect')
    },
    connect() {
      status = 'connected'
      lifecycle.emit('connect')
    },
    wake: () => lifecycle.emit('wake'),
    close: (isSignOut = false) => lifecycle.emit('close', isSignOut),
  }
}

/** Lets everything that waits for microtasks happen; under fake timers. */
export const settled = () => vi.advanceTimersByTimeAsync(0)
