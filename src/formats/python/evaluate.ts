import { itemOf } from './call-results.ts'
import { environmentPath } from './file-paths.ts'
import { concatenate } from './fold-format.ts'
import { concatenatePartly } from './fold-partial.ts'
import { bindTraced, functionInfo, givesBack, lambdaName } from './functions.ts'
import { member, ofInstance } from './instances.ts'
import { bind, lookUp } from './names.ts'
import { combined, negated } from './operations.ts'
import { addTo, alsoFrom, either, flowInto, originOf, originOfAll, withFrom } from './origins.ts'
import type { Given } from './given.ts'
import { recordCall, recordItem, recordReference } from './record-call.ts'
import { codeGiven, textOf } from './run-text.ts'
import { storeAttribute, storeItem } from './store.ts'
import type { Argument, Attribute, Call, Comprehension, Expression, Lambda, Parameter, Subscript } from './syntax.ts'
import {
  alternatives,
  anyOf,
  itemsOf,
  listValue,
  LOCAL,
  MADE,
  numberValue,
  pathValue,
  textValue,
  UNKNOWN,
  type Value,
} from './values.ts'
import { afford, type Frame, type FunctionInfo, scopeOf, spend, type World } from './world.ts'

/**
 * What an expression may be, without running anything. Records what is called, named, subscripted and replaced on the way.
 * `as`: a callee or the owner of an attribute is not recorded as a reference of its own.
 */
export function evaluate(world: World, frame: Frame, node: Expression, as: 'value' | 'owner' = 'value'): Value {
  if (!spend(world)) return UNKNOWN
  switch (node.kind) {
    case 'name':
      return referred(world, frame, lookUp(world, frame, node.name), node, as)
    case 'call':
    case 'attribute':
    case 'subscript':
      return chain(world, frame, node, as)
    case 'text':
      return textValue(node.value, MADE.written, node.bytes)
    case 'number':
      return numberValue(node.value)
    case 'literal':
      return { kind: 'constant', name: node.value }
    case 'template':
      return template(world, frame, node.parts)
    case 'sequence':
      return sequence(world, frame, node)
    case 'dict':
      return dict(world, frame, node)
    case 'slice':
      return listValue(
        node.bounds.map((bound) =>
          bound === undefined ? { kind: 'constant', name: 'None' } : evaluate(world, frame, bound),
        ),
      )
    case 'operation':
      return operation(world, frame, node)
    case 'unary':
      return negated(world, node.operators, evaluate(world, frame, node.operand))
    case 'conditional':
      evaluate(world, frame, node.test)
      return either(world, [evaluate(world, frame, node.yes), evaluate(world, frame, node.no)])
    case 'named':
      return named(world, frame, node.target, evaluate(world, frame, node.value))
    case 'star':
      return evaluate(world, frame, node.value)
    case 'wrapped': {
      const value = node.value === undefined ? UNKNOWN : evaluate(world, frame, node.value)
      if (node.by === 'yield') givesBack(world, frame, value)
      return node.by === 'await' ? value : withFrom(UNKNOWN, node.by === 'repr' ? originOf(world, value) : 0)
    }
    case 'lambda':
      return lambda(world, frame, node)
    case 'comprehension':
      return comprehension(world, frame, node)
  }
}

function referred(world: World, frame: Frame, value: Value, node: Expression, as: 'value' | 'owner'): Value {
  return as === 'value' ? alsoFrom(world, value, recordReference(world, frame, value, node)) : value
}

/** `a.b(c)[d]…` from its beginning, in a loop: chains may be longer than the stack is deep. */
function chain(world: World, frame: Frame, node: Call | Attribute | Subscript, as: 'value' | 'owner'): Value {
  const links: (Call | Attribute | Subscript)[] = []
  let base: Expression = node
  for (; base.kind === 'call' || base.kind === 'attribute' || base.kind === 'subscript'; base = base.of)
    links.push(base)
  let value = evaluate(world, frame, base, 'owner')
  for (const link of links.toReversed()) {
    if (!spend(world)) return UNKNOWN
    if (link.kind === 'attribute') value = member(world, value, link.name)
    else if (link.kind === 'subscript') value = item(world, frame, value, link)
    else value = call(world, frame, value, link)
  }
  return node.kind === 'attribute' ? referred(world, frame, value, node, as) : value
}

function item(world: World, frame: Frame, of: Value, node: Subscript): Value {
  const index = evaluate(world, frame, node.index)
  let from = recordItem(world, frame, of, index, node)
  let value = itemOf(world, of, index)
  // `globals()["x"]` names x.
  if (
    alternatives(of).some(({ kind, ...one }) => kind === 'namespace' || ('path' in one && one.path === 'sys.modules'))
  )
    from = recordReference(world, frame, value, node)
  if (!world.traces) return value
  if (value.kind === 'path' && value.path === 'os.environ[]') value = environmentPath(index) ?? value
  const isField = of.kind === 'dict' && index.kind === 'text' && value.kind !== 'unknown'
  return alsoFrom(world, alsoFrom(world, value, from), isField ? 0 : originOf(world, of))
}

