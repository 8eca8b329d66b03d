import { runCommand } from './runCommand.mjs'

/** The pnpm that runs this script, else the one `npx` finds. */
const [command, ...first] = process.env.npm_config_user_agent?.startsWith('pnpm/')
  ? ['pnpm']
  : ['npx', '-y', 'pnpm@12']

/**
 * @param {string[]} args
 * @param {Parameters<typeof runCommand>[2]} [options]
 */
export const pnpm = (args, options) => runCommand(command, [...first, ...args], options)
