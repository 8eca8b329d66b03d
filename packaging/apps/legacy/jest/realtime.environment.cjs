// As docs/testing.md has it.
const { ModernFakeTimers } = require('@jest/fake-timers')
const { TestEnvironment } = require('jest-environment-jsdom')

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis
    const { setImmediate, clearImmediate } = globalThis
    Object.assign(this.global, { setTimeout, clearTimeout, setInterval, clearInterval })
    Object.assign(this.global, { setImmediate, clearImmediate })
    this.fakeTimersModern = new ModernFakeTimers({
      config: config.projectConfig,
      global: this.global,
    })
  }
}
