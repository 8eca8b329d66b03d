import { Router } from 'express'
import * as v from 'valibot'
import type { Parts } from '../createApi'
import { HttpError } from '../errors'
import { signedInUser } from '../recogniseUser'

const MAX_MEMBERS = 100

const UserIds = v.pipe(v.array(v.string()), v.minLength(1, 'Choose somebody.'))
const NewGroup = v.object({
  name: v.pipe(
    v.string(),
    v.normalize('NFC'),
    v.trim(),
    v.minLength(1, 'Please give the group a name.'),
    v.maxLength(60, 'The name of a group has at most 60 characters.'),
    v.regex(/^[^\p{Cc}\p{Cf}]+$/u, 'A name cannot hold invisible characters.'),
  ),
  userIds: UserIds,
})
const NewMembers = v.object({ userIds: UserIds })

/** Groups: only who is in one may see or change it, and to everybody else there is none. */
export function createGroupRoutes({ realtime, groups, users }: Parts): Router {
  const routes = Router()

  const open = async (groupId: string, userId: string) => {
    const opened = await groups.open(groupId, userId)
    if (!opened) throw new HttpError(404, 'NOT_FOUND', 'You are in no such group.')
    return opened
  }
  /** Checks who is about to become a member, and that they are not too many. */
  const assertFit = (memberIds: readonly string[]) => {
    if (!users.areKnown(memberIds)) throw new HttpError(404, 'NOT_FOUND', 'Nobody has that id.')
    if (new Set(memberIds).size > MAX_MEMBERS) {
      throw new HttpError(400, 'BAD_PAYLOAD', `A group has at most ${MAX_MEMBERS} members.`)
    }
  }
  /** Changes who is in a group, and has everybody concerned fetch its name. */
  const update = async (group: string, by: string, change: { add: string[]; remove: string[] }) => {
    const { memberIds } = await realtime.updateMembers({ conversationId: group, by, ...change })
    await realtime.publishUpdate([...change.add, ...change.remove], { type: 'groups' })
    return memberIds
  }

  routes.get('/groups', async (request, response) => {
    response.json(await groups.of(signedInUser(request).id))
  })

  routes.post('/groups', async (request, response) => {
    const me = signedInUser(request)
    const { name, userIds } = v.parse(NewGroup, request.body)
    const add = [...new Set([me.id, ...userIds])]
    assertFit(add)
    const group = groups.create(name)
    await update(group.id, me.id, { add, remove: [] })
    response.status(201).json(group)
  })

  routes.post('/groups/:id/members', async (request, response) => {
    const me = signedInUser(request)
    const { userIds } = v.parse(NewMembers, request.body)
    const { group, memberIds } = await open(request.params.id, me.id)
    assertFit([...memberIds, ...userIds])
    response.json({ memberIds: await update(group.id, me.id, { add: userIds, remove: [] }) })
  })

  /** Taking oneself out is leaving. */
  routes.delete('/groups/:id/members/:userId', async (request, response) => {
    const me = signedInUser(request)
    const { userId } = request.params
    const { group, memberIds } = await open(request.params.id, me.id)
    if (!memberIds.includes(userId)) throw new HttpError(404, 'NOT_FOUND', 'Not in this group.')
    response.json({ memberIds: await update(group.id, me.id, { add: [], remove: [userId] }) })
  })

  return routes
}