function call(world: World, frame: Frame, callee: Value, node: Call): Value {
  const given = node.args.map((argument): Given => evaluated(world, frame, argument))
  const result = recordCall(world, frame, callee, given, node)
  const code = codeGiven(world, callee, given)
  if (code === undefined) return ofInstance(world, callee, given, result)
  const { expression, inner } = textOf(world, frame, code.value, node.at, code.isAlone)
  if (expression === undefined) return code.isAlone ? result : withFrom(UNKNOWN, result.from ?? 0)
  return alsoFrom(world, evaluate(world, inner, expression), result.from ?? 0)
}

function evaluated(world: World, frame: Frame, { name, star, value }: Argument): Given {
  return { name, star, value: evaluate(world, frame, value) }
}

function template(world: World, frame: Frame, parts: readonly Expression[]): Value {
  const values = parts.map((part) => evaluate(world, frame, part))
  if (!afford(world, values)) return withFrom(UNKNOWN, originOfAll(world, values))
  const whole = concatenate(values.map(firstOf))
  const known = whole.kind === 'unknown' && world.traces ? concatenatePartly(values) : whole
  return alsoFrom(world, known, originOfAll(world, values))
}

/** Of several constants one: to try every combination in an f-string would cost more than it tells. */
function firstOf(value: Value): Value {
  return value.kind === 'any' ? (value.of.find(({ kind }) => kind === 'text') ?? UNKNOWN) : value
}

function sequence(world: World, frame: Frame, node: Expression & { kind: 'sequence' }): Value {
  const items: Value[] = []
  for (const one of node.items) {
    const value = evaluate(world, frame, one)
    if (one.kind !== 'star') items.push(value)
    else for (const item of itemsOf(value) ?? [withFrom(UNKNOWN, originOf(world, value))]) items.push(item)
  }
  if (!world.traces) return listValue(items)
  const list: Value = { kind: 'list', items, open: false, syntax: node }
  for (const one of items) flowInto(world, list, originOf(world, one))
  return list
}

function dict(world: World, frame: Frame, node: Expression & { kind: 'dict' }): Value {
  const entries = node.entries.map(({ key, value }) => entry(world, frame, key, value))
  if (!world.traces) return { kind: 'dict', entries }
  const made: Value = { kind: 'dict', entries, syntax: node }
  for (const [, value] of entries) flowInto(world, made, originOf(world, value))
  return made
}

function entry(world: World, frame: Frame, key: Expression | undefined, node: Expression): [Value, Value] {
  const name = key === undefined ? UNKNOWN : evaluate(world, frame, key)
  const value = evaluate(world, frame, node)
  if (key !== undefined || value.kind !== 'dict') return [name, value]
  return [name, alsoFrom(world, anyOf(value.entries.map(([, one]) => one)), originOf(world, value))]
}

const CHOICES: ReadonlySet<string> = new Set(['or', 'and'])
const COMPARISONS: ReadonlySet<string> = new Set(['<', '>', '==', '>=', '<=', '!=', '<>', 'in', 'not', 'is'])

function operation(world: World, frame: Frame, node: Expression & { kind: 'operation' }): Value {
  let value = evaluate(world, frame, node.first)
  for (const { operator, operand } of node.rest) {
    // `"X" in os.environ` looks at it, it does not hand it on.
    const right = evaluate(world, frame, operand, COMPARISONS.has(operator) ? 'owner' : 'value')
    if (CHOICES.has(operator)) value = either(world, [value, right])
    else if (COMPARISONS.has(operator)) value = UNKNOWN
    else value = combined(world, operator, value, right)
  }
  return value
}

function named(world: World, frame: Frame, target: Expression, value: Value): Value {
  assign(world, frame, target, value)
  return value
}

/** Runs in a function of its own, which is known by the place it stands. */
function lambda(world: World, frame: Frame, node: Lambda): Value {
  const name = lambdaName(world, `${frame.qualifier}<lambda ${node.at}`, node)
  const scope = scopeOf(world, node, 'function', frame.scope)
  const inner: Frame = { ...frame, scope, within: name, qualifier: `${name}.` }
  const info = functionInfo(world, `${LOCAL}.${name}`, node, scope, false)
  bindParameters(world, frame, inner, node.parameters, UNKNOWN, info)
  const value = evaluate(world, inner, node.body)
  givesBack(world, inner, value)
  if (info !== undefined) info.isDone = true
  addTo(world, world.returns, `${LOCAL}.${name}`, value)
  return pathValue(`${LOCAL}.${name}`)
}

/**
 * Defaults and annotations are evaluated where the function is defined, names are bound where it runs. `first`: what the first
 * parameter of a method is.
 */
