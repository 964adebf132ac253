import type { Limits } from '../../base/limits.ts'
import type { ExportedName } from './exports.ts'
import { addFlow, type Flow, keepFlow, newFlow, newNode, nodeOf } from './flow.ts'
import type { JavaScriptArgument, JavaScriptGap } from './module.ts'
import type { JavaScriptDialect } from './parse.ts'
import { type AnyNode, type Expression, type Program, startOf, type Statement } from './syntax.ts'
import {
  alternatives,
  anyOf,
  type Binding,
  type FunctionInfo,
  isSame,
  type ListCell,
  newObjectCell,
  type ObjectCell,
  originOf,
  type Scope,
  type Text,
  UNKNOWN,
  type Value,
  withFrom,
} from './values.ts'

/** Where evaluation stands. */
export interface Frame {
  readonly scope: Scope
  /** The function whose code this is; undefined for the top level. */
  readonly function: FunctionInfo | undefined
  /** `this`. */
  readonly self: Value
  /** In generated code: the place of the call that runs it. */
  readonly fixedAt: number | undefined
  /** How many generated texts in one another. */
  readonly level: number
}

/** Where something was found, before it is known when it runs. */
export interface FoundPlace {
  readonly at: number
  readonly function: FunctionInfo | undefined
  readonly generated: boolean
}

/** A use of something outside of the module, before it is known when it runs. */
export interface FoundUse {
  readonly kind: 'call' | 'new' | 'reference' | 'assign'
  readonly name: string
  readonly arguments: readonly JavaScriptArgument[]
  readonly receiver: number
  readonly flow: number
  readonly place: FoundPlace
}

/** A module that is loaded, before it is known when. */
export interface FoundImport {
  readonly module: string
  readonly how: 'static' | 'call' | 'computed'
  readonly place: FoundPlace
}

/** A text that is run as code, and where. */
export interface FoundText {
  readonly text: Text
  readonly place: FoundPlace
}

/** A node whose turn comes later, because the stack would not hold it now. */
export interface Postponed {
  readonly node: AnyNode
  readonly frame: Frame
}

/** Statements that run where something else is evaluated: code made of text, static blocks of classes. */
export interface InnerStatements {
  readonly body: readonly Statement[]
  readonly frame: Frame
  /** Of a text: what its last expression is goes under its tree. */
  readonly text?: { readonly program: Program; readonly source: string }
}

/** What compute.ts does for calls and loops. */
export interface ConstantComputer {
  call(info: FunctionInfo, given: readonly Value[]): Value | undefined
  loop(scope: Scope, node: Statement): void
}

/** Everything that is learned of one module. Lives for one reading. */
export interface World {
  readonly limits: Limits
  readonly dialect: JavaScriptDialect
  /** What an expression may be (evaluate.ts); here, so that the parts of the evaluation need not know each other. */
  evaluate(frame: Frame, node: Expression, as?: 'value' | 'owner'): Value
  /** Computes what functions of the module give for constants; set once, by the reader. */
  constants: ConstantComputer | undefined
  readonly flow: Flow
  readonly uses: FoundUse[]
  readonly imports: FoundImport[]
  readonly generated: FoundText[]
  /** Function -> functions it calls or gives away; undefined is the top level. */
  readonly edges: Map<FunctionInfo | undefined, Set<FunctionInfo>>
  readonly module: Scope
  /** `module.exports`. */
  readonly exports: ObjectCell
  /** Names that declarations export. */
  readonly exported: Map<string, ExportedName>
  /** By piece of syntax, the same in every pass. */
  readonly scopes: Map<object, Scope>
  readonly functions: Map<object, FunctionInfo>
  readonly objects: Map<object, ObjectCell>
  readonly lists: Map<object, ListCell>
  /** The functions in which objects and lists are written; undefined for the top level. */
  readonly makers: WeakMap<ObjectCell | ListCell, FunctionInfo | undefined>
  /** Instances of classes. */
  readonly instances: Map<FunctionInfo, ObjectCell>
  /** Bodies of functions to go through. */
  readonly deferred: { readonly info: FunctionInfo; readonly frame: Frame }[]
  readonly postponed: Postponed[]
  /** Generated texts to go through. */
  readonly texts: InnerStatements[]
  /** What the last expression of such a text is. */
  readonly textResults: Map<object, Value>
  readonly programs: Map<string, Program | undefined>
  pass: number
  /** True in the last pass only; the ones before learn. */
  emitting: boolean
  /** Did the pass learn anything that an earlier part of it did not know? */
  changed: boolean
  depth: number
  /** Calls that are followed from other calls. */
  through: number
  /** Texts that were run. */
  runs: number
  /** Evaluations left in this pass. */
  work: number
  /** Steps of computing left. */
  steps: number
  /** Characters of constants left to put together or decode. */
  budget: number
  readonly gaps: JavaScriptGap[]
  /** Nothing is added any more: a bound was reached. */
  exhausted: string | undefined
}

/** An empty world. */
export function newWorld(text: string, dialect: JavaScriptDialect, limits: Limits): World {
  return {
    limits,
    dialect,
    evaluate: () => UNKNOWN,
    constants: undefined,
    flow: newFlow(),
    uses: [],
    imports: [],
    generated: [],
    edges: new Map(),
    module: newScope('module', undefined, text),
    exports: newObjectCell(true),
    exported: new Map(),
    scopes: new Map(),
    functions: new Map(),
    objects: new Map(),
    lists: new Map(),
    makers: new WeakMap(),
    instances: new Map(),
    deferred: [],
    postponed: [],
    texts: [],
    textResults: new Map(),
    programs: new Map(),
    pass: 0,
    emitting: false,
    changed: false,
    depth: 0,
    through: 0,
    runs: 0,
    work: evaluations(limits),
    steps: MOST_STEPS,
    budget: MOST_CONSTANTS,
    gaps: [],
    exhausted: undefined,
  }
}

