import { jsonc } from '../../formats/json.ts'
import { entries, get, items, scalarText, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import { at } from '../../model/location.ts'
import { type Pipeline, readCommandValue } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { readServiceFile, serviceSurroundings } from '../services/service-file.ts'

/**
 * asv.conf.json of airspeed velocity ("asv.conf.json reference"): `matrix.req` (before 0.5 `matrix` itself) maps packages to the
 * versions that benchmarks run with; an empty text is the newest, null is without. `pip+name` comes from PyPI in conda environments too.
 */
export const asv: Extractor = {
  id: 'tools/asv',
  title: 'asv.conf.json: packages of benchmark environments',
  files: ['**/asv.conf.json', '**/asv.*.conf.json'],
  extract: (file) =>
    readServiceFile(
      asv.id,
      file,
      ({ root, pipeline }) => {
        const isConda = /^(?:conda|mamba|rattler)/.test(string(get(root, 'environment_type')) ?? '')
        const matrix = get(root, 'matrix')
        for (const entry of entries(get(matrix, 'req') ?? matrix)) readPackage(entry, isConda, pipeline)
        for (const key of ['install_command', 'build_command']) {
          for (const command of items(get(root, key)))
            readCommandValue(command, serviceSurroundings([], 'development'), pipeline)
        }
      },
      jsonc,
    ),
}

function readPackage({ key, keyOffset, value }: TreeEntry, isConda: boolean, pipeline: Pipeline): void {
  if (value.kind !== 'array' || key === 'env' || key === 'env_nobuild') return
  const [, pip, name = ''] = /^(pip\+)?(.*)$/.exec(key.slice(0, 500)) ?? []
  for (const version of value.items) {
    const written = scalarText(version)
    if (written !== undefined)
      record({ name, written, value: version, keyOffset }, isConda && pip === undefined, pipeline)
  }
}

interface Written {
  readonly name: string
  readonly written: string
  readonly value: TreeValue
  readonly keyOffset: number
}

function record({ name, written, value, keyOffset }: Written, isConda: boolean, pipeline: Pipeline): void {
  const { line, column } = pipeline.lines.position(written === '' ? keyOffset : value.offset)
  const isExact = /^\d[\w.+!-]*$/.test(written)
  pipeline.recorder.add({
    ecosystem: isConda ? 'conda' : 'PyPI',
    name,
    version:
      written === ''
        ? { kind: 'any' }
        : isExact
          ? { kind: 'exact', version: written }
          : { kind: 'range', text: written, syntax: isConda ? 'conda' : 'pep440' },
    origin: { kind: 'registry' },
    role: 'installs',
    scope: 'development',
    groups: ['benchmarks'],
    direct: 'yes',
    location: at(pipeline.path, line, column),
    text: `${name} ${written}`.trim(),
    integrity: [],
  })
}
