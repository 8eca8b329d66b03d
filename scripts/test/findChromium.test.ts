import { afterEach, describe, expect, it, vi } from 'vitest'
import { chromiumForTests, findChromium } from '../findChromium.mjs'

const only =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path)

afterEach(() => {
  vi.restoreAllMocks()
})

describe('findChromium', () => {
  it('prefers CHROMIUM_PATH', () => {
    const isProgram = only('/mine/chrome', '/usr/bin/chromium')
    expect(findChromium({ CHROMIUM_PATH: '/mine/chrome' }, isProgram)).toBe('/mine/chrome')
  })

  it('refuses a CHROMIUM_PATH that leads nowhere, rather than take another', () => {
    expect(() => findChromium({ CHROMIUM_PATH: '/gone' }, only('/usr/bin/chromium'))).toThrow(
      'there is no program at /gone',
    )
  })

  it('looks on PATH, then in the usual places', () => {
    const both = only('/custom/chromium', '/usr/bin/chromium')
    expect(findChromium({ PATH: '/custom' }, both)).toBe('/custom/chromium')
    expect(findChromium({ PATH: '' }, both)).toBe('/usr/bin/chromium')
    expect(findChromium({}, only('/opt/google/chrome/chrome'))).toBe('/opt/google/chrome/chrome')
  })
})

describe('chromiumForTests', () => {
  it('says loudly what to install where there is none', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    expect(chromiumForTests({}, only())).toBeUndefined()
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/SKIPPED.*apt-get install chromium/))
  })

  it('fails where there is none and CI is true', () => {
    expect(() => chromiumForTests({ CI: 'true' }, only())).toThrow('no Chromium found')
  })
})
