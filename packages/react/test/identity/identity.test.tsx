import { createChats } from '@monhub/realtime-react/core'
import { act } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { heldBy, keeps, NOTHING_HELD, watchPage, watchSockets } from './browser'
import { stage } from './stage'

/** Ada's page, with something of hers in everything that the hooks show. */
async function adasPage() {
  const app = stage({ presence: { graceMs: 0, canSee: (viewer) => viewer !== 'bob' } })
  const { realtime, become, shownTo, current } = app
  const cem = realtime.person('cem')
  const showsAda = (text: string) =>
    vi.waitFor(() => expect(shownTo('ada').join()).toContain(text), 5000)

  await cem.send('ada', 'secret message')
  const notification = { type: 'x', title: 'secret title', message: 'x' }
  await realtime.service.notify({ userId: 'ada', ...notification })
  become('ada')
  await showsAda('secret message')
  await showsAda('secret title')
  await cem.type('ada')
  await showsAda('["cem"]')
  await cem.client.request('presence:set', { text: 'secret status' })
  await showsAda('secret status')
  await realtime.service.publishUpdate(['ada'], { type: 'secret data' })
  await showsAda('secret data')

  const isNow = (status: string) =>
    vi.waitFor(() => expect(current.socket?.status).toBe(status), 5000)
  return { ...app, cem, isNow }
}

describe.each(['bob', null])('once the user is %s instead of ada', (next) => {
  it('nothing of hers is rendered, not for one frame', async () => {
    const { become, shownTo, renders, realtime, isNow } = await adasPage()
    become(null)
    const [nothing] = shownTo(null)
    become('ada')
    await isNow('connected')
    renders.length = 0

    become(next)
    expect(shownTo(next)[0]).toBe(nothing)
    if (next) await isNow('connected')
    await realtime.service.sendMessage({ senderId: 'cem', receiverId: 'ada', text: 'secret' })
    await realtime.service.publishUpdate(['ada', 'bob'], { type: 'public' })
    if (next) await vi.waitFor(() => expect(shownTo(next).join()).toContain('public'))
    expect(shownTo(next).join()).not.toMatch(/secret|cem|ada/)
    expect(shownTo('ada')).toEqual([])
  })

  it('nothing waits or is open for her', async () => {
    const sockets = watchSockets()
    const { become, clientOf, channels, timers, realtime } = await adasPage()
    const client = clientOf('ada')!
    const socket = sockets.at(-1)!
    const unanswered = client.request('message:history', { peerId: 'cem', limit: 1 })
    const refused = expect(unanswered).rejects.toMatchObject({ code: 'DISCONNECTED' })
    expect([channels.size, timers.size > 0]).toEqual([1, true])

    become(null)
    await refused
    expect(clientOf('ada')).toBeNull()
    expect(channels.size).toBe(0)
    // Until the browser has wiped what was unsent, and what StrictMode let go is not wanted again.
    await vi.waitFor(() => expect(timers.size).toBe(0))
    become(next)
    await vi.waitFor(() => expect(realtime.service.isUserOnline('ada')).toBe(false))
    await vi.waitFor(() => expect(heldBy(socket)).toEqual(NOTHING_HELD))
  })

  it('nothing listens to the page for her', async () => {
    const page = watchPage()
    const { become, realtime } = stage()
    become('ada')
    await vi.waitFor(() => expect(realtime.service.isUserOnline('ada')).toBe(true))
    const { size } = page
    expect(size).toBeGreaterThan(0)
    become(next)
    expect(page.size).toBe(next ? size : 0)
  })

  it('what she had not sent is forgotten, and sent by nobody', async () => {
    const { become, current, realtime, cem, isNow } = await adasPage()
    const heard: string[] = []
    cem.client.on('message:new', ({ message }) => void heard.push(message.text))
    realtime.networkOf('ada').disconnect()
    await isNow('reconnecting')
    const sent = current.chat!.send('secret and unsent')
    const forgotten = expect(sent).rejects.toMatchObject({ code: 'DISCONNECTED' })
    await keeps('secret and unsent')

    act(() => become(next))
    await forgotten
    await keeps()
    realtime.networkOf('ada').heal()
    for (const userId of ['bob', 'ada']) {
      become(userId)
      await isNow('connected')
      await act(() => current.chat!.send(`from ${userId}`))
    }
    await vi.waitFor(() => expect(heard).toEqual(['from bob', 'from ada']))
  })

  it('an answer that comes late changes nothing', async () => {
    let answer = () => {}
    const asked = vi.fn()
    const gate = new Promise<void>((resolve) => (answer = resolve))
    const { become, clientOf, realtime, shownTo } = stage({
      async authorize(userId, action) {
        if (userId !== 'ada' || action !== 'read') return true
        asked()
        await gate
        return true
      },
    })
    await realtime.service.sendMessage({ senderId: 'cem', receiverId: 'ada', text: 'secret' })
    become('ada')
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    const chat = clientOf('ada')!.feature(createChats).open('cem')

    become(next)
    const before = chat.state.getState()
    answer()
    await gate
    become('bob')
    await vi.waitFor(() => expect(shownTo('bob').at(-1)).toContain('"ready"'), 5000)
    expect(chat.state.getState()).toBe(before)
    expect(shownTo('bob').join()).not.toContain('secret')
  })
})
