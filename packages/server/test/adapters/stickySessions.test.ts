import { io } from 'socket.io-client'
import { expect, it, onTestFinished, vi } from 'vitest'
import { bundle } from './bundle'
import { startProcess } from './startProcess'

it("long polling reaches the worker of its session through Node's cluster and @socket.io/sticky", async () => {
  const { url, lines } = await startProcess(await bundle('stickyWorkers.ts'), [])
  const workers = new Set<number>()
  const told: string[] = []
  const clients = ['polling', 'polling', 'websocket', 'websocket'].map((transport, index) => {
    const socket = io(url, { transports: [transport], forceNew: true, reconnection: false })
    onTestFinished(() => void socket.disconnect())
    socket.on('worker', (pid: number) => workers.add(pid))
    socket.on('told', (text: string) => told.push(`${index} ${text}`))
    return socket
  })
  await vi.waitUntil(
    () => workers.size === 2 && clients.every(({ connected }) => connected),
    10_000,
  )
  // In a body of more than one TCP segment as well.
  const texts = clients.map((_, index) => `from ${index} ${'x'.repeat(index * 50_000)}`)
  clients.forEach((socket, index) => socket.emit('to all', texts[index]))
  await vi.waitUntil(() => told.length === 16, 10_000)
  expect(told.toSorted()).toEqual(
    clients.flatMap((_, index) => texts.map((text) => `${index} ${text}`)).toSorted(),
  )
  // Longer than a server that nobody made listen is waited for: in a worker, the primary listens.
  await new Promise((resolve) => setTimeout(resolve, 10_500))
  expect(lines).toEqual([])
}, 40_000)
