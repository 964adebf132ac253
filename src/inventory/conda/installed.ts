import { type CondaRecord, condaRecord } from '../../formats/conda-record.ts'
import { lineIndex } from '../../formats/line-index.ts'
import { text as textFormat } from '../../formats/text.ts'
import { at } from '../../model/location.ts'
import { readCondaPackage } from '../commands/conda-package.ts'
import type { Extractor } from '../extractor.ts'
import { folderOf } from '../file-mentions.ts'
import { excerpt, ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { firstWord } from './conda-lock.ts'
import { joinEnvironment } from './installed-join.ts'
import { condaFileOrigin } from './locked-package.ts'

/**
 * What is installed in an environment of conda, mamba, micromamba or pixi: one record for every package in `conda-meta`, and
 * `history`, which says what the user asked for. `join` puts them together.
 */
export const installedConda: Extractor = {
  id: 'conda/installed',
  title: 'Installed conda packages: conda-meta records and history',
  files: ['**/conda-meta/*.json', '**/conda-meta/history'],
  extract: async (file) => {
    const builder = new ExtractionBuilder('conda/installed', await file.read(limitsInForce))
    if (file.path.endsWith('/history')) readHistory(file.path, await file.read(textFormat), builder)
    // `state`, `pinned` and others keep settings there.
    else if (isRecordName(file.path)) readRecord(file.path, await file.read(condaRecord), builder)
    return builder.finish()
  },
  // Everything in an environment was put there by a package.
  installedBelow: (path) => [folderOf(folderOf(path))],
  join: joinEnvironment,
}

function isRecordName(path: string): boolean {
  return /-[^-/]+-[^-/]+\.json$/.test(path.slice(-1000))
}

function readRecord(path: string, record: CondaRecord, builder: ExtractionBuilder): void {
  const url = record.url ?? record.channel ?? ''
  const key = builder.add({
    ecosystem: 'conda',
    name: record.name,
    version: { kind: 'exact', version: record.version },
    origin: url === '' ? { kind: 'registry' } : condaFileOrigin(url, builder.limits),
    role: 'locks',
    scope: 'runtime',
    groups: [],
    direct: record.requested.length > 0 ? 'yes' : 'unknown',
    location: at(path, record.place.line, record.place.column),
    text: `${record.name} ${record.version}`,
    integrity: [...digest('sha256', record.sha256), ...digest('md5', record.md5)],
  })
  for (const need of record.depends) {
    const name = firstWord(need)
    // `__glibc` and others stand for the machine.
    if (name === undefined || name.startsWith('__')) continue
    const required = addSpec(need, 'no', at(path, 1, 1), builder)
    if (key !== undefined && required !== undefined) builder.edge(key, required)
  }
}

function digest(algorithm: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${algorithm}:${value}`]
}

/** `# update specs: ['numpy', 'python=3.11']`, one line for each command; `# remove specs:` takes back. */
function readHistory(path: string, text: string, builder: ExtractionBuilder): void {
  const lines = lineIndex(text)
  const asked = new Map<string, { readonly spec: string; readonly offset: number }>()
  for (const { 0: line, index } of text.matchAll(/^# [a-z]+ specs: .*$/gm)) {
    const removes = line.startsWith('# remove')
    for (const [, single, double] of line.slice(0, LONGEST_LINE).matchAll(/'([^']{1,300})'|"([^"]{1,300})"/g)) {
      const spec = single ?? double ?? ''
      const name = firstWord(spec.slice(spec.lastIndexOf(':') + 1))
      if (name === undefined) continue
      if (removes) asked.delete(name)
      else asked.set(name, { spec, offset: index + Math.max(0, line.indexOf(spec)) })
    }
  }
  for (const { spec, offset } of asked.values()) {
    const { line, column } = lines.position(offset)
    addSpec(spec, 'yes', at(path, line, column), builder)
  }
}

/** An export of a whole environment on one line is below 100 kB. */
const LONGEST_LINE = 200_000

function addSpec(
  spec: string,
  direct: 'yes' | 'no',
  location: ReturnType<typeof at>,
  builder: ExtractionBuilder,
): string | undefined {
  const read = readCondaPackage(spec, [], builder.limits)
  if (read.kind === 'problem') {
    builder.note(`expected ${read.expected}, found ${excerpt(spec)}`, location)
    return undefined
  }
  const { name, version, origin } = read.claims
  return builder.add({
    ecosystem: 'conda',
    name,
    version,
    origin,
    role: 'requires',
    scope: 'runtime',
    groups: [],
    direct,
    location,
    text: spec,
    integrity: [],
  })
}
