import { assign, bindParameters, evaluate, iterated } from './evaluate.ts'
import { guardOf } from './guards.ts'
import { bindPattern } from './match-patterns.ts'
import { functionInfo, givesBack, isTelling } from './functions.ts'
import { bind } from './names.ts'
import { addTo, alsoFrom, originOf } from './origins.ts'
import { combined } from './operations.ts'
import { recordCall } from './record-call.ts'
import { textOf } from './run-text.ts'
import type { Block, ClassDefinition, FunctionDefinition, Statement } from './syntax.ts'
import { alternatives, LOCAL, nameOf, pathValue, UNKNOWN, type Value } from './values.ts'
import {
  type FoundDefinition,
  type FoundUse,
  type Frame,
  placeOf,
  reach,
  record,
  recordUse,
  scopeOf,
  type World,
} from './world.ts'
import { onlyWraps } from './wrappers.ts'

/** Goes through statements in order; both branches of every condition, loops once. */
export function execute(world: World, frame: Frame, body: Block): void {
  for (const [index, statement] of body.entries()) {
    step(world, frame, statement)
    if (statement.kind === 'for' || statement.kind === 'while') world.computeLoop?.(frame, body, index)
    for (let text = world.texts.pop(); text !== undefined; text = world.texts.pop())
      execute(world, text.frame, text.body)
  }
}

/** Goes through the bodies of functions, also of those found on the way. */
export function executeDeferred(world: World): void {
  for (const { body, frame } of world.deferred) {
    execute(world, frame, body)
    for (const info of world.functions.get(`${LOCAL}.${frame.within}`) ?? []) info.isDone = true
  }
  world.deferred.length = 0
}

function step(world: World, frame: Frame, node: Statement): void {
  switch (node.kind) {
    case 'import':
      return importNames(world, frame, node)
    case 'from-import':
      return importFrom(world, frame, node)
    case 'assign':
      return assignment(world, frame, node)
    case 'simple':
      return simple(world, frame, node)
    case 'global':
      if (!node.nonlocal) for (const name of node.names) frame.scope.globals.add(name)
      return
    case 'function':
      return defineFunction(world, frame, node)
    case 'class':
      return defineClass(world, frame, node)
    case 'if':
      return condition(world, frame, node)
    case 'while':
      evaluate(world, frame, node.test)
      return blocks(world, frame, [node.body, node.otherwise])
    case 'for': {
      const source = evaluate(world, frame, node.source)
      assign(world, frame, node.target, alsoFrom(world, iterated(source), originOf(world, source)))
      return blocks(world, frame, [node.body, node.otherwise])
    }
    case 'with':
      for (const { value, target } of node.items) {
        const entered = evaluate(world, frame, value)
        if (target !== undefined) assign(world, frame, target, entered)
      }
      return execute(world, frame, node.body)
    case 'try':
      return attempt(world, frame, node)
    case 'match':
      return match(world, frame, node)
  }
}

function blocks(world: World, frame: Frame, bodies: readonly Block[]): void {
  for (const body of bodies) execute(world, frame, body)
}

function importNames(world: World, frame: Frame, node: Statement & { kind: 'import' }): void {
  for (const { at, name, alias } of node.names) {
    record(world, world.imports, () => ({
      module: name,
      level: 0,
      name: undefined,
      alias,
      dynamic: false,
      place: placeOf(frame, at),
    }))
    const root = name.split('.')[0] ?? name
    bind(world, frame, alias ?? root, pathValue(alias === undefined ? root : name))
  }
}

function importFrom(world: World, frame: Frame, node: Statement & { kind: 'from-import' }): void {
  const { module, level } = node
  const from = '.'.repeat(level) + module
  for (const { at, name, alias } of node.names) {
    record(world, world.imports, () => ({
      module,
      level,
      name,
      alias,
      dynamic: false,
      place: placeOf(frame, at),
    }))
    if (name === '*') addStar(world, from)
    else bind(world, frame, alias ?? name, pathValue(from.endsWith('.') ? from + name : `${from}.${name}`))
  }
}

/** Found in linear time however many there are: only the last ones are tried. */
function addStar(world: World, module: string): void {
  if (!world.stars.includes(module, -64)) world.stars.push(module)
}

function assignment(world: World, frame: Frame, node: Statement & { kind: 'assign' }): void {
  if (node.annotation !== undefined) evaluate(world, frame, node.annotation)
  const [first] = node.targets
  if (node.value === undefined) {
    // `x.y: int` evaluates x.
    if (first !== undefined && first.kind !== 'name') evaluate(world, frame, first)
    return
  }
  const value = evaluate(world, frame, node.value)
  if (node.operator === '=') for (const target of node.targets) assign(world, frame, target, value)
  else if (first !== undefined)
    assign(world, frame, first, combined(world, node.operator.slice(0, -1), evaluate(world, frame, first), value))
}

function simple(world: World, frame: Frame, node: Statement & { kind: 'simple' }): void {
  const values = node.values.map((value) => evaluate(world, frame, value))
  if (node.keyword === 'return') returned(world, frame, values[0] ?? UNKNOWN)
  if (node.keyword !== 'exec') return
  // Python 2: `exec code in names`.
  const [first] = node.values
  const code = first?.kind === 'operation' ? evaluate(world, frame, first.first) : (values[0] ?? UNKNOWN)
  recordCall(world, frame, pathValue('builtins.exec'), [{ name: undefined, star: '', value: code }], node)
  const { expression, inner } = textOf(world, frame, code, node.at)
  if (expression !== undefined) evaluate(world, inner, expression)
}

