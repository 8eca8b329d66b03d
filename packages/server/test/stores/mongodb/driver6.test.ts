import { MongoClient } from 'mongodb-6'
import { describe, it } from 'vitest'
import { describeStore } from '../contract'
import { hasServer, openStore, url } from './mongo'

// The driver inside mongoose 8; its ObjectIds and those of the driver 7 refuse each other.
if (hasServer)
  describeStore(
    'mongoStore on driver 6',
    openStore(() => MongoClient.connect(url)),
  )
else
  describe.skip('mongoStore on driver 6 (no MongoDB server here)', () =>
    it('does what every store does', () => {}))
