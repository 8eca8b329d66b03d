import { io } from 'socket.io-client'
import { expect } from 'vitest'
import { describeInBrowser, it } from './it'

/** What the server answers a socket that comes with this cookie. */
function knock(url: string, cookie?: string): Promise<string> {
  const socket = io(url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(cookie ? { extraHeaders: { cookie } } : {}),
  })
  return new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'))
    socket.on('connect_error', (error) => {
      const data = (error as { data?: { code?: string } }).data
      resolve(data?.code ?? error.message)
    })
  }).finally(() => socket.disconnect())
}

describeInBrowser('a session', () => {
  it('is needed by the API and the socket', async ({ visit, demo }) => {
    const page = await visit()
    for (const path of ['/api/people', '/api/property', '/api/message/somebody']) {
      expect((await page.request.get(path)).status()).toBe(401)
    }
    expect(await knock(demo.url)).toBe('UNAUTHENTICATED')
  })

  it('is kept in a cookie that scripts cannot read and nobody can make up', async ({
    arrive,
    demo,
  }) => {
    const ann = await arrive('Ann')
    const [cookie] = await ann.page.context().cookies()
    expect(cookie).toMatchObject({ name: 'session', httpOnly: true, sameSite: 'Lax' })

    const { value } = cookie!
    const [header, , signature] = value.split('.')
    const claims = btoa(JSON.stringify({ sub: 'somebody else', exp: 4_000_000_000 }))
    expect(await knock(demo.url, `session=${value}`)).toBe('connected')
    expect(await knock(demo.url, `session=${header}.${claims}.${signature}`)).toBe(
      'UNAUTHENTICATED',
    )
  })

  it('of another server is refused, and the page asks for a name', async ({ arrive, visit }) => {
    const ann = await arrive('Ann')
    const page = await visit()
    const foreign = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIiwiZXhwIjo0MDAwMDAwMDAwfQ.c2lnbmF0dXJl'
    await page.context().addCookies([{ name: 'session', value: foreign, url: ann.page.url() }])
    await page.goto('/')
    await page.getByLabel('Name').waitFor()
    expect(await page.getByRole('list', { name: 'Chats' }).count()).toBe(0)
  })

  it('asks for a name that is one', async ({ visit }) => {
    const page = await visit()
    for (const name of ['', ' ', 'x'.repeat(41), 7, null]) {
      const response = await page.request.post('/api/session', { data: { name } })
      expect(response.status()).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code: 'BAD_PAYLOAD' } })
    }
  })
})