function returned(world: World, frame: Frame, value: Value): void {
  const path = `${LOCAL}.${frame.within}`
  if (world.awaited.has(path) && !world.returns.has(path) && isTelling(value)) world.late = true
  givesBack(world, frame, value)
  addTo(world, world.returns, path, value)
}

function defineFunction(world: World, frame: Frame, node: FunctionDefinition): void {
  const name = frame.qualifier + node.name
  const value = pathValue(`${LOCAL}.${name}`)
  record(world, world.definitions, (): FoundDefinition => ({
    kind: 'function',
    name,
    bases: [],
    methods: [],
    place: placeOf(frame, node.at),
  }))
  const decorators = node.decorators.map((decorator) => evaluate(world, frame, decorator, 'owner'))
  if (node.returns !== undefined) evaluate(world, frame, node.returns)
  const scope = scopeOf(world, node, 'function', frame.scope)
  const inner: Frame = { ...frame, scope, within: name, qualifier: `${name}.` }
  const first = firstArgument(frame, node, decorators)
  const info = functionInfo(world, `${LOCAL}.${name}`, node, scope, first.kind === 'path')
  if (info !== undefined) info.isDone = false
  bindParameters(world, frame, inner, node.parameters, first, info)
  decorate(world, frame, node, decorators, value)
  bind(world, frame, node.name, value)
  world.deferred.push({ body: node.body, frame: inner })
}

/** `self` or the class itself; unknown outside of classes and in static methods. */
function firstArgument(frame: Frame, node: FunctionDefinition, decorators: readonly Value[]): Value {
  if (frame.scope.kind !== 'class') return UNKNOWN
  const names = decorators.flatMap(alternatives).map(nameOf)
  if (names.includes('builtins.staticmethod')) return UNKNOWN
  const path = `${LOCAL}.${frame.qualifier.slice(0, -1)}`
  const isClass = names.includes('builtins.classmethod') || CLASS_METHODS.has(node.name)
  return pathValue(isClass ? path : `${path}()`)
}

const CLASS_METHODS: ReadonlySet<string> = new Set(['__new__', '__init_subclass__', '__class_getitem__'])

/** Decorators are called with what they decorate; a decorator of the module itself may call it at once. */
function decorate(
  world: World,
  frame: Frame,
  node: FunctionDefinition | ClassDefinition,
  decorators: readonly Value[],
  value: Value,
): void {
  for (const [index, decorator] of decorators.entries()) {
    const at = node.decorators[index]?.at ?? node.at
    for (const one of alternatives(decorator)) {
      recordUse(world, (): FoundUse => ({
        kind: 'decorate',
        name: nameOf(one),
        arguments: [],
        of: undefined,
        receiver: 0,
        flow: 0,
        place: placeOf(frame, at),
      }))
      if (one.kind !== 'path') continue
      // The interpreter calls what is registered, though nobody asks for it.
      if (one.path === 'atexit.register') reach(world, frame, value, `${LOCAL}.`)
      if (!one.path.startsWith(`${LOCAL}.`)) continue
      reach(world, frame, one, `${LOCAL}.`)
      if (!onlyWraps(world, one)) reach(world, frame, value, `${LOCAL}.`)
    }
  }
}

function defineClass(world: World, frame: Frame, node: ClassDefinition): void {
  const name = frame.qualifier + node.name
  const path = `${LOCAL}.${name}`
  const decorators = node.decorators.map((decorator) => evaluate(world, frame, decorator, 'owner'))
  const bases = node.bases.map((base) => ({ keyword: base.name, value: evaluate(world, frame, base.value) }))
  const plain = bases.filter(({ keyword }) => keyword === undefined).map(({ value }) => value)
  world.classes.set(path, plain)
  for (const { keyword, value } of bases) {
    // A metaclass is called with the class; a base hears of it through `__init_subclass__`.
    if (keyword === 'metaclass' || keyword === undefined) reach(world, frame, value, `${LOCAL}.`)
  }
  record(world, world.definitions, (): FoundDefinition => ({
    kind: 'class',
    name,
    bases: plain.map(nameOf),
    methods: methodsOf(node.body),
    place: placeOf(frame, node.at),
  }))
  execute(world, { ...frame, scope: scopeOf(world, node, 'class', frame.scope), qualifier: `${name}.` }, node.body)
  decorate(world, frame, node, decorators, pathValue(path))
  bind(world, frame, node.name, pathValue(path))
}

function methodsOf(body: Block): readonly string[] {
  return body.flatMap((statement) => (statement.kind === 'function' ? [statement.name] : [])).slice(0, 500)
}

function condition(world: World, frame: Frame, node: Statement & { kind: 'if' }): void {
  for (const { test, body } of node.branches) {
    const guard = frame.guard ?? guardOf(world, frame, test)
    evaluate(world, frame, test)
    execute(world, guard === frame.guard ? frame : { ...frame, guard }, body)
  }
  execute(world, frame, node.otherwise)
}

function attempt(world: World, frame: Frame, node: Statement & { kind: 'try' }): void {
  execute(world, frame, node.body)
  for (const { type, target, body } of node.handlers) {
    if (type !== undefined) evaluate(world, frame, type)
    if (target !== undefined) assign(world, frame, target, UNKNOWN)
    execute(world, frame, body)
  }
  blocks(world, frame, [node.otherwise, node.final])
}

function match(world: World, frame: Frame, node: Statement & { kind: 'match' }): void {
  const subject = evaluate(world, frame, node.subject)
  for (const { pattern, guard, body } of node.cases) {
    bindPattern(world, frame, pattern, subject)
    if (guard !== undefined) evaluate(world, frame, guard)
    execute(world, frame, body)
  }
}
