// @vitest-environment node
import type { Socket } from 'socket.io-client'
import { describe, expect, it } from 'vitest'
import { createRequest } from '../../src/core/request'

describe('createRequest', () => {
  it('hands a result to `onResult` before the next frame can be read', () => {
    let answer: (error: null, ack: object) => void = () => {}
    const socket = {
      connected: true,
      on: () => {},
      timeout: () => ({
        emit: (_event: string, _payload: unknown, ack: typeof answer) => {
          answer = ack
        },
      }),
    }
    const settings = { ackTimeoutMs: 1000, eventBytes: () => 1000 }
    const request = createRequest(socket as unknown as Socket, settings)
    const seen: unknown[] = []
    void request('data:sync', {}, { onResult: ({ versions }) => seen.push(versions) })
    answer(null, { ok: true, versions: { property: '1' } })
    expect(seen).toEqual([{ property: '1' }])
  })
})
