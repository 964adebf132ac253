import type { Format } from '../../base/bytes.ts'
import { type LineIndex, lineIndex } from '../../formats/line-index.ts'
import { decodeSource } from '../../formats/python/source-encoding.ts'
import { parsePython, type SyntaxTree } from '../../formats/python/statements.ts'
import { at, type Location } from '../../model/location.ts'
import { packageName } from '../../model/package-name.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { includedPath } from './included-path.ts'
import { limitsInForce } from './limits-in-force.ts'
import { addRequirement, type RequirementSetting } from './plain-requirement.ts'
import { readProgram } from './setup-py-program.ts'
import { type Known, linesOf } from './setup-py-values.ts'

/** setup.py: what is given to setup(), read and never run. What only a run can tell is said to be missing. */
export const setupPy: Extractor = {
  id: 'python/setup-py',
  title: 'setup.py: install_requires, extras_require, setup_requires, read and never run',
  files: ['**/setup.py'],
  lockedBy: ['python/uv-lock', 'python/poetry-lock', 'python/pdm-lock', 'python/pylock', 'python/pipfile-lock'],
  extract: async (file) => {
    const builder = new ExtractionBuilder('python/setup-py', await file.read(limitsInForce))
    const { text, tree, lines } = await file.read(pythonTree)
    const script: Script = { path: file.path, lines, builder, files: new Set() }
    for (const part of tree.unread.slice(0, 20))
      builder.partial(`not understood: ${part.message}`, placeOf(script, part.from))
    const { setups } = readProgram(text, tree.body)
    for (const keywords of setups) readSetup(keywords, script)
    return builder.finish()
  },
}

interface PythonTree {
  readonly text: string
  readonly tree: SyntaxTree
  readonly lines: LineIndex
}

/** Source, its syntax and its lines. */
const pythonTree: Format<PythonTree> = {
  id: 'python/setup-py-tree',
  parse: (bytes, limits) => {
    const { text } = decodeSource(bytes)
    return { text, tree: parsePython(text, limits), lines: lineIndex(text) }
  },
}

interface Script {
  readonly path: string
  readonly lines: LineIndex
  readonly builder: ExtractionBuilder
  /** Files that were named, each once. */
  readonly files: Set<string>
}

type Purpose = Required<Pick<RequirementSetting, 'scope' | 'groups'>> & Pick<RequirementSetting, 'condition'>

const LISTS: readonly (Purpose & { readonly keyword: string })[] = [
  { keyword: 'install_requires', scope: 'runtime', groups: [] },
  // distutils and very old setuptools.
  { keyword: 'requires', scope: 'runtime', groups: [] },
  { keyword: 'setup_requires', scope: 'build', groups: [] },
  { keyword: 'tests_require', scope: 'development', groups: ['group:tests'] },
]

function readSetup(keywords: ReadonlyMap<string, Known>, script: Script): void {
  const star = keywords.get('**')
  if (star !== undefined) tellUnknown('keywords of setup()', star, script)
  for (const { keyword, ...purpose } of LISTS) {
    const value = keywords.get(keyword)
    if (value !== undefined) readValue(value, purpose, keyword, script)
  }
  const extras = keywords.get('extras_require')
  if (extras === undefined) return
  if (extras.kind !== 'dict') return tellUnknown('extras_require', extras, script)
  for (const [key, value] of extras.entries)
    readValue(value, purposeOfExtra(key), `extras_require of ${excerpt(key)}`, script)
}

/** `gpu`, `:python_version < "3.8"`, `gpu:sys_platform == "linux"`: the condition stands behind the colon (before markers were read). */
function purposeOfExtra(key: string): Purpose {
  const colon = key.indexOf(':')
  const name = (colon < 0 ? key : key.slice(0, colon)).trim()
  const condition = colon < 0 ? '' : key.slice(colon + 1).trim()
  const isNamed = name !== '' && !/^(?:\?|\*\*)\d+$/.test(name)
  return {
    scope: name === '' ? 'runtime' : 'optional',
    groups: isNamed ? [`extra:${packageName('PyPI', name)}`] : [],
    condition: condition === '' ? undefined : condition,
  }
}

function readValue(value: Known, purpose: Purpose, what: string, script: Script): void {
  const open: Known[] = [value]
  // Lists are shared between names: each is looked at once.
  const seen = new Set<Known>()
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue
    seen.add(one)
    if (one.kind === 'list') for (let i = one.items.length - 1; i >= 0; i--) open.push(one.items[i] as Known)
    else if (one.kind === 'file') readFile(one, script)
    else if (one.kind === 'text') {
      for (const line of linesOf(one)) {
        const place = (offset: number): Location =>
          placeOf(script, line.start === undefined ? line.at : line.start + offset)
        addRequirement(line.text, script.builder, { direct: 'yes', ...purpose, place })
      }
    } else tellUnknown(what, one, script)
  }
}

/** `open("requirements.txt")`, relative to setup.py as everybody means it. */
function readFile({ path: named, at: offset }: Extract<Known, { kind: 'file' }>, script: Script): void {
  const location = placeOf(script, offset)
  const target = includedPath(script.path, named)
  if (target.kind !== 'path') {
    const message = `expected a file inside the scanned folder, found ${excerpt(named)}; its packages are not covered`
    return script.builder.diagnostic({ code: 'FORMAT_OUTSIDE', level: 'warning', message, location })
  }
  if (script.files.has(target.path)) return
  script.files.add(target.path)
  script.builder.include({ path: target.path, role: 'requires', extractor: 'python/requirements', location })
}

function tellUnknown(what: string, value: Known, script: Script): void {
  const message = `expected constants in ${what}, found what only a run of setup.py can tell; these packages are not covered`
  script.builder.partial(message, placeOf(script, value.at))
}

function placeOf({ path, lines }: Pick<Script, 'path' | 'lines'>, offset: number): Location {
  const { line, column } = lines.position(offset)
  return at(path, line, column)
}
