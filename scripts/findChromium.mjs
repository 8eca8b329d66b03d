import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome',
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
]
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** How the tests start it: without a screen, as any user, and quiet on the network. */
export const CHROMIUM_FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

/**
 * The Chromium of this machine: `CHROMIUM_PATH`, else a common name on PATH or in the usual
 * places; undefined where there is none.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {(path: string) => boolean} [isProgram]
 * @returns {string | undefined}
 * @throws when CHROMIUM_PATH is set and leads to nothing that can be run
 */
export function findChromium(env = process.env, isProgram = canRun) {
  const given = env.CHROMIUM_PATH
  if (given) {
    if (isProgram(given)) return given
    throw new Error(`unable to run CHROMIUM_PATH; there is no program at ${given}`)
  }
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...PLACES]
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC].find(
    isProgram,
  )
}

/**
 * What tests of the browser ask: its path, or undefined with a loud line that says what to
 * install. With `CI=true` a missing browser is an error, so that nothing is skipped unseen.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {(path: string) => boolean} [isProgram]
 * @returns {string | undefined}
 */
export function chromiumForTests(env = process.env, isProgram = canRun) {
  const path = findChromium(env, isProgram)
  if (path) return path
  const advice =
    'no Chromium found; install it (Debian: apt-get install chromium) or set CHROMIUM_PATH'
  if (env.CI === 'true') throw new Error(advice)
  console.warn(`SKIPPED: every test in a browser, ${advice}`)
}

/** @param {string} path */
function canRun(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
