#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node must get as far as the sentence that says what to do.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  const code = 'USAGE_RUNTIME'
  process.stderr.write(
    `assay: Node.js 24 or later is needed, this is ${process.versions.node} (${code}).\n` +
      'In a checkout run `npm ci` and start Assay with `npx assay`; elsewhere install Node.js 24.\n',
  )
  process.exit(2)
}

const { existsSync } = await import('node:fs')
const module = await import('node:module')
// Compiled code is kept between runs: start-up is most of a small scan.
module.enableCompileCache?.()
// A checkout runs from source, a published package from its build: there the src folder does not exist.
const source = new URL('../src/cli/main.ts', import.meta.url)
const entry = existsSync(source) ? source : new URL('../dist/cli/main.js', import.meta.url)
const { main } = await import(entry.href)
await main(process)
// Everything is written and no worker is left: what Node.js would still do is collect garbage (8 ms after 2,000 files).
if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit()
