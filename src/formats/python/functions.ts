import { addFlow, addGiven, addReturn, nodeOf } from '../flow-graph.ts'
import type { GivenArguments } from './given.ts'
import { attributeOf } from './names.ts'
import { addTo, alsoFrom, originOf, originOfAll, withFrom } from './origins.ts'
import type { FunctionDefinition, Lambda } from './syntax.ts'
import { alternatives, anyOf, isConstant, isSame, LOCAL, pathValue, UNKNOWN, type Value } from './values.ts'
import type { Frame, FunctionInfo, FunctionParameter, Scope, World } from './world.ts'

/** Functions of one name that are told apart: branches and exceptions define them again. */
const MOST_OF_A_NAME = 8

/** Parameters of one function that are told apart. */
const MOST_PARAMETERS = 64

/** The function of a definition, the same in every pass. */
export function functionInfo(
  world: World,
  path: string,
  node: FunctionDefinition | Lambda,
  scope: Scope,
  isMethod: boolean,
): FunctionInfo | undefined {
  if (!world.traces) return undefined
  const all = world.functions.get(path) ?? []
  world.functions.set(path, all)
  const known = all.find((one) => one.node === node)
  if (known !== undefined || all.length >= MOST_OF_A_NAME) return known
  const parameters = node.parameters.slice(isMethod ? 1 : 0, MOST_PARAMETERS)
  const info: FunctionInfo = {
    node,
    scope,
    parameters: parameters.map(({ target, star }): FunctionParameter => ({
      name: target.kind === 'name' ? target.name : '',
      star,
      flow: nodeOf(world.flow, target),
    })),
    returns: nodeOf(world.flow, node),
    isMethod,
    isDone: false,
  }
  all.push(info)
  return info
}

/** Something given back by the function whose code a frame is: `return`, `yield`. */
export function givesBack(world: World, frame: Frame, value: Value): void {
  if (!world.traces || frame.within === '') return
  const origin = originOf(world, value)
  for (const info of world.functions.get(`${LOCAL}.${frame.within}`) ?? []) addFlow(world.flow, info.returns, origin)
}

/** A call of a function, a class or an instance of the module: binds parameters, and gives what comes back. */
export function callLocal(world: World, path: string, given: GivenArguments, call: number): Value {
  if (world.classes.has(path)) return instance(world, path, given, call)
  const target = path.endsWith('()') ? pathOf(attributeOf(world, pathValue(path), '__call__')) : path
  const infos = world.functions.get(target) ?? []
  const value = world.returns.get(target)
  if (value === undefined && world.traces) world.awaited.add(target)
  if (!world.traces) return value ?? UNKNOWN
  for (const info of infos) bindGiven(world, info, given, call)
  for (const info of infos) addReturn(world.flow, call, info.returns)
  const [only] = infos
  const computed = infos.length === 1 && only !== undefined ? world.compute?.(only, given.values, 0) : undefined
  if (computed !== undefined) return alsoFrom(world, computed, originOfAll(world, given.values))
  return withFrom(bare(value ?? UNKNOWN), infos.length === 0 ? 0 : call)
}

function pathOf(value: Value): string {
  return value.kind === 'path' ? value.path : ''
}

/** What comes back comes from the call and from nowhere else. */
function bare(value: Value): Value {
  return value.kind === 'any' ? anyOf(value.of.map((one) => withFrom(one, 0))) : value
}

function instance(world: World, path: string, given: GivenArguments, call: number): Value {
  const made = pathValue(`${path}()`)
  if (!world.traces) return made
  const constructor = pathOf(attributeOf(world, made, '__init__'))
  const infos = world.functions.get(constructor) ?? []
  for (const info of infos) bindGiven(world, info, given, call)
  // Data classes, models, named tuples: what is given becomes a field of the same name.
  if (infos.length === 0)
    for (const [name, value] of given.named) addTo(world, world.attributes, `${path}.${name}`, value)
  return infos.length > 0
    ? made
    : withFrom(made, originOfAll(world, [...given.values, ...given.named.values()]) === 0 ? 0 : call)
}

