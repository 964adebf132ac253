import { lineIndex } from '../../formats/line-index.ts'
import { text as textFormat } from '../../formats/text.ts'
import { at, type Location } from '../../model/location.ts'
import type { Scope } from '../../model/package-mention.ts'
import { readCondaPackage } from '../commands/conda-package.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'

/**
 * Recipes of conda-build (meta.yaml) and rattler-build (recipe.yaml): what the package needs to run, be built and be tested.
 * A meta.yaml is a Jinja template before it is YAML, so it is read by lines and indentation; nothing is filled in.
 */
export const recipe: Extractor = {
  id: 'conda/recipe',
  title: 'Recipes of conda packages (meta.yaml, recipe.yaml): run, host and build requirements',
  files: ['**/meta.yaml', '**/conda.recipe/recipe.yaml', '**/recipe/recipe.yaml'],
  extract: async (file) => {
    const recorder = new InstallRecorder('conda/recipe', await file.read(limitsInForce))
    const text = await file.read(textFormat)
    // Other tools have a meta.yaml, too.
    if (/^(?:package|recipe|outputs):/m.test(text)) readRecipe(file.path, text, recorder)
    return recorder.finish()
  },
}

/** `run_constrained` limits what others bring and asks for nothing. */
const LISTS: ReadonlyMap<string, { readonly scope: Scope; readonly role: 'requires' | 'constrains' }> = new Map([
  ['run', { scope: 'runtime', role: 'requires' }],
  ['host', { scope: 'build', role: 'requires' }],
  ['build', { scope: 'build', role: 'requires' }],
  ['run_constrained', { scope: 'runtime', role: 'constrains' }],
  ['run_constraints', { scope: 'runtime', role: 'constrains' }],
])

interface Line {
  readonly indent: number
  readonly ink: string
  /** Of the first ink. */
  readonly offset: number
}

function readRecipe(path: string, text: string, recorder: InstallRecorder): void {
  const lines = lineIndex(text)
  const place = (offset: number): Location => {
    const { line, column } = lines.position(offset)
    return at(path, line, column)
  }
  let section: Line | undefined
  let list: Line | undefined
  for (const line of inkedLines(text)) {
    // An item may stand at the indentation of its key.
    const isItem = line.ink.startsWith('- ')
    if (list !== undefined && !(line.indent > list.indent || (isItem && line.indent === list.indent))) list = undefined
    if (section !== undefined && list === undefined && line.indent <= section.indent) section = undefined
    if (list !== undefined) {
      if (isItem) readItem(line, list, place, recorder)
      else reportCondition(line, place, recorder)
    } else if (section !== undefined && LISTS.has(keyOf(line))) list = line
    else if (keyOf(line) === 'requirements' && line.ink.endsWith(':')) section = line
  }
}

function* inkedLines(text: string): Generator<Line> {
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const ink = line.trim()
    if (ink === '' || ink.startsWith('#') || ink.startsWith('{%')) continue
    const indent = line.length - line.trimStart().length
    yield { indent, ink, offset: index + indent }
  }
}

function keyOf({ ink }: Line): string {
  return /^(?:- )?([a-z_]{1,40}):/.exec(ink)?.[1] ?? ''
}

function readItem(line: Line, list: Line, place: (offset: number) => Location, recorder: InstallRecorder): void {
  const setting = LISTS.get(keyOf(list))
  if (setting === undefined) return
  const rest = line.ink.slice(2)
  const lead = rest.length - rest.trimStart().length
  const written = rest.trim().replace(/^(["'])(.*)\1$/, '$2')
  const offset = line.offset + 2 + lead + (written === rest.trim() ? 0 : 1)
  const selector = /\s#\s{0,9}\[([^\]]{1,100})\]/.exec(line.ink)?.[1]
  const name = /^[A-Za-z0-9_][\w.-]{0,200}(?=\s|$|[<>=!~])/.exec(written)?.[0]
  if (/^(?:if|then|else):/.test(written)) return reportCondition(line, place, recorder)
  // `{{ compiler('c') }}` and `{{ pin_subpackage(name) }}` stand for packages that only the build knows.
  if (written.includes('{{')) {
    if (name === undefined) return recorder.note(`${excerpt(written)} is filled in by the build`, place(offset))
    recorder.partial(`expected a version of ${name}, found the template ${excerpt(written)}`, place(offset))
    return add(name, { kind: 'unstated' })
  }
  const read = readCondaPackage(written, [], recorder.limits)
  if (read.kind === 'problem')
    return recorder.partial(`expected ${read.expected}, found ${excerpt(written)}`, place(offset + read.offset))
  add(read.claims.name, read.claims.version, read.claims.offset)

  function add(packageName: string, version: Parameters<InstallRecorder['add']>[0]['version'], skip = 0): void {
    recorder.add({
      ecosystem: 'conda',
      name: packageName,
      version,
      origin: { kind: 'registry' },
      ...(setting ?? { scope: 'runtime', role: 'requires' }),
      groups: [],
      direct: 'yes',
      location: place(offset + skip),
      text: written,
      ...(selector === undefined ? {} : { marker: selector }),
      integrity: [],
    })
  }
}

/** `if: win` with `then: [a, b]` of recipe.yaml: which of them counts depends on the machine. */
function reportCondition(line: Line, place: (offset: number) => Location, recorder: InstallRecorder): void {
  recorder.partial(
    `expected one requirement a line, found ${excerpt(line.ink)}; what stands there is not covered`,
    place(line.offset),
  )
}
