import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './runCommand.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * What vitest's JSON report says. A file that broke before its first test, and a run that failed
 * without a failing test (an error outside of them, a crash), count as one failure each.
 *
 * @param {string} report path from the workspace's root
 * @param {number} exitCode
 * @returns {Promise<Counts>}
 */
export async function countTests(report, exitCode) {
  const text = await readFile(join(root, report), 'utf8').catch(() => undefined)
  const counts = text ? judgeReport(JSON.parse(text)) : { passed: 0, failed: 0, skipped: 0 }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/**
 * @param {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[],
 * }} report
 * @returns {Counts}
 */
export function judgeReport(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
export function addUp(all) {
  const sum = (/** @type {keyof Counts} */ key) =>
    all.reduce((total, counts) => total + counts[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

export const sentence = (/** @type {Counts} */ { passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`
