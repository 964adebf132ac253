import { statSync } from 'node:fs'
import { join } from 'node:path'
import { generateNpmFeed } from './npm-feed.ts'

/** node bench/generate-npm-feed.ts DIRECTORY [RECORDS] [SEED]: writes npm/all.zip and package-lock.json. */
const [directory = 'generated-feed', records = '230000', seed = '20261122'] = process.argv.slice(2)
const feed = await generateNpmFeed(directory, { records: Number(records), seed: Number(seed) })
const megabytes = statSync(join(directory, 'npm', 'all.zip')).size / 1e6
console.log(
  `${feed.records} records, ${megabytes.toFixed(1)} MB of zip, ${feed.lockedNames.length} locked names in ${directory}`,
)
