import { describe, it } from 'vitest'
import { describeStore } from '../contract'
import { hasServer, openStore } from './mongo'

if (hasServer) describeStore('mongoStore', openStore())
else
  describe.skip('mongoStore (no MongoDB server here)', () =>
    it('does what every store does', () => {}))
