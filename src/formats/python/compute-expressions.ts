import { resultOf } from './call-results.ts'
import { known, NOT_CONSTANT, type Run, step } from './compute-run.ts'
import { changeList, compared, itemsIn, operated, truth } from './compute-values.ts'
import { concatenate } from './fold-format.ts'
import { callFunction } from './fold-functions.ts'
import { callMethod, subscriptOf } from './fold-methods.ts'
import { negate } from './fold-operators.ts'
import { attributeOf, lookUp } from './names.ts'
import type { Call, Comprehension, Expression } from './syntax.ts'
import { asNumber, asText, listValue, LOCAL, MADE, numberValue, textValue, type Value } from './values.ts'

/** What an expression gives in a run; throws NotConstant where that is not known. */
export function computed(run: Run, node: Expression): Value {
  step(run)
  switch (node.kind) {
    case 'name':
      return named(run, node.name)
    case 'text':
      return textValue(node.value, MADE.written, node.bytes)
    case 'number':
      return numberValue(node.value)
    case 'literal':
      return { kind: 'constant', name: node.value }
    case 'template':
      return known(concatenate(node.parts.map((part) => computed(run, part))))
    case 'sequence':
      return listValue(node.items.map((item) => computed(run, item)))
    case 'dict':
      return {
        kind: 'dict',
        entries: node.entries.map(({ key, value }) => [computed(run, keyOf(key)), computed(run, value)]),
      }
    case 'attribute':
      return attributeOf(run.world, computed(run, node.of), node.name)
    case 'subscript':
      return item(run, computed(run, node.of), node.index)
    case 'slice':
      return listValue(node.bounds.map((bound) => (bound === undefined ? NONE : computed(run, bound))))
    case 'call':
      return called(run, node)
    case 'operation':
      return operation(run, node)
    case 'unary':
      return unary(run, node)
    case 'conditional':
      return computed(run, truth(computed(run, node.test)) ? node.yes : node.no)
    case 'comprehension':
      return comprehension(run, node)
    case 'named': {
      const value = computed(run, node.value)
      assignComputed(run, node.target, value)
      return value
    }
    default:
      throw NOT_CONSTANT
  }
}

const NONE: Value = { kind: 'constant', name: 'None' }

function keyOf(key: Expression | undefined): Expression {
  if (key === undefined) throw NOT_CONSTANT
  return key
}

/** Names of the run, else of the module when they have one value only. */
function named(run: Run, name: string): Value {
  const own = run.names.get(name)
  if (own !== undefined) return own
  const value = known(lookUp(run.world, run.frame, name))
  if (value.kind === 'list' && value.open) throw NOT_CONSTANT
  return value
}

function item(run: Run, of: Value, index: Expression): Value {
  return known(subscriptOf(of, computed(run, index)))
}

function unary(run: Run, { operators, operand }: Expression & { kind: 'unary' }): Value {
  const value = computed(run, operand)
  if (!operators.includes('not')) return known(negate(operators, value))
  if (operators.length > 1) throw NOT_CONSTANT
  return { kind: 'constant', name: truth(value) ? 'False' : 'True' }
}

function operation(run: Run, node: Expression & { kind: 'operation' }): Value {
  let value = computed(run, node.first)
  for (const { operator, operand } of node.rest) {
    if (operator === 'and' ? !truth(value) : operator === 'or' && truth(value)) return value
    const right = computed(run, operand)
    if (operator === 'and' || operator === 'or') value = right
    else if (!COMPARISONS.has(operator)) value = operated(operator, value, right)
    else if (!compared(operator, value, right)) return { kind: 'constant', name: 'False' }
    else value = node.rest.length === 1 ? { kind: 'constant', name: 'True' } : right
  }
  return value
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '>', '==', '>=', '<=', '!=', '<>', 'in', 'not', 'is'])