export function bindParameters(
  world: World,
  outer: Frame,
  inner: Frame,
  parameters: readonly Parameter[],
  first: Value = UNKNOWN,
  info?: FunctionInfo,
): void {
  const skipped = info?.isMethod === true ? 1 : 0
  for (const [index, { target, star, annotation, initial }] of parameters.entries()) {
    if (annotation !== undefined) evaluate(world, outer, annotation)
    const flow = info?.parameters[index - skipped]?.flow ?? 0
    const isOwner = index === 0 && star === '' && first.kind !== 'unknown'
    const given = isOwner ? first : withFrom(UNKNOWN, flow)
    const start = initial === undefined ? undefined : evaluate(world, outer, initial)
    if (info === undefined) assign(world, inner, target, start === undefined ? given : anyOf([start, given]))
    else if (target.kind === 'name') bindTraced(world, inner, target.name, start, given)
    else assign(world, inner, target, given)
  }
}

/** Items of a constant that a comprehension goes through one by one. */
const MOST_ITEMS = 4096

function comprehension(world: World, frame: Frame, node: Comprehension): Value {
  const inner: Frame = { ...frame, scope: scopeOf(world, node, 'function', frame.scope) }
  let items: readonly Value[] | undefined
  for (const [index, { target, source, conditions }] of node.clauses.entries()) {
    const value = evaluate(world, index === 0 ? frame : inner, source)
    items = itemsOf(value)
    assign(world, inner, target, alsoFrom(world, iterated(value), originOf(world, value)))
    for (const condition of conditions) evaluate(world, inner, condition)
  }
  const results = node.elements.map((element) => evaluate(world, inner, element))
  const from = originOfAll(world, results)
  const computed = world.traces ? world.computeExpression?.(inner, node) : undefined
  if (computed !== undefined) return withFrom(computed, from)
  if (node.elements.length !== 1)
    return node.elements.length === 2
      ? withFrom({ kind: 'dict', entries: [[results[0] ?? UNKNOWN, results[1] ?? UNKNOWN]] }, from)
      : UNKNOWN
  const folded = each(world, inner, node, items)
  return withFrom(
    folded === undefined ? { kind: 'list', items: [anyOf(results)], open: true } : listValue(folded),
    from,
  )
}

/** `chr(c ^ 7) for c in [...]`: the element for every item, without recording anything again. */
function each(
  world: World,
  frame: Frame,
  node: Comprehension,
  items: readonly Value[] | undefined,
): Value[] | undefined {
  const [clause, another] = node.clauses
  const [element] = node.elements
  if (clause === undefined || another !== undefined || clause.conditions.length > 0 || element === undefined)
    return undefined
  if (items === undefined || items.length > MOST_ITEMS || !items.every(isConstant)) return undefined
  world.quiet++
  const results: Value[] = []
  for (const one of items) {
    frame.scope.names.clear()
    assign(world, frame, clause.target, one)
    results.push(evaluate(world, frame, element))
  }
  world.quiet--
  return results
}

function isConstant(value: Value): boolean {
  return (
    value.kind === 'number' ||
    value.kind === 'text' ||
    (value.kind === 'list' && value.items.every(({ kind }) => kind === 'number' || kind === 'text'))
  )
}

/** What a loop variable may be. */
export function iterated(value: Value): Value {
  const all = alternatives(value).map((one) => {
    const items = one.kind === 'list' ? one.items : itemsOf(one)
    return items === undefined || items.length === 0 ? UNKNOWN : anyOf(items.slice(0, 64))
  })
  return anyOf(all)
}

/** Gives a target a value: names, attributes, items, and every part of a tuple. */
export function assign(world: World, frame: Frame, target: Expression, value: Value): void {
  if (!spend(world)) return
  switch (target.kind) {
    case 'name':
      return bind(world, frame, target.name, value)
    case 'attribute':
      return storeAttribute(world, frame, evaluate(world, frame, target.of, 'owner'), target.name, value, target)
    case 'subscript': {
      const of = evaluate(world, frame, target.of, 'owner')
      return storeItem(world, frame, of, evaluate(world, frame, target.index), value, target)
    }
    case 'star':
      return assign(world, frame, target.value, withFrom(listValue([value]), originOf(world, value)))
    case 'named':
      assign(world, frame, target.target, value)
      return assign(world, frame, target.value, value)
    case 'sequence':
      return unpack(world, frame, target.items, value)
    default:
      evaluate(world, frame, target)
  }
}

function unpack(world: World, frame: Frame, targets: readonly Expression[], value: Value): void {
  const items =
    value.kind === 'list' && !value.open && !targets.some(({ kind }) => kind === 'star') ? value.items : undefined
  const any = items === undefined ? alsoFrom(world, iterated(value), originOf(world, value)) : UNKNOWN
  for (const [index, target] of targets.entries())
    assign(world, frame, target, items === undefined ? any : (items[index] ?? UNKNOWN))
}
