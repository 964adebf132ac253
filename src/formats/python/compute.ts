import { assignComputed, computed } from './compute-expressions.ts'
import { attempt, NOT_CONSTANT, type Run, step } from './compute-run.ts'
import { itemsIn, operated, truth } from './compute-values.ts'
import { withFrom } from './origins.ts'
import { bind } from './names.ts'
import type { Block, Expression, FunctionDefinition, Lambda, Statement } from './syntax.ts'
import { isConstant, UNKNOWN, type Value } from './values.ts'
import type { Frame, FunctionInfo, World } from './world.ts'

/** Functions that call functions. */
const MOST_DEPTH = 24

/**
 * Computes what a function of the module gives for constants; undefined where anything but constants and known functions of them is
 * needed. Decoders of texts are such functions. It runs on data of its own, counts every step, and reaches nothing outside.
 */
export function computeCall(world: World, info: FunctionInfo, given: readonly Value[], depth = 0): Value | undefined {
  if (
    given.length === 0 ||
    !given.every(isConstant) ||
    depth > MOST_DEPTH ||
    info.parameters.some(({ star }) => star !== '')
  )
    return undefined
  return attempt(world, () => {
    const frame: Frame = frameOf(info)
    const run: Run = { world, frame, names: new Map(), depth, result: undefined }
    for (const [index, { name }] of info.parameters.entries()) {
      const value = given[index] ?? initialOf(run, info.node, index + (info.isMethod ? 1 : 0))
      run.names.set(name, fresh(value))
    }
    if (info.node.kind === 'lambda') return computed(run, info.node.body)
    runBlock(run, info.node.body)
    return run.result
  })
}

function frameOf({ scope }: FunctionInfo): Frame {
  return { scope, within: '', qualifier: '', guard: undefined, fixedAt: undefined, level: 0 }
}

function initialOf(run: Run, node: FunctionDefinition | Lambda, index: number): Value {
  const initial = node.parameters[index]?.initial
  if (initial === undefined) throw NOT_CONSTANT
  return computed(run, initial)
}

/** What an expression gives; undefined where that is not known. */
export function computeExpression(world: World, frame: Frame, node: Expression): Value | undefined {
  return attempt(world, () => computed({ world, frame, names: new Map(), depth: 0, result: undefined }, node))
}

/**
 * Computes a loop together with the statements before it that make what it needs, and gives the names it changes their last values: texts
 * that are put together character by character.
 */
export function computeLoop(world: World, frame: Frame, body: Block, index: number): void {
  const loop = body[index]
  if (loop === undefined || !isPlain(loop, 0)) return
  const slice = sliceOf(world, body, index)
  if (slice === undefined) return
  const run: Run = { world, frame, names: new Map(), depth: 0, result: undefined }
  const isDone = attempt(world, () => {
    runBlock(run, slice)
    return UNKNOWN
  })
  if (isDone === undefined) return
  const changed = new Set<string>()
  changedNames([loop], changed)
  for (const name of changed) {
    const value = run.names.get(name)
    if (value !== undefined && (value.kind === 'text' || value.kind === 'list'))
      bind(world, frame, name, withFrom(value, 0))
  }
}

/** Lists are changed in a run, so they are its own. */
function fresh(value: Value): Value {
  if (value.kind === 'list') return { kind: 'list', items: [...value.items], open: false }
  return value
}

/** Statements before the loop that make what it needs. */
const MOST_BEFORE = 400

function sliceOf(world: World, body: Block, index: number): Block | undefined {
  const loop = body[index]
  if (loop === undefined) return undefined
  const needed = new Set<string>()
  readNames([loop], needed)
  const slice: Statement[] = [loop]
  for (let at = index - 1; at >= 0 && index - at < MOST_BEFORE; at--) {
    const statement = body[at]
    if (statement === undefined || --world.steps <= 0) break
    const changed = new Set<string>()
    changedNames([statement], changed)
    if (![...changed].some((name) => needed.has(name))) continue
    if (statement.kind === 'import' || statement.kind === 'from-import' || statement.kind === 'function') continue
    if (!isPlain(statement, 0)) return undefined
    readNames([statement], needed)
    slice.push(statement)
  }
  return slice.toReversed()
}

