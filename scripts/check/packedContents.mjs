import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const PRIVATE = '@monhub/realtime-protocol'

/**
 * What the usual checkers do not see in an unpacked package: a trace of the private package, a
 * path of package.json that leads nowhere, a missing README or licence.
 *
 * @param {string} folder
 */
export function checkPackedContents(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const targets = new Set(
    [manifest.main, manifest.module, manifest.types, manifest.exports].flatMap(pathsOf),
  )
  fail([
    ...builtFiles(folder)
      .filter((file) => readFileSync(join(folder, file), 'utf8').includes(PRIVATE))
      .map((file) => `${file} names the private ${PRIVATE}`),
    ...[...targets, 'README.md', 'LICENSE']
      .filter((path) => !existsSync(join(folder, path)))
      .map((path) => `${path} is not in the package`),
    ...['dependencies', 'peerDependencies']
      .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(([, range]) => /^(?:workspace|file|link):/.test(range))
      .map(([name, range]) => `${name} is wanted as ${range}`),
  ])
}

/**
 * `"use client"` belongs into the directives of every file in `client`, and into none of
 * `server`; a bundler reads it only there.
 *
 * @param {string} folder
 * @param {{ client: string[], server: string[] }} entries
 */
export function checkClientDirective(folder, { client, server }) {
  const hasDirective = (/** @type {string} */ file) =>
    /^\s*(?:(["'])use strict\1;?\s*)?(["'])use client\2/.test(
      readFileSync(join(folder, file), 'utf8'),
    )
  fail([
    ...client
      .filter((file) => !hasDirective(file))
      .map((file) => `${file} does not begin with "use client"`),
    ...server
      .filter((file) => hasDirective(file))
      .map((file) => `${file} begins with "use client", so a server component cannot use it`),
  ])
}

/** @param {string} folder */
function builtFiles(folder) {
  return readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:js|cjs|d\.ts|d\.cts)$/.test(file))
    .map((file) => join('dist', file))
}

/** Every path in a value of package.json. @param {unknown} value @returns {string[]} */
function pathsOf(value) {
  if (typeof value === 'string') return [value]
  return value && typeof value === 'object' ? Object.values(value).flatMap(pathsOf) : []
}

/** @param {string[]} wrong */
function fail(wrong) {
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
}
