import { generateReference, referenceFolder } from './check/reference.mjs'

await generateReference(referenceFolder)
