import { useIsOnline } from '@monhub/realtime-react'
import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { createRenderCount, renderStubApp } from './stubApp'

const ids = Array.from({ length: 1000 }, (_, index) => `user-${index}`)

/** A list of 1000 people, all of whom the server knows as offline. */
async function setUp() {
  const renders = createRenderCount()
  function Row({ id }: { id: string }) {
    renders.count(id)
    return <p data-testid={id}>{useIsOnline(id) ? 'online' : 'offline'}</p>
  }
  function List() {
    renders.count('list')
    return ids.map((id) => <Row key={id} id={id} />)
  }
  const app = renderStubApp(<List />)
  await app.settle()
  await app.answers('presence:watch', () => ({ users: {} }))
  expect(renders.rendered()).toEqual({ list: 1, ...Object.fromEntries(ids.map((id) => [id, 1])) })
  renders.reset()
  return { ...app, renders }
}

describe('useIsOnline in 1000 rows', () => {
  it('renders one row when one person comes, and again when they go', async () => {
    const { says, renders } = await setUp()
    says('presence:diff', { joined: { 'user-500': {} } })
    expect(screen.getByTestId('user-500').textContent).toBe('online')
    expect(renders.rendered()).toEqual({ 'user-500': 1 })
    says('presence:diff', { left: ['user-500'] })
    expect(screen.getByTestId('user-500').textContent).toBe('offline')
    expect(renders.rendered()).toEqual({ 'user-500': 2 })
  })

  it('renders nothing when somebody is told again, or only their details change', async () => {
    const { says, renders } = await setUp()
    says('presence:diff', { joined: { 'user-7': {} } })
    says('presence:diff', { joined: { 'user-7': {} } })
    says('presence:diff', { joined: { 'user-7': { status: 'busy' } } })
    says('presence:diff', { left: ['user-8'] })
    expect(renders.rendered()).toEqual({ 'user-7': 1 })
  })

  it('renders each row once when ten come with one diff', async () => {
    const { says, renders } = await setUp()
    const ten = ids.slice(0, 10)
    says('presence:diff', { joined: Object.fromEntries(ten.map((id) => [id, {}])) })
    expect(renders.rendered()).toEqual(Object.fromEntries(ten.map((id) => [id, 1])))
  })
})
