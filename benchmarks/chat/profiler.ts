import { readFileSync } from 'node:fs'
import { Session, type Profiler, type Runtime } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'

/** Parts of all that was not idle, by file or by function; together 1. */
export type Shares = Record<string, number>

/** Takes a CPU profile of this process; sums the time spent in each function itself. */
export function createProfiler() {
  const session = new Session()
  return {
    start: async () => {
      session.connect()
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: 200 })
      await session.post('Profiler.start')
    },
    stop: async () => {
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      return summaryOf(profile)
    },
  }
}

function summaryOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile) {
  const selfUs = new Map<number, number>()
  samples.forEach((id, i) => selfUs.set(id, (selfUs.get(id) ?? 0) + (timeDeltas[i] ?? 0)))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const functions = new Map<string, number>()
  const files = new Map<string, number>()
  let total = 0
  const visit = (id: number, caller: string) => {
    const node = byId.get(id)
    if (!node || node.callFrame.functionName === '(idle)') return
    const { callFrame, children = [] } = node
    const file = fileOf(callFrame)
    // What Node does is charged to who asked for it.
    const charged = file === 'native' || file.startsWith('node:') ? caller : file
    const us = selfUs.get(id) ?? 0
    total += us
    files.set(charged, (files.get(charged) ?? 0) + us)
    const name = `${callFrame.functionName || '(anonymous)'}  ${file === charged ? file : `${file} < ${charged}`}`
    functions.set(name, (functions.get(name) ?? 0) + us)
    for (const child of children) visit(child, charged === 'V8' ? 'node' : charged)
  }
  visit(nodes[0]?.id ?? 0, 'node')
  const shares = (sums: Map<string, number>): Shares =>
    Object.fromEntries([...sums].map(([name, us]) => [name, us / total]))
  return { functions: shares(functions), files: shares(files) }
}

/** The source file of ours or the package a function is from. */
function fileOf({ url, lineNumber, functionName }: Runtime.CallFrame): string {
  if (url === '') return functionName.startsWith('(') ? 'V8' : 'native'
  if (url.startsWith('node:')) return url
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)
  if (installed?.[1]) return installed[1]
  return sourceAt(fileURLToPath(url), lineNumber)
}

const bundles = new Map<string, string[]>()

/** The bundler writes the path of each file above what it took from it. */
function sourceAt(bundle: string, lineNumber: number): string {
  const lines = bundles.get(bundle) ?? readFileSync(bundle, 'utf8').split('\n')
  bundles.set(bundle, lines)
  for (let i = lineNumber; i >= 0; i--) {
    const [, path] = /^\/\/ (\S+\.[mc]?[tj]s)$/.exec(lines[i] ?? '') ?? []
    if (path)
      return path.replace(/.*\/node_modules\//, '').replace(/^(?:\.\.\/)*(?:packages\/)?/, '')
  }
  return bundle
}