function called(run: Run, node: Call): Value {
  const callee = computed(run, node.of)
  const values: Value[] = []
  const namedValues = new Map<string, Value>()
  for (const { name, star, value } of node.args) {
    if (star === '**') throw NOT_CONSTANT
    if (star === '*') values.push(...itemsIn(computed(run, value)).slice(0, 4096))
    else if (name === undefined) values.push(computed(run, value))
    else namedValues.set(name, computed(run, value))
  }
  const changed = callee.kind === 'method' ? changeList(callee.of, callee.name, values) : undefined
  if (changed !== undefined) return changed
  if (callee.kind === 'path' && callee.path === 'builtins.bytearray') return bytesAsList(values[0])
  // `bytearray().decode()`
  if (callee.kind === 'method' && callee.of.kind === 'list' && BYTES_METHODS.has(callee.name)) {
    const bytes = known(callFunction('builtins.bytes', [callee.of], new Map()))
    return known(callMethod(bytes, callee.name, values, namedValues))
  }
  if (callee.kind === 'path' && callee.path.startsWith(`${LOCAL}.`)) return ownFunction(run, callee.path, values)
  const result = known(resultOf(run.world, run.frame, callee, { values, named: namedValues, spread: 0 }))
  if (result.kind === 'path' && result.path.endsWith('()')) throw NOT_CONSTANT
  return result
}

const BYTES_METHODS: ReadonlySet<string> = new Set(['decode', 'hex'])

/** A bytearray is changed like a list. */
function bytesAsList(value: Value | undefined): Value {
  if (value === undefined) return listValue([])
  const bytes = value.kind === 'text' && !value.bytes ? callMethod(value, 'encode', [], new Map()) : value
  if (bytes.kind === 'number')
    return listValue(Array.from({ length: Math.min(bytes.number, 100_000) }, () => numberValue(0)))
  return listValue([...itemsIn(bytes)])
}

function ownFunction({ world, depth }: Run, path: string, values: readonly Value[]): Value {
  const [info, another] = world.functions.get(path) ?? []
  if (info === undefined || another !== undefined) throw NOT_CONSTANT
  return known(world.compute?.(info, values, depth + 1))
}

function comprehension(run: Run, node: Comprehension): Value {
  const results: Value[] = []
  const pairs: [Value, Value][] = []
  const [element, second] = node.elements
  const through = (index: number): void => {
    const clause = node.clauses[index]
    if (clause === undefined) {
      if (element === undefined) return
      if (second === undefined) results.push(computed(run, element))
      else pairs.push([computed(run, element), computed(run, second)])
      return
    }
    for (const one of itemsIn(computed(run, clause.source))) {
      step(run)
      assignComputed(run, clause.target, one)
      if (clause.conditions.every((condition) => truth(computed(run, condition)))) through(index + 1)
    }
  }
  if (node.clauses.length > 6) throw NOT_CONSTANT
  through(0)
  return second === undefined ? listValue(results) : { kind: 'dict', entries: pairs }
}

/** Gives names and items of the run a value; throws NotConstant for every other target. */
export function assignComputed(run: Run, target: Expression, value: Value): void {
  if (target.kind === 'name') run.names.set(target.name, value)
  else if (target.kind === 'sequence') {
    const items = itemsIn(value)
    if (items.length !== target.items.length) throw NOT_CONSTANT
    for (const [index, one] of target.items.entries()) assignComputed(run, one, known(items[index]))
  } else if (target.kind === 'subscript') store(computed(run, target.of), computed(run, target.index), value)
  else throw NOT_CONSTANT
}

function store(of: Value, index: Value, value: Value): void {
  const at = asNumber(index)
  if (of.kind === 'dict') {
    const key = asText(index)?.text
    const entry = of.entries.find(([own]) => (key === undefined ? asNumber(own) === at : asText(own)?.text === key))
    if (entry === undefined) of.entries.push([index, value])
    else entry[1] = value
    if (of.entries.length > 2048) throw NOT_CONSTANT
  } else if (of.kind === 'list' && at !== undefined && at < of.items.length)
    of.items[at < 0 ? at + of.items.length : at] = value
  else throw NOT_CONSTANT
}
