/** How clients of all servers here say who they are; it is what v2 clients of ours send. */
export const authOf = (userId: string, watch?: { all?: boolean; add?: string[] }) => ({
  rt: { v: 2, userId, watch },
})

export function userIdOf(auth: Record<string, unknown>): string {
  const { rt } = auth
  if (typeof rt === 'object' && rt !== null && 'userId' in rt) return String(rt.userId)
  throw new Error('a client did not say who it is')
}
