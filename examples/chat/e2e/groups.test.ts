import { expect } from 'vitest'
import { describeInBrowser, eventually, it } from './it'
import type { Person } from './person'

const idOf = async ({ page }: Person) =>
  ((await (await page.request.get('/api/me')).json()) as { id: string }).id

/** The group that is open. */
const openGroup = ({ page }: Person) => new URL(page.url()).hash.replace('#/group/', '')

const showMembers = ({ page }: Person) => page.getByRole('button', { name: /^Members/ }).click()

describeInBrowser('a group', () => {
  it('is there at once for everybody who is put into it, and carries what they write', async ({
    arrive,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const cleo = await arrive('Cleo')
    await ann.makeGroup('Canal loft', ['Bob', 'Cleo'])
    await bob.open('Canal loft')
    await cleo.contact('Canal loft').waitFor()

    await ann.say('Who has the keys?')
    await bob.message('Who has the keys?').waitFor()
    await cleo.unread('Canal loft', 1).waitFor()
    await cleo.contact('Canal loft').getByText('Ann: Who has the keys?').waitFor()
    await bob.composer.pressSequentially('I')
    await ann.typing('Bob').waitFor()
    await bob.say('I do')
    await cleo.open('Canal loft')
    await cleo.say('Good')

    for (const person of [ann, bob, cleo]) {
      await person.message('Good').waitFor()
      expect(await person.texts()).toEqual(['Who has the keys?', 'I do', 'Good'])
    }
    await ann.log.getByText('Cleo:', { exact: true }).waitFor()
    await ann.contact('Bob').getByText('Say hello').waitFor()
  })

  it('is gone at once for who is taken out, who can read and change it no more', async ({
    arrive,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const cleo = await arrive('Cleo')
    await ann.makeGroup('Canal loft', ['Bob', 'Cleo'])
    await ann.say('Between us')
    await bob.open('Canal loft')
    await bob.message('Between us').waitFor()
    const groupId = openGroup(bob)
    const bobId = await idOf(bob)
    await cleo.open('Canal loft')

    await showMembers(ann)
    await ann.members.getByRole('button', { name: 'Remove Bob' }).click()
    await bob.page.getByText('You are not in this group').waitFor()
    await bob.contact('Canal loft').waitFor({ state: 'detached' })
    expect(await bob.page.getByText('Between us').count()).toBe(0)
    await cleo.page.getByRole('button', { name: 'Members 2' }).waitFor()

    await ann.say('Bob is gone')
    await cleo.message('Bob is gone').waitFor()
    await bob.page.reload()
    await bob.page.getByText('You are not in this group').waitFor()
    expect(await bob.page.getByText('Bob is gone').count()).toBe(0)
    const members = `/api/groups/${groupId}/members`
    const { request } = bob.page
    expect((await request.post(members, { data: { userIds: [bobId] } })).status()).toBe(404)
    expect((await request.delete(`${members}/${await idOf(cleo)}`)).status()).toBe(404)
    expect(await (await request.get('/api/groups')).json()).toEqual([])
  })

  it('comes back with its history for who is added again', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.makeGroup('Canal loft', ['Bob'])
    await ann.say('First')
    await bob.open('Canal loft')
    await showMembers(ann)
    await ann.members.getByRole('button', { name: 'Remove Bob' }).click()
    await bob.page.getByText('You are not in this group').waitFor()

    await ann.members.getByRole('button', { name: 'Add Bob' }).click()
    await bob.message('First').waitFor()
    await bob.contact('Canal loft').waitFor()
    await bob.say('Back again')
    await ann.message('Back again').waitFor()
  })

  it('can be left', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.makeGroup('Canal loft', ['Bob'])
    await bob.open('Canal loft')
    await showMembers(bob)
    await bob.members.getByRole('button', { name: 'Leave' }).click()
    await bob.dialog('Leave Canal loft?').getByRole('button', { name: 'Leave the group' }).click()
    await bob.contact('Canal loft').waitFor({ state: 'detached' })
    await ann.page.getByRole('button', { name: 'Members 1' }).waitFor()
  })

  it('says who has seen one’s messages, each person under the last', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const cleo = await arrive('Cleo')
    await ann.makeGroup('Canal loft', ['Bob', 'Cleo'])
    await bob.open('Canal loft')
    await cleo.open('Canal loft')
    await ann.say('one')
    await ann.seenBy('one', 'Bob and Cleo').waitFor()

    await cleo.open('Bob')
    await ann.say('two')
    await ann.seenBy('two', 'Bob').waitFor()
    await ann.seenBy('one', 'Cleo').waitFor()
    await ann.page.reload()
    await ann.seenBy('two', 'Bob').waitFor()
    await cleo.open('Canal loft')
    await eventually(() => ann.log.getByText(/^Seen by/).allTextContents()).toHaveLength(1)
    expect(await cleo.log.getByText(/^Seen by/).count()).toBe(0)
  })
})

describeInBrowser('the routes of groups', () => {
  it('answer nobody but members, and take nobody who does not exist', async ({ arrive, visit }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.makeGroup('Canal loft', ['Bob'])
    const stranger = await arrive('Stranger')
    const members = `/api/groups/${openGroup(ann)}/members`
    const userIds = [await idOf(stranger)]

    const { request } = stranger.page
    expect((await request.post(members, { data: { userIds } })).status()).toBe(404)
    expect((await request.delete(`${members}/${await idOf(bob)}`)).status()).toBe(404)
    const nobody = await visit()
    expect((await nobody.request.get('/api/groups')).status()).toBe(401)
    expect((await nobody.request.post(members, { data: { userIds } })).status()).toBe(401)

    const mine = ann.page.request
    expect((await mine.post(members, { data: { userIds: ['nobody'] } })).status()).toBe(404)
    for (const data of [{ name: '', userIds }, { name: 'x'.repeat(61), userIds }, { name: 'a' }]) {
      expect((await mine.post('/api/groups', { data })).status()).toBe(400)
    }
  })
})
