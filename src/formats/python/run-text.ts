import { parsePython } from './statements.ts'
import type { Block, Expression } from './syntax.ts'
import { alternatives, asText, type Value } from './values.ts'
import type { Frame, World } from './world.ts'

/** Functions that run text. */
const RUNNERS: ReadonlySet<string> = new Set([
  'builtins.exec',
  'builtins.eval',
  'timeit.timeit',
  'timeit.repeat',
  'cProfile.run',
  'profile.run',
])

/** Longest text that is read as code, how deep such texts may stand in one another, and how many one module may have. */
const MOST_CHARACTERS = 256 * 1024
const MOST_LEVELS = 4
const MOST_TEXTS = 200
const MOST_RUNS = 4000

/** May calling the value run a text it is given? */
export function runsText(callee: Value): boolean {
  return alternatives(callee).some((one) => one.kind === 'path' && RUNNERS.has(one.path))
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
): { readonly expression: Expression | undefined; readonly inner: Frame } {
  const inner: Frame = { ...frame, fixedAt: frame.fixedAt ?? at, level: frame.level + 1 }
  let expression: Expression | undefined
  for (const one of value === undefined ? [] : alternatives(value)) {
    const body = bodyOf(world, inner, asText(one)?.text)
    const [only] = body
    if (body.length === 1 && only?.kind === 'simple' && only.keyword === '') expression = only.values[0]
    else if (body.length > 0) world.texts.push({ body, frame: inner })
  }
  return { expression, inner }
}

function bodyOf(world: World, { level }: Frame, text: string | undefined): Block {
  if (text === undefined || text.length > MOST_CHARACTERS || level > MOST_LEVELS) return []
  // A text that executes itself twice doubles with every level.
  if (++world.runs > MOST_RUNS) {
    world.exhausted ??= `more than ${MOST_RUNS} executed texts`
    return []
  }
  const known = world.trees.get(text)
  if (known !== undefined) return known
  if (world.trees.size >= MOST_TEXTS) return []
  const { body } = parsePython(text.replaceAll(/\r\n?/g, '\n').trimStart(), { ...world.limits, nodes: MOST_CHARACTERS })
  world.trees.set(text, body)
  return body
}
