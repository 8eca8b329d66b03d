import { checkReference, generateReference, referenceFolder } from './check/reference.mjs'

if (process.argv.includes('--check')) {
  const verdict = await checkReference().catch((/** @type {Error} */ { message }) => {
    process.exitCode = 1
    return message
  })
  console.log(verdict)
} else {
  await generateReference(referenceFolder)
}
