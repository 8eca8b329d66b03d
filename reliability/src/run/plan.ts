import type { Random } from '../random'

/** Who there is, and who talks to whom. */
export interface Plan {
  /** With a screen: some have two. */
  devices: { name: string; userId: string; conversationIds: string[] }[]
  /** Plain Socket.IO clients that only send. */
  senders: { name: string; userId: string; conversationIds: string[] }[]
  groups: { conversationId: string; memberIds: string[] }[]
  /** Watches a group without being in it; joins it later. */
  outsider: { userId: string; conversationId: string }
  /** Is taken out of a group. */
  leaver: { userId: string; conversationId: string }
}

export interface PlanSize {
  users: number
  /** Users of a second device. */
  doubles: number
  senders: number
}

const GROUP_SIZES = [4, 6, 8, 12]
const PEERS = 2

export function createPlan(random: Random, { users, doubles, senders }: PlanSize): Plan {
  const userIds = Array.from({ length: users }, (_, i) => `u${i}`)
  const senderIds = Array.from({ length: senders }, (_, i) => `s${i}`)
  const [outsiderId = '', ...insiderIds] = userIds
  const groups = GROUP_SIZES.map((size, i) => ({
    conversationId: `group-${i}`,
    memberIds: [
      ...random.sample(insiderIds, size),
      ...(i === 0 ? [] : random.sample(senderIds, 2)),
    ],
  }))
  const [group] = groups
  const [leaverId] = group?.memberIds ?? []
  if (!group || leaverId === undefined) throw new Error('The plan needs a group with members')

  const pairs = userIds.flatMap((userId) =>
    random
      .sample(
        [...userIds, ...senderIds].filter((id) => id !== userId),
        PEERS,
      )
      .map((peerId) => [userId, peerId]),
  )
  const conversationsOf = (userId: string) => [
    ...groups
      .filter(({ memberIds }) => memberIds.includes(userId))
      .map((one) => one.conversationId),
    ...new Set(pairs.flatMap((pair) => (pair.includes(userId) ? [directId(pair)] : []))),
  ]
  const person = (name: string, userId: string) => ({
    name,
    userId,
    conversationIds: conversationsOf(userId),
  })

  return {
    devices: [
      ...userIds.map((userId) => person(userId, userId)),
      ...insiderIds.slice(0, doubles).map((userId) => person(`${userId}b`, userId)),
    ],
    senders: senderIds
      .map((userId) => person(userId, userId))
      .filter(({ conversationIds }) => conversationIds.length > 0),
    groups,
    outsider: { userId: outsiderId, conversationId: group.conversationId },
    leaver: { userId: leaverId, conversationId: group.conversationId },
  }
}

/** As the protocol names it: members in the order of their code units. */
const directId = (userIds: readonly string[]) => `dm:${[...userIds].sort().join(':')}`
