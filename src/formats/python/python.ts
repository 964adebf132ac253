import type { Format } from '../../base/bytes.ts'
import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { exportFlow, type FlowNode, isFull } from '../flow-graph.ts'
import { lineIndex, type LineIndex } from '../line-index.ts'
import { computeCall, computeExpression, computeLoop } from './compute.ts'
import { execute, executeDeferred } from './execute.ts'
import { exportsOf } from './exports.ts'
import type { PythonGap, PythonGenerated, PythonModule, PythonPlace, PythonUse } from './module.ts'
import { NO_SHAPE, pythonShape } from './python-shape.ts'
import { callsOf, reachedAtImport } from './reached.ts'
import { decodeSource, sourceFromText, type SourceText } from './source-encoding.ts'
import { parsePython } from './statements.ts'
import type { Block, Unread } from './syntax.ts'
import {
  evaluations,
  type FoundPlace,
  type FoundUse,
  type Frame,
  MOST_CONSTANTS,
  newWorld,
  type World,
} from './world.ts'

/** Python source as facts. */
export const pythonModule: Format<PythonModule> = { id: 'python', parse: readPythonModule }

/** How closely a module is read. */
export interface PythonReading {
  /** Is data followed from where it begins to where it ends? Takes about three times the time. */
  readonly flow: boolean
}

/** Passes that learn what names hold when data is followed, and the length up to which that may be repeated. */
const MOST_LEARNING = 4
const LARGE = 128 * 1024

/**
 * What a module imports, defines, calls and names, and when, by reading it: nothing is executed. Bytes are decoded as CPython
 * does. What could not be read is listed in `gaps`, never left out in silence. Throws LimitError LIMIT_SIZE for a source
 * larger than `limits.fileBytes`; every other bound ends in a gap.
 */
export function readPythonModule(
  source: Uint8Array | string,
  limits: Limits,
  { flow }: PythonReading = { flow: false },
): PythonModule {
  if (source.length > limits.fileBytes)
    throw new LimitError('LIMIT_SIZE', `the source has ${source.length} bytes, the limit is ${limits.fileBytes}`)
  const decoded = typeof source === 'string' ? sourceFromText(source) : decodeSource(source)
  const { body, unread } = parsePython(decoded.text, limits)
  const world = newWorld(limits, flow)
  if (flow) {
    world.compute = (info, given, depth) => computeCall(world, info, given, depth)
    world.computeExpression = (frame, node) => computeExpression(world, frame, node)
    world.computeLoop = (frame, block, index) => computeLoop(world, frame, block, index)
  }
  learn(world, body, decoded.text.length)
  // In the second pass every name has all the values it is ever given, whatever the order of loops and calls.
  world.emitting = true
  world.work = evaluations(limits)
  if (flow) world.budget = MOST_CONSTANTS
  pass(world, body)
  if (isFull(world.flow)) world.exhausted ??= 'more data flows than are followed'
  return finished(world, decoded, unread)
}

function learn(world: World, body: Block, length: number): void {
  for (let count = 0; count < MOST_LEARNING; count++) {
    world.late = false
    world.work = evaluations(world.limits)
    world.runs = 0
    world.budget = MOST_CONSTANTS
    pass(world, body)
    // Something was known only after it was asked for.
    if (!world.traces || !world.late || length > LARGE || world.exhausted !== undefined) return
  }
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
  const orderedUses = inOrder(world.uses)
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
    uses: orderedUses.map(({ place: found, of, ...rest }): PythonUse => ({
      ...rest,
      ...(of === undefined ? {} : { of }),
      ...place(found),
    })),
    flows: flowsOf(world, orderedUses),
    exports: exportsOf(world),
    calls: callsOf(world),
    generated: world.generated.map(({ text: { text: code, made }, place: found }): PythonGenerated => ({
      text: code.slice(0, 4096),
      length: code.length,
      made: (['written', 'computed', 'decoded'] as const)[made],
      ...place(found),
    })),
    shape: world.traces ? pythonShape(text, lines, isNameIn(world)) : NO_SHAPE,
    gaps: gaps.map(({ from, to, message, reason }): PythonGap => ({
      from: lines.position(from).line,
      to: lines.position(Math.max(from, to - 1)).line,
      message,
      reason,
      words: wordsOf(text.slice(from, Math.min(to, from + MOST_GAP))),
    })),
  }
}

/** Is a word a name of the program, and not part of a text? */
function isNameIn(world: World): (name: string) => boolean {
  let all: Set<string> | undefined
  return (name) => {
    all ??= new Set([
      ...world.module.names.keys(),
      ...[...world.scopes.values()].flatMap(({ names }) => [...names.keys()]),
    ])
    return all.has(name)
  }
}

/** The graph with uses by their place in the list that is given out. */
function flowsOf(world: World, uses: readonly FoundUse[]): readonly FlowNode[] {
  if (!world.traces) return []
  const places = new Map(uses.map((use, index) => [use, index]))
  const indices = world.uses.map((use) => places.get(use) ?? 0)
  return exportFlow(world.flow).map((flow) => ({ ...flow, uses: flow.uses.map((index) => indices[index] ?? 0) }))
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
