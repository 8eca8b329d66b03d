import { describeStore } from '../contract'
import { DRIVERS } from './drivers'
import { openOnFile } from './file'

for (const [name, driver] of DRIVERS) describeStore(`sqliteStore on ${name}`, openOnFile(driver))
