import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { FLOORS, warnOfFloors } from '../../src/dependencyFloors'

type Versions = Record<string, string>

/** Files as a process has loaded them, of packages that are installed as the paths say. */
function installed(versions: Versions): string[] {
  const root = mkdtempSync(join(tmpdir(), 'realtime-floors-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return Object.entries(versions).map(([path, version]) => {
    const folder = join(root, 'node_modules', path)
    const file = join(folder, 'build/index.js')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '')
    const manifest = { name: path, version, main: './build/index.js', exports: './build/index.js' }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    return file
  })
}

function warningsOf(files?: readonly string[]): string[] {
  const warn = vi.fn<(fields: object, message: string) => void>()
  const quiet = () => {}
  warnOfFloors({ debug: quiet, info: quiet, warn, error: quiet }, files)
  return warn.mock.calls.map(([, message]) => message)
}

const sound = { 'socket.io-parser': '4.2.7', 'engine.io': '6.6.10', ws: '8.21.1' }

describe('warnOfFloors', () => {
  it.each<[string, Versions]>([
    ['the floors themselves', sound],
    ['newer ones', { 'socket.io-parser': '4.10.0', 'engine.io': '7.0.0', ws: '10.0.0' }],
    ['nothing that it knows, as in a bundle', {}],
    ['a version that is none', { ...sound, 'engine.io': 'workspace' }],
    ['an old `ws` that is not engine.io’s', { ...sound, 'other/node_modules/ws': '7.0.0' }],
  ])('says nothing of %s', (_, versions) => {
    expect(warningsOf(installed(versions))).toEqual([])
  })

  it.each<[string, Versions]>([
    ['socket.io-parser', { ...sound, 'socket.io-parser': '4.2.4' }],
    ['engine.io', { ...sound, 'engine.io': '6.6.9' }],
    ['ws', { ...sound, ws: '8.21.0' }],
    ['ws', { ...sound, 'engine.io/node_modules/ws': '8.17.1' }],
    ['engine.io', { ...sound, '.pnpm/engine.io@6.5.0/node_modules/engine.io': '6.5.0' }],
  ])('warns once of an old %s, with the fix', (name, versions) => {
    const [warning, ...others] = warningsOf(installed(versions))
    expect(others).toEqual([])
    expect(warning).toContain(`npm update ${name}\``)
    expect(warning).toContain('overrides')
  })

  it('says all of it in one warning', () => {
    const old = { 'socket.io-parser': '4.0.0', 'engine.io': '6.0.0', ws: '8.0.0' }
    const warnings = warningsOf(installed(old))
    expect(warnings).toHaveLength(1)
    for (const [name, version] of Object.entries(old)) {
      expect(warnings[0]).toContain(`${name} ${version}`)
    }
  })

  it('never throws, whatever there is to read', () => {
    const [file = ''] = installed({ 'engine.io': '6.0.0' })
    writeFileSync(join(dirname(file), '../package.json'), '{')
    expect(
      warningsOf([file, '', 'node_modules', '/node_modules/ws/', '/gone/node_modules/ws/x.js']),
    ).toEqual([])
  })

  it('sees what this process has loaded, and that it is sound', async () => {
    await import('socket.io')
    const loaded = Object.keys(createRequire(import.meta.url).cache)
    for (const name of Object.keys(FLOORS)) {
      expect([name, loaded.some((file) => file.includes(`/node_modules/${name}/`))]).toEqual([
        name,
        true,
      ])
    }
    expect(warningsOf()).toEqual([])
  })
})
