import type { Expression, Statement, Step } from '../../../formats/jinja/syntax.ts'
import { allExpressions, allStatements, expressionsOf, partsOf } from '../../../formats/jinja/walk.ts'
import { type Constants, constantText } from './constant-text.ts'

/** Macros of the template by name. */
export type Macros = ReadonlyMap<string, Statement & { kind: 'macro' }>

/** What the template knows of a variable that comes from the conversation or the clock. */
export interface Taint {
  readonly content: boolean
  readonly clock: boolean
  /** Texts the content was compared with on the way. */
  readonly triggers: readonly string[]
}

export const NOTHING: Taint = { content: false, clock: false, triggers: [] }

export function taintedNames(
  statements: readonly Statement[],
  constants: Constants,
  macros: Macros,
): ReadonlyMap<string, Taint> {
  const taints = new Map<string, Taint>()
  // Two rounds, so that a variable set from one that is set further down in a loop is known.
  for (let round = 0; round < 2; round++) {
    for (const statement of allStatements(statements)) {
      if (statement.kind === 'set') add(taints, statement.targets, taintOf(statement.value, constants, taints))
      if (statement.kind === 'for') add(taints, statement.targets, taintOf(statement.iterable, constants, taints))
      if (statement.kind === 'if') propagate(taints, statement, constants)
      for (const value of expressionsOf(statement)) passArguments(taints, value, macros, constants)
    }
  }
  return taints
}

/** The content or the clock as far as a condition compares it with constants, or asks a variable that did. */
export function conditionOf(test: Expression, constants: Constants, taints: ReadonlyMap<string, Taint>): Taint {
  let taint = NOTHING
  for (const part of allExpressions(test)) {
    if (part.kind === 'chain' && part.operators.some((operator) => COMPARISONS.has(operator)))
      taint = merge(taint, comparison(part.operands, constants, taints))
    else if (part.kind === 'postfix') taint = merge(taint, methodComparison(part, constants, taints))
    const known =
      part.kind === 'name' ? taints.get(part.name) : part.kind === 'postfix' ? sourceOf(part, taints) : undefined
    // A variable that was compared before carries what it was compared with.
    if (known !== undefined && known.triggers.length > 0) taint = merge(taint, { ...known, clock: false })
  }
  return taint
}

export function merge(a: Taint, b: Taint): Taint {
  return {
    content: a.content || b.content,
    clock: a.clock || b.clock,
    triggers: [...new Set([...a.triggers, ...b.triggers])].slice(0, MOST_TRIGGERS),
  }
}

const MOST_TRIGGERS = 16

/** Names that hold what was said, wherever the message comes from. */
const CONTENT_NAMES = new Set(['content', 'text', 'user_message', 'last_message', 'prompt', 'query', 'user_input'])

/** What a macro is given is what its parameters hold. */
function passArguments(taints: Map<string, Taint>, value: Expression, macros: Macros, constants: Constants): void {
  for (const part of allExpressions(value)) {
    if (part.kind !== 'postfix' || part.base.kind !== 'name' || part.steps[0]?.kind !== 'call') continue
    const parameters = macros.get(part.base.name)?.parameters ?? []
    for (const [index, { name, value: given }] of part.steps[0].args.entries()) {
      const target = name ?? parameters[index]?.name
      if (target !== undefined && parameters.length > 0) add(taints, [target], taintOf(given, constants, taints))
    }
  }
}

/** A variable set under a condition tells of the condition: `{% if 'x' in content %}{% set flag = true %}`. */
function propagate(taints: Map<string, Taint>, statement: Statement & { kind: 'if' }, constants: Constants): void {
  for (const { test, body } of statement.branches) {
    const taint = conditionOf(test, constants, taints)
    if (!taint.clock && taint.triggers.length === 0) continue
    for (const inner of body) if (inner.kind === 'set') add(taints, inner.targets, taint)
  }
}

function add(taints: Map<string, Taint>, names: readonly string[], taint: Taint): void {
  if (!taint.content && !taint.clock) return
  for (const name of names) taints.set(name, merge(taints.get(name) ?? NOTHING, taint))
}

