import type { Block, Call, Expression, Statement } from '../../formats/python/syntax.ts'
import { evaluate } from './setup-py-evaluate.ts'
import { type Known, merged, type Program, unknown } from './setup-py-values.ts'

/** More steps than the longest setup.py known takes, by two orders of magnitude. */
const WORK = 200_000
/** Functions in functions. */
const DEEPEST = 8

/**
 * Goes through a setup.py in the order of its lines and collects what is given to `setup()`: constants, lists, dicts, texts put
 * together, files that are opened. Both branches of an `if` count, since what one machine asks for is asked for. Runs nothing.
 */
export function readProgram(source: string, body: Block): Program {
  const program: Program = {
    source,
    names: new Map(),
    functions: new Map(),
    setups: [],
    work: WORK,
    calls: 0,
    level: 0,
    call: (name, given, at) => callFunction(program, name, given, at),
  }
  run(program, body)
  // `def main(): setup(…)` that some other place calls.
  if (program.setups.length === 0) for (const one of program.functions.values()) run(program, one.body)
  return program
}

/** Goes through a function with its parameters bound; what its `return` gives, unknown without one. */
function callFunction(program: Program, name: string, given: readonly Known[], at: number): Known {
  const definition = program.functions.get(name)
  if (definition === undefined || program.calls >= DEEPEST || program.work < 0) return unknown(at)
  const outer = program.names
  program.names = new Map(outer)
  program.work -= outer.size >> 2
  program.calls++
  for (const [index, { target, initial }] of definition.parameters.entries()) {
    const value = given[index] ?? (initial === undefined ? undefined : evaluate(program, initial))
    if (target.kind === 'name' && value !== undefined) program.names.set(target.name, value)
  }
  const result = run(program, definition.body)
  program.calls--
  program.names = outer
  return result ?? unknown(at)
}

/** Answers what the first `return` gives. */
function run(program: Program, body: Block): Known | undefined {
  let result: Known | undefined
  for (const statement of body) {
    if (--program.work < 0) return result
    const returned = step(program, statement)
    if (returned !== undefined) result = result === undefined ? returned : merged(result, returned, returned.at)
  }
  return result
}

function step(program: Program, statement: Statement): Known | undefined {
  switch (statement.kind) {
    case 'assign':
      return assign(program, statement)
    case 'simple':
      if (statement.keyword === 'return') return statement.values[0] && evaluate(program, statement.values[0])
      for (const value of statement.values) if (value.kind === 'call') effect(program, value)
      return undefined
    case 'function':
      program.functions.set(statement.name, statement)
      return undefined
    case 'if':
      return first([...statement.branches.map((branch) => branch.body), statement.otherwise], program)
    case 'try':
      return first(
        [statement.body, statement.otherwise, statement.final, ...statement.handlers.map((one) => one.body)],
        program,
      )
    case 'with':
      for (const { value, target } of statement.items)
        if (target?.kind === 'name') program.names.set(target.name, evaluate(program, value))
      return run(program, statement.body)
    case 'for':
      return loop(program, statement)
    case 'while':
      return run(program, statement.body)
    default:
      return undefined
  }
}

function first(blocks: readonly Block[], program: Program): Known | undefined {
  const results = blocks.flatMap((block) => run(program, block) ?? [])
  return results.length === 0 ? undefined : results.reduce((a, b) => merged(a, b, b.at))
}

/** A file is gone through once, its lines being all alike; a known list item by item. */
function loop(program: Program, { target, source, body }: Extract<Statement, { kind: 'for' }>): Known | undefined {
  const value = evaluate(program, source)
  const turns = value.kind === 'list' ? value.items : [value]
  let result: Known | undefined
  for (const turn of turns) {
    if (program.work < 0) break
    if (target.kind === 'name') program.names.set(target.name, turn)
    result = run(program, body) ?? result
  }
  return result
}

function assign(program: Program, { targets, operator, value }: Extract<Statement, { kind: 'assign' }>): undefined {
  if (value === undefined) return undefined
  if (value.kind === 'call') effect(program, value)
  const found = evaluate(program, value)
  for (const target of targets) store(program, target, operator === '+' || operator === '+=', found)
  return undefined
}

function store(program: Program, target: Expression, adds: boolean, value: Known): void {
  if (target.kind === 'name') {
    const known = program.names.get(target.name)
    program.names.set(target.name, adds && known !== undefined ? merged(known, value, target.at) : value)
    return
  }
  if (target.kind !== 'subscript') return
  const owner = evaluate(program, target.of)
  const key = evaluate(program, target.index)
  if (owner.kind !== 'dict') return
  const name = key.kind === 'text' ? key.text : `?${target.at}`
  const known = owner.entries.get(name)
  owner.entries.set(name, adds && known !== undefined ? merged(known, value, target.at) : value)
}

/** Calls that change something: `setup(…)`, `names.append(…)`, `extras.update(…)`. */
function effect(program: Program, call: Call): void {
  const { of, args } = call
  const name = of.kind === 'name' ? of.name : of.kind === 'attribute' ? of.name : ''
  if (name === 'setup') return recordSetup(program, call)
  if (of.kind === 'name') {
    callFunction(
      program,
      name,
      args.map(({ value }) => evaluate(program, value)),
      call.at,
    )
    return
  }
  if (of.kind !== 'attribute' || args[0] === undefined) return
  const owner = evaluate(program, of.of)
  const given = evaluate(program, args[0].value)
  if (owner.kind === 'list' && (name === 'append' || name === 'insert' || name === 'add')) {
    owner.items.push(args.length > 1 && args[1] !== undefined ? evaluate(program, args[1].value) : given)
  } else if (owner.kind === 'list' && (name === 'extend' || name === 'update')) {
    owner.items.push(...(given.kind === 'list' ? given.items.slice(0, program.work) : [given]))
    program.work -= given.kind === 'list' ? given.items.length : 1
  } else if (owner.kind === 'dict' && name === 'update') {
    if (given.kind === 'dict') for (const [key, value] of given.entries) owner.entries.set(key, value)
    else owner.entries.set(`**${given.at}`, unknown(given.at))
  }
}

function recordSetup(program: Program, { args, at }: Call): void {
  const keywords = new Map<string, Known>()
  for (const { name, star, value } of args) {
    const found = evaluate(program, value)
    if (name !== undefined) keywords.set(name, found)
    else if (star === '**' && found.kind === 'dict') for (const [key, one] of found.entries) keywords.set(key, one)
    else if (star === '**') keywords.set('**', unknown(at))
  }
  program.setups.push(keywords)
}
