import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { exportFlow, isFull } from '../flow-graph.ts'
import { lineIndex, type LineIndex } from '../line-index.ts'
import { shapeOf } from '../source-shape.ts'
import { Constants } from './compute.ts'
import { evaluate } from './evaluate.ts'
import { execute, executeDeferred, executeInner } from './execute.ts'
import { exportsOf, openParameters } from './exports.ts'
import type { FoundPlace } from './found.ts'
import type { Frame } from './frame.ts'
import type { JavaScriptGap, JavaScriptModule, JavaScriptPlace, JavaScriptShape, JavaScriptSpot } from './module.ts'
import { type JavaScriptDialect, parseJavaScript, type Problem } from './parse.ts'
import { reachedAtImport } from './reached.ts'
import { declareAll } from './scopes.ts'
import type { Program } from './syntax.ts'
import type { FunctionInfo } from './values.ts'
import { evaluations, newWorld, type World } from './world.ts'

/**
 * Passes that learn what names hold, before the one that records. The second finds constants that go through functions which stand behind
 * their calls; in bundles, where it would cost a quarter of the time, it finds hardly any.
 */
const MOST_LEARNING = 2
const LARGE = 256 * 1024

/**
 * What a module imports, calls, makes, names and replaces, when, and what data comes to it, by reading it: nothing is executed.
 * What could not be read is listed in `gaps`, never left out in silence. Throws LimitError LIMIT_SIZE for a source longer than
 * `limits.fileBytes`; every other bound ends in a gap.
 */
export function readJavaScriptModule(
  text: string,
  limits: Limits,
  dialect: JavaScriptDialect = 'javascript',
): JavaScriptModule {
  if (text.length > limits.fileBytes)
    throw new LimitError('LIMIT_SIZE', `the source has ${text.length} characters, the limit is ${limits.fileBytes}`)
  const world = newWorld(text, dialect, limits)
  world.evaluate = (frame, node, as) => evaluate(world, frame, node, as)
  world.constants = new Constants(world)
  const parsed = parseJavaScript(text, dialect, limits)
  if ('program' in parsed) {
    declareAll(world.module, parsed.program.body)
    learn(world, parsed.program, text.length)
    world.emitting = true
    pass(world, parsed.program)
  }
  return finished(world, text, 'problem' in parsed ? parsed.problem : undefined)
}

function learn(world: World, program: Program, length: number): void {
  do {
    world.changed = false
    pass(world, program)
    if (world.pass === 1) openParameters(world)
  } while (world.changed && world.pass < (length > LARGE ? 1 : MOST_LEARNING) && world.exhausted === undefined)
}

function pass(world: World, program: Program): void {
  world.pass++
  world.work = evaluations(world.limits)
  world.runs = 0
  const frame: Frame = {
    scope: world.module,
    function: undefined,
    self: { kind: 'object', cell: world.exports, from: 0 },
    fixedAt: undefined,
    level: 0,
  }
  execute(world, frame, program.body)
  executeDeferred(world)
  executeInner(world)
  executeDeferred(world)
}

function finished(world: World, text: string, problem: Problem | undefined): JavaScriptModule {
  const lines = lineIndex(text)
  const reached = reachedAtImport(world)
  const place = (found: FoundPlace): JavaScriptPlace => placed(found, lines, reached)
  const exports = exportsOf(world)
  if (isFull(world.flow)) world.exhausted ??= 'more ways of data than the bound'
  return {
    lines: lines.position(text.length).line,
    shape: shapeAt(world, text, lines),
    imports: world.imports.map(({ place: found, ...rest }) => ({ ...rest, ...place(found) })),
    uses: world.uses.map(({ place: found, ...rest }) => ({ ...rest, ...place(found) })),
    flows: exportFlow(world.flow),
    exports,
    calls: callsOf(world),
    generated: world.generated.map(({ text: made, place: found }) => ({
      text: made.text.slice(0, MOST_TEXT),
      length: made.text.length,
      made: (['written', 'computed', 'decoded'] as const)[made.made],
      ...place(found),
    })),
    gaps: gapsOf(world, text, lines, problem),
  }
}

const MOST_TEXT = 4096

function callsOf(world: World): readonly (readonly [from: string, to: string])[] {
  return [...world.edges].flatMap(([from, targets]) =>
    [...targets].map((to): readonly [string, string] => [from?.name ?? '', to.name]),
  )
}

function shapeAt(world: World, text: string, lines: LineIndex): JavaScriptShape {
  const scopes = [world.module, ...world.scopes.values()]
  const shape = shapeOf(text, (name) => scopes.some(({ names }) => names.has(name)))
  const spots = (offsets: readonly number[]): readonly JavaScriptSpot[] =>
    offsets.map((offset) => lines.position(offset))
  return {
    ...shape,
    hiddenCharacters: spots(shape.hiddenCharacters),
    bidirectionalMarks: spots(shape.bidirectionalMarks),
    lookAlikes: spots(shape.lookAlikes),
    farRight: spots(shape.farRight),
  }
}

function placed(
  { at, function: info, generated }: FoundPlace,
  lines: LineIndex,
  reached: ReadonlySet<FunctionInfo>,
): JavaScriptPlace {
  return {
    ...lines.position(at),
    within: info?.name ?? '',
    runs: info === undefined || reached.has(info) ? 'import' : 'call',
    generated,
  }
}

/** All of a file that does not parse is unread: where the mistake is says little about where its effects are. */
function gapsOf(world: World, text: string, lines: LineIndex, problem: Problem | undefined): readonly JavaScriptGap[] {
  const to = lines.position(text.length).line
  const gaps: JavaScriptGap[] = []
  if (problem !== undefined) {
    const { line } = lines.position(problem.at)
    const message = problem.reason === 'syntax' ? `${problem.message} (line ${line})` : problem.message
    gaps.push({ from: 1, to, message, reason: problem.reason, words: wordsOf(text) })
  }
  if (world.exhausted !== undefined)
    gaps.push({ from: 1, to, message: world.exhausted, reason: 'limit', words: wordsOf(text) })
  return gaps
}

/** Of a gap its first characters are searched for words. */
const MOST_GAP = 256 * 1024
const MOST_WORDS = 60

function wordsOf(text: string): readonly string[] {
  const words = new Set<string>()
  for (const [word] of text.slice(0, MOST_GAP).matchAll(/[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]{0,63}/g)) {
    words.add(word)
    if (words.size >= MOST_WORDS) break
  }
  return [...words]
}
