import { readFileSync } from 'node:fs'
import { Session, type Profiler, type Runtime } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'

/** Where CPU went: its share of all that was not idle, in percent. */
export interface Share {
  name: string
  percent: number
}

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
  const functions = new Map<string, number>()
  const files = new Map<string, number>()
  let total = 0
  for (const { id, callFrame } of nodes) {
    const us = selfUs.get(id) ?? 0
    if (callFrame.functionName === '(idle)') continue
    const file = fileOf(callFrame)
    total += us
    files.set(file, (files.get(file) ?? 0) + us)
    const name = `${callFrame.functionName || '(anonymous)'}  ${file}`
    functions.set(name, (functions.get(name) ?? 0) + us)
  }
  const top = (sums: Map<string, number>): Share[] =>
    [...sums]
      .map(([name, us]) => ({ name, percent: Math.round((1000 * us) / total) / 10 }))
      .sort((a, b) => b.percent - a.percent)
      .slice(0, 40)
  return { functions: top(functions), files: top(files) }
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
