import { act } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { heldBy, keeps, keptMessages, NOTHING_HELD, watchSockets } from './browser'
import { stage } from './stage'

/** Ada's page after she signed out, and what a timer of the app may still hold of it. */
async function afterAda() {
  const sockets = watchSockets()
  const app = stage()
  const { realtime, become, current, clientOf, timers } = app
  become('ada')
  await vi.waitFor(() => expect(current.chat?.status).toBe('ready'), 5000)
  const ofAda = { ...current, client: clientOf('ada')!, rawSocket: sockets.at(-1)! }
  const signOut = async () => {
    become(null)
    await vi.waitFor(() => expect(realtime.service.isUserOnline('ada')).toBe(false))
    await vi.waitFor(() => expect(timers.size).toBe(0))
  }
  return { ...app, ofAda, signOut }
}

describe('what outlives a sign-out', () => {
  it('cannot leave a message in the browser, and is told so', async () => {
    const { ofAda, signOut, timers } = await afterAda()
    await signOut()
    const sent = ofAda.chat!.send('too late')
    await expect(sent).rejects.toMatchObject({ code: 'DISCONNECTED' })
    const reacted = ofAda.chat!.react('any', '👍')
    await expect(reacted).rejects.toMatchObject({ code: 'DISCONNECTED' })
    expect(await keptMessages()).toEqual([])
    expect(timers.size).toBe(0)
  })

  it('cannot bring the user back', async () => {
    const { ofAda, signOut, realtime } = await afterAda()
    await signOut()
    ofAda.client.reconnectNow()
    expect(ofAda.client.connection.getState().status).toBe('idle')
    expect(ofAda.rawSocket.active).toBe(false)
    expect(realtime.service.isUserOnline('ada')).toBe(false)
  })

  it('leaves nothing in the send buffer of the socket', async () => {
    const { ofAda, signOut, realtime, current } = await afterAda()
    realtime.networkOf('ada').disconnect()
    await vi.waitFor(() => expect(current.socket?.status).toBe('reconnecting'))
    ofAda.socket!.socket!.emit('mine', 'before')
    expect(ofAda.rawSocket.sendBuffer).toHaveLength(1)
    await signOut()
    expect(heldBy(ofAda.rawSocket)).toEqual(NOTHING_HELD)
  })
})

describe('a user who signs out and in again at once', () => {
  it('keeps the new connection, and what is written on it', async () => {
    const { become, clientOf, realtime, current, timers } = stage()
    become('ada')
    become(null)
    const left = [...timers]
    become('ada')
    const client = clientOf('ada')
    realtime.networkOf('ada').disconnect()
    act(() => void current.chat!.send('written after'))
    await keeps('written after')
    // Such as the one by which a connection that StrictMode let go of is closed.
    await vi.waitFor(() => expect(left.filter((timer) => timers.has(timer))).toEqual([]))
    expect(clientOf('ada')).toBe(client)
    await keeps('written after')
  })
})
