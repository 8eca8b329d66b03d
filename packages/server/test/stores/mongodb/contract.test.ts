import { describe, it } from 'vitest'
import { describeStore } from '../contract'
import { hasServer, openStore } from './mongo'

if (hasServer) describeStore('mongoStore', openStore())
else describe.skip('mongoStore', () => it('does what every store does', () => {}))
