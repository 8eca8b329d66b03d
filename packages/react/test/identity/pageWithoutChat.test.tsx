import { describe, expect, it, vi } from 'vitest'
import { keeps } from './browser'
import { stage } from './stage'

describe('signing out on a page that shows no chat', () => {
  it.each(['dua', null])('forgets what was not sent before, once the user is %s', async (next) => {
    const { realtime, become, current, leave } = stage()
    become('ada')
    await vi.waitFor(() => expect(current.socket?.status).toBe('connected'))
    realtime.networkOf('ada').disconnect()
    void current.chat!.send('unsent of ada')
    await keeps('unsent of ada')
    await leave()
    become('ada', { isChatting: false })

    become(next, { isChatting: false })
    await keeps()
  })
})