/** Evaluations of one pass: a megabyte of minified code takes about 400,000. */
export function evaluations(limits: Limits): number {
  return Math.min(limits.nodes, 6_000_000)
}

/** All constants that are put together or decoded in one module. */
const MOST_CONSTANTS = 64 * 1024 * 1024

/** Steps of computing in one module; about three seconds. */
const MOST_STEPS = 120_000_000

/** A scope without names; `text` is the source its nodes stand in. */
export function newScope(kind: Scope['kind'], parent: Scope | undefined, text = parent?.text ?? ''): Scope {
  return { kind, parent, names: new Map(), setups: [], text }
}

/** Counts one evaluation; false when none is left. */
export function spend(world: World): boolean {
  if (world.work <= 0) {
    world.exhausted ??= `more than ${evaluations(world.limits)} evaluations`
    return false
  }
  world.work--
  return true
}

/** Takes characters from the budget of constants; false when it is used up, and nothing is folded any more. */
export function afford(world: World, characters: number): boolean {
  world.budget -= characters
  if (world.budget <= 0) world.exhausted ??= `more than ${MOST_CONSTANTS} characters of constants put together`
  return world.budget > 0
}

/** Most uses that are kept of one module. */
const MOST_FACTS = 200_000

/** Adds to a list of facts, in the last pass only. */
export function record<T>(world: World, list: T[], fact: () => T): void {
  if (!world.emitting) return
  if (list.length >= MOST_FACTS) world.exhausted ??= `more than ${MOST_FACTS} uses`
  else list.push(fact())
}

/** Adds a use, and says of its node that it is the result. */
export function recordUse(world: World, use: () => FoundUse): void {
  const before = world.uses.length
  record(world, world.uses, use)
  const made = world.uses[before]
  if (made !== undefined && made.flow !== 0) world.flow.nodes[made.flow]?.uses.push(before)
}

/** The place of a node. */
export function placeOf(frame: Frame, node: AnyNode): FoundPlace {
  return {
    at: frame.fixedAt ?? startOf(node),
    function: frame.function,
    generated: frame.fixedAt !== undefined,
  }
}

/** Notes that the code of a frame calls a function of the module, or gives it to something that does. */
export function reach(world: World, frame: Frame, info: FunctionInfo): void {
  const targets = world.edges.get(frame.function) ?? new Set<FunctionInfo>()
  targets.add(info)
  world.edges.set(frame.function, targets)
}

/** Adds a value to those a binding has. */
export function addToBinding(world: World, binding: Binding, value: Value): void {
  binding.value = stored(world, binding.value, value)
}

/** Adds a value to those a field has; where it comes from comes to the object as well. */
export function addToField(world: World, cell: ObjectCell, name: string, value: Value): void {
  const known = cell.fields.get(name)
  if (known === undefined && cell.fields.size >= MOST_FIELDS) cell.open = true
  else cell.fields.set(name, stored(world, known, value))
  if (cell.shared) keepFlow(world.flow, cell.fields.get(name)?.from ?? 0)
  flowInto(world, cell, originOf(world.flow, value))
}

const MOST_FIELDS = 20_000

/** Data comes into an object or a list. */
export function flowInto(world: World, cell: ObjectCell | ListCell, from: number): void {
  if (from === 0 || from === cell.flow) return
  if (cell.flow === 0) {
    cell.flow = newNode(world.flow)
    world.changed = true
  }
  addFlow(world.flow, cell.flow, from)
  if (cell.shared === true) keepFlow(world.flow, cell.flow)
}

/** Notes that code of a frame writes into an object or a list: what another function writes stays when that is over. */
export function writesInto(world: World, frame: Frame, cell: ObjectCell | ListCell): void {
  if (cell.shared === true || !world.makers.has(cell) || world.makers.get(cell) === frame.function) return
  cell.shared = true
  keepFlow(world.flow, cell.flow)
  if ('fields' in cell) for (const { from } of cell.fields.values()) keepFlow(world.flow, from)
}

/** What is kept where values are stored one after the other: all of them, from a node of its own that never changes. */
export function stored(world: World, known: Value | undefined, value: Value): Value {
  const shape = known === undefined ? value : mergedShape(world, known, value)
  let from = known?.from ?? 0
  if (from === 0 && value.from !== 0) from = newNode(world.flow)
  addFlow(world.flow, from, value.from)
  if (shape === known && from === known.from) return known
  world.changed = true
  return withFrom(shape, from)
}

function mergedShape(world: World, known: Value, value: Value): Value {
  if (value.kind !== 'any' && alternatives(known).some((one) => isSame(one, value))) return known
  const merged = anyOf(world.flow, [withFrom(known, 0), withFrom(value, 0)])
  return alternatives(merged).length === alternatives(known).length ? known : merged
}

/** The value, coming from the result of a piece of syntax. */
export function resultAt(world: World, syntax: object, value: Value): Value {
  return withFrom(value, nodeOf(world.flow, syntax))
}
