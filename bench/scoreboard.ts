import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { excerpt, safeJson } from '../src/base/escape.ts'
import { DEFINITIONS, figuresOf, readLabels, tableOf } from './scoreboard-figures.ts'
import { rivalsOf, runAssay, runRival } from './scoreboard-tools.ts'

/**
 * npm run bench scoreboard -- LABELS.tsv [--rival NAME | --rival NAME=COMMAND] … [--json]: how many of the labelled files Assay and
 * every installed rival find, miss and wrongly flag. Without --rival: whichever of picklescan, modelscan, fickling and
 * modelaudit is in PATH. A list with its files comes from `node tools/label-corpus.ts FOLDER`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rival: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } },
})
const [list, ...more] = positionals
if (list === undefined || more.length > 0) {
  console.error('expected one list: npm run bench scoreboard -- LABELS.tsv [--rival NAME[=COMMAND]] [--json]')
  process.exitCode = 2
} else await score(resolve(list))

async function score(path: string): Promise<void> {
  const folder = dirname(path)
  const labels = readLabels(readFileSync(path, 'utf8'), (name) => statSync(join(folder, name)).size)
  const paths = labels.map((label) => label.path)
  const rivals = rivalsOf(values.rival)
  const missing = values.rival.filter((word) => !rivals.some(({ name }) => name === word.split('=')[0]))
  for (const name of missing) console.error(`there is no ${excerpt(name, 80)} in PATH`)
  const figures = [figuresOf(runAssay(folder, paths), labels)]
  for (const rival of rivals) figures.push(figuresOf(await runRival(rival, folder, paths), labels))
  if (values.json) {
    console.log(safeJson({ definitions: DEFINITIONS, files: labels.length, figures }))
    return
  }
  const bytes = labels.reduce((sum, label) => sum + label.bytes, 0)
  console.log(`${labels.length} files, ${(bytes / 1e6).toFixed(1)} MB\n\n${tableOf(figures)}`)
}