/** Gives the parameters of a function what a call gives. */
export function bindGiven(world: World, info: FunctionInfo, given: GivenArguments, call: number): void {
  let position = 0
  const taken = new Set<string>()
  for (const parameter of info.parameters) {
    const values = valuesFor(parameter)
    for (const value of values) give(world, info, parameter, value, call)
    if (given.spread !== 0) addGiven(world.flow, parameter.flow, call, given.spread)
  }

  function valuesFor({ name, star }: FunctionParameter): readonly Value[] {
    if (star === '*') return given.values.slice(position)
    if (star === '**') return [...given.named].flatMap(([key, value]) => (taken.has(key) ? [] : [value]))
    const named = given.named.get(name)
    if (named !== undefined) {
      taken.add(name)
      return [named]
    }
    const value = given.values[position++]
    return value === undefined ? [] : [value]
  }
}

function give(world: World, info: FunctionInfo, parameter: FunctionParameter, value: Value, call: number): void {
  addGiven(world.flow, parameter.flow, call, originOf(world, value))
  if (parameter.star !== '' || parameter.name === '' || value.kind === 'unknown') return
  const { names } = info.scope
  const known = names.get(parameter.name)
  const shape = bare(withFrom(value, 0))
  const merged =
    known === undefined || known.kind === 'unknown' ? shape : anyOf([withFrom(known, 0), ...alternatives(shape)])
  if (known !== undefined && alternatives(known).length === alternatives(merged).length && isSame(known, merged)) return
  if (info.isDone && isTelling(shape)) world.late = true
  names.set(parameter.name, withFrom(merged, known?.from ?? parameter.flow))
}

/** May code or a name be in it? Then what was gone through before it was known is gone through again. */
export function isTelling(value: Value): boolean {
  return alternatives(value).some(
    (one) =>
      (one.kind === 'text' && one.text.length > 3) ||
      (one.kind === 'list' && one.items.length > 3 && isConstant(one)) ||
      (one.kind === 'path' && !one.path.includes('()') && !one.path.startsWith('<')),
  )
}

/** Functions that are given to something outside are called by it, with what it has. */
export function giveCallbacks(world: World, name: string, given: GivenArguments, call: number): void {
  if (!world.traces) return
  const [first, ...rest] = given.values
  const target = given.named.get('target') ?? given.named.get('func') ?? first
  const list = given.named.get('args')
  const direct =
    list?.kind === 'list' ? list.items : STARTERS.test(name) ? (first === target ? rest : given.values) : []
  for (const value of [...given.values, ...given.named.values()])
    for (const info of infosOf(world, value)) {
      if (value === target && direct.length > 0)
        bindGiven(world, info, { values: direct, named: new Map(), spread: 0 }, call)
      for (const { flow } of info.parameters) addFlow(world.flow, flow, call)
    }
}

/** Their first argument is called with the others. */
const STARTERS =
  /\.(?:submit|to_thread|call_soon|apply|apply_async|register|run_sync|start_new_thread|call_later|Timer|Thread|Process|partial)$/

function infosOf(world: World, value: Value): readonly FunctionInfo[] {
  return alternatives(value).flatMap((one) =>
    one.kind === 'path' && one.path.startsWith(`${LOCAL}.`) ? (world.functions.get(one.path) ?? []) : [],
  )
}

/** Lambdas of different texts may stand at the same offset. */
export function lambdaName({ traces, functions }: World, start: string, node: Lambda): string {
  if (!traces) return `${start}>`
  for (let count = 0; count < MOST_ALIKE; count++) {
    const name = count === 0 ? `${start}>` : `${start} ${count}>`
    const [known] = functions.get(`${LOCAL}.${name}`) ?? []
    if (known === undefined || known.node === node) return name
  }
  return `${start}>`
}

const MOST_ALIKE = 100

/** A parameter keeps what calls of the module give it; only without any of them it may be everything. */
export function bindTraced(world: World, { scope }: Frame, name: string, start: Value | undefined, given: Value): void {
  const from = given.from ?? 0
  if (start !== undefined) addFlow(world.flow, from, originOf(world, start))
  const known = scope.names.get(name)
  const shape =
    start === undefined ? given : anyOf([withFrom(start, 0), ...(known === undefined ? [withFrom(given, 0)] : [])])
  const merged =
    known === undefined || start === undefined ? (known ?? shape) : anyOf([withFrom(known, 0), ...alternatives(shape)])
  scope.names.set(name, withFrom(merged, from))
}
