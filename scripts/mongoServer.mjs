import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { root, runCommand } from './runCommand.mjs'

const VERSION = '1.47.0'
const SOURCES = join(root, 'scripts/mongo')
const JARS = join(root, `.cache/mongo-java-server-${VERSION}`)

/**
 * @typedef {object} MongoServer
 * @property {string} url
 * @property {string} name what it is, for people
 * @property {() => Promise<void>} stop
 */

/**
 * A server that speaks MongoDB's wire protocol: the one at `MONGODB_URL`, else mongo-java-server
 * with an empty database in memory. Undefined, with a loud line that says what to install, on a
 * machine without Java; with `CI=true` that is an error, so that nothing is skipped unseen.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<MongoServer | undefined>}
 */
export async function startMongoServer(env = process.env) {
  const server = await findServer(env)
  if (server) console.log(`MongoDB server of the tests: ${server.name}`)
  return server
}

/** @param {NodeJS.ProcessEnv} env */
async function findServer(env) {
  const url = env.MONGODB_URL
  if (url) return { url, name: `MONGODB_URL, ${hostsOf(url)}`, stop: async () => {} }
  // The compiler runs the launcher from its source.
  const missing = ['javac', 'mvn'].filter((name) => spawnSync(name, ['-version'], { env }).error)
  if (missing.length === 0) return startJavaServer()
  const advice =
    `no ${missing.join(' and no ')} found; install them ` +
    '(Debian: apt-get install default-jdk-headless maven) or set MONGODB_URL'
  if (env.CI === 'true') throw new Error(advice)
  console.warn(`SKIPPED: every test on MongoDB, ${advice}`)
}

/** Without the name and the password that may stand before them. */
const hostsOf = (/** @type {string} */ url) =>
  url.replace(/^.*?:\/\/(.*@)?/, '').replace(/[/?].*$/, '')

/** @returns {Promise<MongoServer>} */
async function startJavaServer() {
  await download()
  const classPath = readdirSync(JARS)
    .map((jar) => join(JARS, jar))
    .join(delimiter)
  const child = spawn(
    'java',
    ['-XX:TieredStopAtLevel=1', '-cp', classPath, join(SOURCES, 'Launcher.java')],
    // It ends with its input, so it outlives nobody.
    { stdio: ['pipe', 'pipe', 'ignore'] },
  )
  const ended = new Promise((resolve) => child.once('exit', resolve))
  for await (const line of createInterface(child.stdout)) {
    const stop = async () => {
      child.stdin.end()
      await ended
    }
    return { url: line, name: `mongo-java-server ${VERSION}, in memory`, stop }
  }
  throw new Error(`mongo-java-server ended with exit code ${await ended} before it was ready`)
}

/** Once per version; what an interrupted download leaves is not taken for a whole one. */
async function download() {
  if (existsSync(JARS)) return
  const partial = `${JARS}-${process.pid}`
  const { code, output } = await runCommand('mvn', [
    ...['--quiet', '--batch-mode', '--file', join(SOURCES, 'pom.xml')],
    ...['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${partial}`],
  ])
  if (code !== 0) throw new Error(`unable to download mongo-java-server\n${output}`)
  await rename(partial, JARS).catch(() => rm(partial, { recursive: true }))
}