/** Is a statement made only of what a run can do? */
function isPlain(statement: Statement, depth: number): boolean {
  if (depth > 8) return false
  const isPlainBlock = (block: Block): boolean => block.length < 200 && block.every((one) => isPlain(one, depth + 1))
  switch (statement.kind) {
    case 'assign':
      return true
    case 'simple':
      return statement.keyword === ''
    case 'if':
      return statement.branches.every(({ body }) => isPlainBlock(body)) && isPlainBlock(statement.otherwise)
    case 'for':
    case 'while':
      return isPlainBlock(statement.body) && statement.otherwise.length === 0
    default:
      return false
  }
}

function changedNames(block: Block, names: Set<string>): void {
  for (const statement of block) {
    if (statement.kind === 'assign') for (const target of statement.targets) targetNames(target, names)
    else if (statement.kind === 'simple') for (const value of statement.values) methodTarget(value, names)
    else if (statement.kind === 'for' || statement.kind === 'while') {
      if (statement.kind === 'for') targetNames(statement.target, names)
      changedNames(statement.body, names)
    } else if (statement.kind === 'if') {
      for (const { body } of statement.branches) changedNames(body, names)
      changedNames(statement.otherwise, names)
    } else if (statement.kind === 'with') changedNames(statement.body, names)
    else if (statement.kind === 'try') changedNames([...statement.body, ...statement.final], names)
  }
}

function targetNames(target: Expression, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name)
  else if (target.kind === 'sequence') for (const one of target.items) targetNames(one, names)
  else if (target.kind === 'subscript') targetNames(target.of, names)
}

/** `list.append(x)` changes the list. */
function methodTarget(value: Expression, names: Set<string>): void {
  if (value.kind === 'call' && value.of.kind === 'attribute') targetNames(value.of.of, names)
}

function readNames(block: Block, names: Set<string>): void {
  const queue: unknown[] = [...block]
  for (let count = 0; queue.length > 0 && count < 20_000; count++) {
    const one = queue.pop()
    if (typeof one !== 'object' || one === null) continue
    if ('kind' in one && one.kind === 'name' && 'name' in one && typeof one.name === 'string') names.add(one.name)
    else for (const part of Object.values(one)) if (typeof part === 'object') queue.push(part)
  }
}

/** Runs statements; a `return` ends them. */
function runBlock(run: Run, block: Block): void {
  for (const statement of block) {
    step(run)
    runStatement(run, statement)
    if (run.result !== undefined) return
  }
}

function runStatement(run: Run, node: Statement): void {
  switch (node.kind) {
    case 'assign':
      return runAssignment(run, node)
    case 'simple':
      return runSimple(run, node)
    case 'if':
      return runIf(run, node)
    case 'for':
      return runFor(run, node)
    case 'while':
      for (; truth(computed(run, node.test)) && run.result === undefined; step(run)) runBlock(run, node.body)
      return
    case 'import':
      for (const { name, alias } of node.names) {
        const root = name.split('.')[0] ?? name
        run.names.set(alias ?? root, { kind: 'path', path: alias === undefined ? root : name })
      }
      return
    case 'from-import':
      for (const { name, alias } of node.names)
        run.names.set(alias ?? name, { kind: 'path', path: `${node.module}.${name}` })
      return
    case 'try':
      return runBlock(run, node.body)
    default:
      throw NOT_CONSTANT
  }
}

function runSimple(run: Run, { keyword, values }: Statement & { kind: 'simple' }): void {
  if (keyword === 'return')
    run.result = values[0] === undefined ? { kind: 'constant', name: 'None' } : computed(run, values[0])
  else if (keyword !== '') throw NOT_CONSTANT
  else for (const value of values) if (value.kind !== 'text') computed(run, value)
}

function runIf(run: Run, { branches, otherwise }: Statement & { kind: 'if' }): void {
  for (const { test, body } of branches) if (truth(computed(run, test))) return runBlock(run, body)
  runBlock(run, otherwise)
}

function runFor(run: Run, node: Statement & { kind: 'for' }): void {
  const source = computed(run, node.source)
  for (const item of itemsIn(source)) {
    if (run.result !== undefined) return
    step(run)
    assignComputed(run, node.target, item)
    runBlock(run, node.body)
  }
}

function runAssignment(run: Run, node: Statement & { kind: 'assign' }): void {
  if (node.value === undefined) return
  const value = computed(run, node.value)
  const [first] = node.targets
  if (node.operator === '=') for (const target of node.targets) assignComputed(run, target, value)
  else if (first !== undefined)
    assignComputed(run, first, operated(node.operator.slice(0, -1), computed(run, first), value))
}
