import { parsePython } from './statements.ts'
import type { Block, Expression } from './syntax.ts'
import type { Given } from './given.ts'
import { alternatives, asText, UNKNOWN, type Value } from './values.ts'
import { type FoundText, type Frame, newScope, placeOf, record, type World } from './world.ts'

/** Functions that run text. */
const RUNNERS: ReadonlySet<string> = new Set([
  'builtins.exec',
  'builtins.eval',
  'timeit.timeit',
  'timeit.repeat',
  'cProfile.run',
  'cProfile.runctx',
  'cProfile.Profile().run',
  'profile.run',
  'profile.runctx',
  'pdb.run',
  'pdb.runeval',
  'bdb.Bdb().run',
  'trace.Trace().run',
])

/** Longest text that is read as code, how deep such texts may stand in one another, and how many one module may have. */
const MOST_CHARACTERS = 256 * 1024
const MOST_LEVELS = 4
/** Where data is followed: packers of malware put fifty texts in one another. */
const MOST_TRACED = 1024 * 1024
const MOST_TRACED_LEVELS = 60
const MOST_TEXTS = 200
const MOST_RUNS = 4000

/** Code that a call runs; `isAlone`: in a program of its own, which knows no names of this one. */
export interface CodeGiven {
  readonly value: Value | undefined
  readonly isAlone: boolean
}

/** The code that calling the value with these arguments runs. */
export function codeGiven(world: World, callee: Value, given: readonly Given[]): CodeGiven | undefined {
  for (const one of alternatives(callee)) {
    if (one.kind !== 'path') continue
    if (RUNNERS.has(one.path)) return { value: given[0]?.value, isAlone: false }
    if (!world.traces) continue
    if (MAKERS.has(one.path)) return { value: given[0]?.value, isAlone: true }
    const code = STARTERS.test(one.path) ? programText(given) : undefined
    if (code !== undefined) return { value: code, isAlone: true }
  }
  return undefined
}

/** Make functions of code objects, or run text in an interpreter of their own; where data is followed. */
const MAKERS: ReadonlySet<string> = new Set([
  'types.FunctionType',
  'types.LambdaType',
  'code.InteractiveInterpreter().runsource',
  'code.InteractiveInterpreter().runcode',
  'code.InteractiveConsole().push',
  'builtins.exec.__call__',
  '_testcapi.run_in_subinterp',
  '_xxsubinterpreters.run_string',
])

const STARTERS =
  /^(?:subprocess\.(?:run|Popen|call|check_call|check_output)|os\.(?:exec\w+|spawn\w+|posix_spawnp?)|asyncio\.create_subprocess_exec)$/

/** `[sys.executable, "-c", code]`, or `input=code` for `python -`. */
function programText(given: readonly Given[]): Value | undefined {
  const first = given[0]?.value
  const words =
    first?.kind === 'list' ? first.items : given.filter(({ name }) => name === undefined).map(({ value }) => value)
  const program = words.findIndex((word) => /(?:^|[/\\])python[\w.]{0,10}$/i.test(textIn(word)))
  if (program < 0) return undefined
  const option = words.findIndex((word, index) => index > program && /^-\w*c$/.test(textIn(word)))
  if (option >= 0) return words[option + 1]
  return textIn(words[program + 1] ?? UNKNOWN) === '-' || words.length === program + 1
    ? given.find(({ name }) => name === 'input')?.value
    : undefined
}

function textIn(value: Value): string {
  return value.kind === 'text' || value.kind === 'partial' ? value.text.slice(0, 200) : ''
}

/**
 * The code in a text that is executed: statements are queued in `world.texts`, a single expression is given back, with the frame in
 * which it is evaluated. Nothing for what is not known, does not parse, or is beyond the bounds: the call itself stays recorded.
 */
export function textOf(
  world: World,
  frame: Frame,
  value: Value | undefined,
  at: number,
  isAlone = false,
): { readonly expression: Expression | undefined; readonly inner: Frame } {
  const scope = isAlone ? newScope('module', undefined) : frame.scope
  const inner: Frame = { ...frame, scope, fixedAt: frame.fixedAt ?? at, level: frame.level + 1 }
  let expression: Expression | undefined
  for (const one of value === undefined ? [] : alternatives(value)) {
    const text = asText(one)
    if (text !== undefined && world.traces)
      record(world, world.generated, (): FoundText => ({ text, place: placeOf(frame, at) }))
    const body = bodyOf(world, inner, text?.text)
    const [only] = body
    if (body.length === 1 && only?.kind === 'simple' && only.keyword === '') expression = only.values[0]
    else if (body.length > 0) world.texts.push({ body, frame: inner })
  }
  return { expression, inner }
}

function bodyOf(world: World, { level }: Frame, text: string | undefined): Block {
  const [most, deepest] = world.traces ? [MOST_TRACED, MOST_TRACED_LEVELS] : [MOST_CHARACTERS, MOST_LEVELS]
  if (text === undefined || text.length > most || level > deepest) return []
  // A text that executes itself twice doubles with every level.
  if (++world.runs > MOST_RUNS) {
    world.exhausted ??= `more than ${MOST_RUNS} executed texts`
    return []
  }
  const known = world.trees.get(text)
  if (known !== undefined) return known
  if (world.trees.size >= MOST_TEXTS) return []
  const { body } = parsePython(text.replaceAll(/\r\n?/g, '\n').trimStart(), { ...world.limits, nodes: most })
  world.trees.set(text, body)
  return body
}
