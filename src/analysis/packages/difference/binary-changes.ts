import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { FileFacts, FileKind } from '../artefact-facts.ts'
import { sourceOfCompiled } from '../compiled-path.ts'
import { bounded, change, fileLocation, quoted } from './change.ts'
import { type ComparedFiles, isLive } from './comparable-files.ts'

/** Programs and libraries that cannot be read as text: new ones, and the first of their kind above all. */
export function binaryChanges({ before, after }: ComparedFiles): readonly ReleaseChange[] {
  const had = new Set([...before.values()].map(({ kind }) => kind))
  const names = new Set(after.keys())
  const changes = [...after].flatMap(([path, file]) => {
    const weights = WEIGHTS.get(file.kind)
    if (weights === undefined || before.has(path)) return []
    const isFirst = !had.has(file.kind)
    const hidden = file.kind === 'bytecode' && !names.has(sourceOfCompiled(path))
    const weight = hidden ? HIDDEN_SOURCE : isFirst ? weights.first : weights.another
    const first = isFirst ? ', the first one of this package' : ''
    const source = hidden ? ' without its source' : ''
    const text = `${quoted(file.path)} is new: ${WORDS.get(file.kind)}${source}${first}`
    return [change('native', file.path, text, isLive(file) ? weight : weight / 2, fileLocation(file.path))]
  })
  return bounded(changes, 'new programs and libraries')
}

/** Of 270 ordinary updates 6 brought another module to a package that had some, none the first one. */
const WEIGHTS: ReadonlyMap<FileKind, { readonly first: number; readonly another: number }> = new Map([
  ['native', { first: 0.6, another: 0.12 }],
  ['wasm', { first: 0.45, another: 0.1 }],
  ['bytecode', { first: 0.3, another: 0.1 }],
])
const WORDS: ReadonlyMap<FileKind, string> = new Map([
  ['native', 'a native program or library'],
  ['wasm', 'WebAssembly'],
  ['bytecode', 'compiled Python'],
])
/** Python runs it all the same, and nobody can read it. */
const HIDDEN_SOURCE = 0.65

/** Kinds whose size is told apart: see sizeChanges(). */
export function isBinary({ kind }: FileFacts): boolean {
  return WEIGHTS.has(kind)
}
