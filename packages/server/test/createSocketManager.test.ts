import { describe, expect, it } from 'vitest'
import { createSocketManager } from '@monhub/realtime-server'

function recorded() {
  const manager = createSocketManager()
  const changes: string[] = []
  manager.onChange(({ userId, isOnline }) => changes.push(`${isOnline ? '+' : '-'}${userId}`))
  return { manager, changes }
}

describe('createSocketManager', () => {
  it('keeps a user online until the last connection goes', () => {
    const { manager, changes } = recorded()
    manager.addUser('ada', 's1')
    manager.addUser('ada', 's2')
    expect(manager.getSocketIds('ada')).toEqual(['s1', 's2'])
    expect(manager.removeSocket('s1')).toBe('ada')
    expect(manager.isUserOnline('ada')).toBe(true)
    expect(manager.removeSocket('s2')).toBe('ada')
    expect(manager.isUserOnline('ada')).toBe(false)
    expect(manager.getSocketIds('ada')).toEqual([])
    expect(changes).toEqual(['+ada', '-ada'])
  })

  it('gives null for a connection it does not know, and for one removed twice', () => {
    const { manager } = recorded()
    expect(manager.removeSocket('nobody')).toBeNull()
    manager.addUser('ada', 's1')
    manager.removeSocket('s1')
    expect(manager.removeSocket('s1')).toBeNull()
  })

  it('moves a connection that becomes another user, and leaves nothing behind', () => {
    const { manager, changes } = recorded()
    manager.addUser('ada', 's1')
    manager.addUser('bob', 's1')
    expect(manager.getOnlineUsers()).toEqual(['bob'])
    manager.removeSocket('s1')
    expect(manager.getOnlineUsers()).toEqual([])
    expect(changes).toEqual(['+ada', '-ada', '+bob', '-bob'])
  })

  it('adds the same connection once', () => {
    const { manager, changes } = recorded()
    manager.addUser('ada', 's1')
    manager.addUser('ada', 's1')
    manager.removeSocket('s1')
    expect(changes).toEqual(['+ada', '-ada'])
  })

  it('takes names of Object.prototype for what they are: ids', () => {
    const { manager } = recorded()
    for (const id of ['__proto__', 'constructor', 'toString']) {
      expect(manager.isUserOnline(id)).toBe(false)
      manager.addUser(id, `socket of ${id}`)
      expect(manager.isUserOnline(id)).toBe(true)
    }
    expect(manager.getOnlineUsers()).toEqual(['__proto__', 'constructor', 'toString'])
  })

  it('stops calling a listener that unsubscribed', () => {
    const manager = createSocketManager()
    const changes: string[] = []
    const stop = manager.onChange(({ userId }) => changes.push(userId))
    stop()
    manager.addUser('ada', 's1')
    expect(changes).toEqual([])
  })
})
