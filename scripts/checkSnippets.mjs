import { checkSnippets } from './check/snippets.mjs'

const { compiled, skipped, complaints } = checkSnippets()
for (const complaint of complaints) console.log(complaint)
console.log(`${compiled} snippets compiled, ${skipped.length} skipped`)
process.exitCode = complaints.length > 0 ? 1 : 0
