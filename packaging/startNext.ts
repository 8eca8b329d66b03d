import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { vi } from 'vitest'

/** The Next.js example as its script starts it: two processes, on ports that were free. */
export async function startNext(cwd: string, mode: 'start' | 'dev') {
  const [port, socketPort] = await freePorts(2)
  const child = spawn(process.execPath, ['start.mjs', mode], {
    cwd,
    env: {
      ...process.env,
      PORT: String(port),
      SOCKET_PORT: String(socketPort),
      NODE_ENV: mode === 'dev' ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const note = (text: string) => (output += text)
  child.stdout.setEncoding('utf8').on('data', note)
  child.stderr.setEncoding('utf8').on('data', note)
  const exited = once(child, 'exit')
  const url = `http://localhost:${port}`
  const health = async () => {
    const response = await fetch(`http://localhost:${socketPort}/health`)
    return (await response.json()) as { connections: number }
  }
  const areUp = async () => {
    if (child.exitCode !== null) return
    await fetch(url)
    await health()
  }
  await vi.waitFor(areUp, { timeout: 60_000, interval: 100 })
  if (child.exitCode !== null) throw new Error(`ended before it was up\n${output}`)

  return {
    url,
    /** How many sockets the server has. */
    connections: async () => (await health()).connections,
    /** As Ctrl+C does; gives the exit code. */
    async stop() {
      child.kill('SIGINT')
      await exited
      return child.exitCode
    },
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
