import { describe, expect, it } from 'vitest'
import { addUp, countTests, judgeReport, sentence } from '../testCounts.mjs'

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }

describe('judgeReport', () => {
  it('counts what vitest counted', () => {
    const results = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]
    expect(judgeReport({ ...report, numFailedTests: 1, testResults: results })).toEqual({
      passed: 3,
      failed: 1,
      skipped: 2,
    })
  })

  it('counts a file that broke before its first test', () => {
    const results = [{ status: 'failed', assertionResults: [] }]
    expect(judgeReport({ ...report, testResults: results }).failed).toBe(1)
  })
})

describe('countTests', () => {
  it('counts a run without a report as a failure', async () => {
    expect(await countTests('no-such-report.json', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('addUp', () => {
  it('gives the closing line its numbers', () => {
    const one = { passed: 1, failed: 2, skipped: 3 }
    expect(sentence(addUp([one, one]))).toBe('2 passed, 4 failed, 6 skipped')
  })
})