/** What a value comes from, with the comparisons in it. */
function taintOf(value: Expression, constants: Constants, taints: ReadonlyMap<string, Taint>): Taint {
  return merge(conditionOf(value, constants, taints), originOf(value, taints))
}

/** Parts of a message that say what it is, not what was said: `content['type'] == 'image'`. */
const STRUCTURE = new Set(['type', 'role', 'name', 'id', 'tool_call_id', 'length', 'count'])

/** The content or the clock anywhere in an expression, unless only the structure of it is asked for. */
function originOf(expression: Expression, taints: ReadonlyMap<string, Taint>): Taint {
  if (expression.kind === 'postfix' && expression.steps.some((step) => STRUCTURE.has(nameOf(step)))) return NOTHING
  return partsOf(expression).reduce((taint, part) => merge(taint, originOf(part, taints)), sourceOf(expression, taints))
}

/** The attribute, item, filter or test a step names; `.get('content')` and `.content` are the same. */
function nameOf(step: Step): string {
  if (step.kind === 'item') return step.key.kind === 'constant' ? String(step.key.value) : ''
  if (step.kind === 'call') return step.args[0]?.value.kind === 'constant' ? String(step.args[0].value.value) : ''
  return step.kind === 'attribute' || step.kind === 'filter' || step.kind === 'test' ? step.name : ''
}

function sourceOf(part: Expression, taints: ReadonlyMap<string, Taint>): Taint {
  if (part.kind === 'name') {
    const own = { content: CONTENT_NAMES.has(part.name), clock: part.name === 'strftime_now', triggers: [] }
    return merge(own, taints.get(part.name) ?? NOTHING)
  }
  if (part.kind !== 'postfix') return NOTHING
  const content = part.steps.some(
    (step) => step.kind !== 'filter' && step.kind !== 'test' && CONTENT_NAMES.has(nameOf(step)),
  )
  const name =
    part.base.kind === 'name' && part.steps[0]?.kind === 'attribute'
      ? (taints.get(`${part.base.name}.${part.steps[0].name}`) ?? NOTHING)
      : NOTHING
  return merge({ content, clock: false, triggers: [] }, name)
}

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in'])

function comparison(operands: readonly Expression[], constants: Constants, taints: ReadonlyMap<string, Taint>): Taint {
  const sources = operands.map((operand) => originOf(operand, taints))
  const content = sources.some((source) => source.content)
  const clock = sources.some((source) => source.clock)
  const triggers = content || clock ? operands.flatMap((operand) => textsIn(operand, constants)) : []
  return { content, clock: clock && triggers.length > 0, triggers: content ? triggers : [] }
}

const TEXT_METHODS = new Set(['startswith', 'endswith', 'find', 'index', 'count', 'rfind', 'split'])

/** `content.startswith('x')`, `messages | selectattr('content', 'eq', 'x')`. */
function methodComparison(
  part: Expression & { kind: 'postfix' },
  constants: Constants,
  taints: ReadonlyMap<string, Taint>,
): Taint {
  const { base, steps } = part
  const isContent = originOf(part, taints).content
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1]
    const method = step.kind === 'call' && before?.kind === 'attribute' && TEXT_METHODS.has(before.name) && isContent
    const filter =
      step.kind === 'filter' &&
      step.name.endsWith('attr') &&
      step.args.length >= 3 &&
      constantText(step.args[0]?.value ?? base, constants) === 'content'
    if (!method && !filter) continue
    const args = step.kind === 'call' ? step.args : step.kind === 'filter' ? step.args.slice(2) : []
    return { content: true, clock: false, triggers: args.flatMap(({ value }) => textsIn(value, constants)) }
  }
  return NOTHING
}

function textsIn(expression: Expression, constants: Constants): readonly string[] {
  const whole = constantText(expression, constants)
  if (whole !== undefined) return [whole]
  return expression.kind === 'list'
    ? expression.items.slice(0, MOST_TRIGGERS).flatMap((item) => constantText(item, constants) ?? [])
    : []
}
