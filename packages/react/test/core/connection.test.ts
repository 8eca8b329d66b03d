// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  IDLE,
  isStopping,
  transition,
  type ConnectionEvent,
  type ConnectionState,
  type ConnectionStatus,
} from '../../src/core/connection'

const error = { code: 'DISCONNECTED', message: 'gone' } as const
const unauthenticated = { code: 'UNAUTHENTICATED', message: 'who?' } as const
const ended = { code: 'SESSION_ENDED', message: 'bye' } as const
const expired = { code: 'SESSION_EXPIRED', message: 'too old' } as const
const lost: ConnectionEvent = { type: 'lost', at: 1000, delayMs: 50, error }

const state = (status: ConnectionStatus, rest: Partial<ConnectionState> = {}): ConnectionState => ({
  status,
  attempt: 0,
  ...rest,
})

describe('transition', () => {
  it.each<[ConnectionStatus, ConnectionEvent, ConnectionStatus]>([
    ['idle', { type: 'try' }, 'connecting'],
    ['idle', { type: 'opened' }, 'idle'],
    ['idle', lost, 'idle'],
    ['idle', { type: 'stopped', error: ended }, 'idle'],
    ['connecting', { type: 'try' }, 'connecting'],
    ['connecting', { type: 'opened' }, 'connected'],
    ['connecting', lost, 'connecting'],
    ['connecting', { type: 'stopped', error: unauthenticated }, 'unauthorized'],
    ['connecting', { type: 'stopped', error: ended }, 'refused'],
    ['connected', { type: 'try' }, 'connected'],
    ['connected', lost, 'reconnecting'],
    ['connected', { type: 'stopped', error: ended }, 'refused'],
    ['reconnecting', { type: 'try' }, 'reconnecting'],
    ['reconnecting', { type: 'opened' }, 'connected'],
    ['reconnecting', lost, 'reconnecting'],
    ['reconnecting', { type: 'stopped', error: unauthenticated }, 'unauthorized'],
    ['unauthorized', { type: 'try' }, 'connecting'],
    ['unauthorized', lost, 'unauthorized'],
    ['refused', { type: 'try' }, 'connecting'],
    ['refused', { type: 'opened' }, 'refused'],
    ['connecting', { ...lost, isOffline: true }, 'offline'],
    ['connected', { ...lost, isOffline: true }, 'offline'],
    ['offline', { type: 'try' }, 'connecting'],
    ['offline', { type: 'stopped', error: ended }, 'refused'],
    ['offline', { type: 'closed' }, 'idle'],
    ['connecting', { type: 'stopped', error: expired }, 'unauthorized'],
    ['connecting', { type: 'closed' }, 'idle'],
    ['connected', { type: 'closed' }, 'idle'],
    ['reconnecting', { type: 'closed' }, 'idle'],
    ['refused', { type: 'closed' }, 'idle'],
  ])('%s + %o → %s', (from, event, to) => {
    expect(transition(state(from), event).status).toBe(to)
  })

  it('says when the connection was lost and when the next attempt comes', () => {
    expect(transition(state('connected'), lost)).toEqual(
      state('reconnecting', { attempt: 0, nextAttemptAt: 1050, error, lostAt: 1000 }),
    )
  })

  it('counts failed attempts and keeps since when the connection is lost', () => {
    const waiting = state('reconnecting', { attempt: 1, lostAt: 7, nextAttemptAt: 8, error })
    const trying = transition(waiting, { type: 'try' })
    expect(trying).toEqual(state('reconnecting', { attempt: 1, lostAt: 7, error }))
    expect(transition(trying, lost)).toMatchObject({ attempt: 2, lostAt: 7, nextAttemptAt: 1050 })
  })

  it('keeps since when the connection is lost while there is no network', () => {
    const offline = transition(state('connected'), { ...lost, isOffline: true })
    expect(offline).toMatchObject({ status: 'offline', lostAt: 1000, nextAttemptAt: 1050 })
    const trying = transition(offline, { type: 'try' })
    expect(trying).toEqual(state('reconnecting', { lostAt: 1000, error }))
    expect(transition(trying, lost)).toMatchObject({ status: 'reconnecting', attempt: 1 })
  })

  it('leaves nothing of the trouble behind once connected', () => {
    const troubled = state('reconnecting', { attempt: 3, lostAt: 7, error })
    expect(transition(troubled, { type: 'opened' })).toEqual(state('connected'))
    expect(transition(troubled, { type: 'closed' })).toEqual(IDLE)
  })
})

describe('isStopping', () => {
  it('is true only for refusals that another attempt cannot change', () => {
    const codes = ['UNAUTHENTICATED', 'IDENTITY_MISMATCH', 'SESSION_ENDED'] as const
    expect(codes.every(isStopping)).toBe(true)
    expect(isStopping('AUTHENTICATION_FAILED')).toBe(false)
    expect(isStopping('SERVER_CLOSING')).toBe(false)
  })
})
