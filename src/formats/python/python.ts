import type { Format } from '../../base/bytes.ts'
import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type LineIndex, lineIndex } from '../line-index.ts'
import { execute, executeDeferred } from './execute.ts'
import type { PythonGap, PythonModule, PythonPlace } from './module.ts'
import { reachedAtImport } from './reached.ts'
import { decodeSource, sourceFromText, type SourceText } from './source-encoding.ts'
import { parsePython } from './statements.ts'
import type { Block, Unread } from './syntax.ts'
import { evaluations, type FoundPlace, type Frame, newWorld, type World } from './world.ts'

/** Python source as facts. */
export const pythonModule: Format<PythonModule> = { id: 'python', parse: readPythonModule }

/**
 * What a module imports, defines, calls and names, and when, by reading it: nothing is executed. Bytes are decoded as CPython
 * does. What could not be read is listed in `gaps`, never left out in silence. Throws LimitError LIMIT_SIZE for a source
 * larger than `limits.fileBytes`; every other bound ends in a gap.
 */
export function readPythonModule(source: Uint8Array | string, limits: Limits): PythonModule {
  if (source.length > limits.fileBytes)
    throw new LimitError('LIMIT_SIZE', `the source has ${source.length} bytes, the limit is ${limits.fileBytes}`)
  const decoded = typeof source === 'string' ? sourceFromText(source) : decodeSource(source)
  const { body, unread } = parsePython(decoded.text, limits)
  const world = newWorld(limits)
  pass(world, body)
  // In the second pass every name has all the values it is ever given, whatever the order of loops and calls.
  world.emitting = true
  world.work = evaluations(limits)
  pass(world, body)
  return finished(world, decoded, unread)
}

function pass(world: World, body: Block): void {
  const frame: Frame = {
    scope: world.module,
    within: '',
    qualifier: '',
    guard: undefined,
    fixedAt: undefined,
    level: 0,
  }
  execute(world, frame, body)
  executeDeferred(world)
}

function finished(world: World, { text, encoding, problems }: SourceText, unread: readonly Unread[]): PythonModule {
  const lines = lineIndex(text)
  const reached = reachedAtImport(world)
  const place = (found: FoundPlace): PythonPlace => placed(found, lines, reached)
  const end = text.length
  const gaps = [
    ...problems.map(({ offset, ...problem }) => ({ ...problem, from: offset, to: end })),
    ...merged(unread),
    ...(world.exhausted === undefined
      ? []
      : [{ from: 0, to: end, message: world.exhausted, reason: 'limit' as const }]),
  ]
  return {
    encoding,
    lines: lines.position(end).line,
    imports: inOrder(world.imports).map(({ place: found, name, alias, ...rest }) => ({
      ...rest,
      ...(name === undefined ? {} : { name }),
      ...(alias === undefined ? {} : { alias }),
      ...place(found),
    })),
    definitions: inOrder(world.definitions).map(({ place: found, ...rest }) => ({ ...rest, ...place(found) })),
    uses: inOrder(world.uses).map(({ place: found, ...rest }) => ({ ...rest, ...place(found) })),
    gaps: gaps.map(({ from, to, message, reason }): PythonGap => ({
      from: lines.position(from).line,
      to: lines.position(Math.max(from, to - 1)).line,
      message,
      reason,
      words: wordsOf(text.slice(from, Math.min(to, from + MOST_GAP))),
    })),
  }
}

function placed(
  { at, within, guard, generated }: FoundPlace,
  lines: LineIndex,
  reached: ReadonlySet<string>,
): PythonPlace {
  return { ...lines.position(at), within, runs: guard ?? (reached.has(within) ? 'import' : 'call'), generated }
}

function inOrder<T extends { readonly place: FoundPlace }>(facts: readonly T[]): readonly T[] {
  return facts.toSorted((a, b) => a.place.at - b.place.at)
}

/** Most gaps that are told apart: a file of which every line is broken is one gap. */
const MOST_GAPS = 100

function merged(unread: readonly Unread[]): readonly Unread[] {
  const gaps: Unread[] = []
  for (const one of unread) {
    const last = gaps.at(-1)
    const touches = last !== undefined && (one.from <= last.to + 1 || gaps.length >= MOST_GAPS)
    if (touches)
      gaps[gaps.length - 1] = {
        ...last,
        to: Math.max(last.to, one.to),
        reason: last.reason === one.reason ? last.reason : 'limit',
      }
    else gaps.push(one)
  }
  return gaps
}

/** Of a gap its first characters are searched for words. */
const MOST_GAP = 256 * 1024
const MOST_WORDS = 60

function wordsOf(text: string): readonly string[] {
  const words = new Set<string>()
  for (const [word] of text.matchAll(/[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]{0,63}/g)) {
    words.add(word.normalize('NFKC'))
    if (words.size >= MOST_WORDS) break
  }
  return [...words]
}
