import type { Limits } from '../../base/limits.ts'
import { type Flow, newFlow } from '../flow-graph.ts'
import type { PythonArgument, PythonUse } from './module.ts'
import type { Block, Comprehension, FunctionDefinition, Lambda, Parameter } from './syntax.ts'
import { alternatives, type Text, type Value } from './values.ts'

/** Names of a module, a class body, a function or a comprehension. A name keeps every value it was ever given. */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function'
  readonly parent: Scope | undefined
  readonly names: Map<string, Value>
  /** Declared `global`. */
  readonly globals: Set<string>
}

/** Where evaluation stands. */
export interface Frame {
  readonly scope: Scope
  /** The function whose code this is; empty when it runs with the module. */
  readonly within: string
  /** Prefix of what is defined here, for example `Model.`. */
  readonly qualifier: string
  readonly guard: 'script' | 'never' | undefined
  /** In text that is executed: the place of the call that does. */
  readonly fixedAt: number | undefined
  /** How many texts in texts. */
  readonly level: number
}

/** A use before it is known when it runs. */
export interface FoundUse {
  readonly kind: PythonUse['kind']
  readonly name: string
  readonly arguments: readonly PythonArgument[]
  readonly of: PythonArgument | undefined
  readonly receiver: number
  readonly flow: number
  readonly place: FoundPlace
}

/** Text that is run as code. */
export interface FoundText {
  readonly text: Text
  readonly place: FoundPlace
}

/** A function of the module. */
export interface FunctionInfo {
  readonly node: FunctionDefinition | Lambda
  readonly scope: Scope
  /** As callers give them: without `self`. */
  readonly parameters: readonly FunctionParameter[]
  /** The node of what it gives back. */
  readonly returns: number
  /** The first parameter is the object or the class. */
  readonly isMethod: boolean
  /** Its body was gone through in this pass. */
  isDone: boolean
}

export interface FunctionParameter {
  /** Empty for the tuples of Python 2. */
  readonly name: string
  readonly star: Parameter['star']
  /** The node of what calls give. */
  readonly flow: number
}

export interface FoundPlace {
  readonly at: number
  readonly within: string
  readonly guard: 'script' | 'never' | undefined
  readonly generated: boolean
}

export interface FoundImport {
  readonly module: string
  readonly level: number
  readonly name: string | undefined
  readonly alias: string | undefined
  readonly dynamic: boolean
  readonly place: FoundPlace
}

export interface FoundDefinition {
  readonly kind: 'class' | 'function'
  readonly name: string
  readonly bases: readonly string[]
  readonly methods: readonly string[]
  readonly place: FoundPlace
}

/** Statements and where they run. */
export interface Pending {
  readonly body: Block
  readonly frame: Frame
}

/** Everything that is learned of one module. Lives for one reading. */
export interface World {
  readonly limits: Limits
  /** Is data followed? */
  readonly traces: boolean
  readonly flow: Flow
  /** `<local>.f` -> the functions of that name. */
  readonly functions: Map<string, FunctionInfo[]>
  readonly generated: FoundText[]
  /** `<local>.C` -> what stands for its instances in the graph of data. */
  readonly instances: Map<string, object>
  /** What functions give was asked before it was known, so another pass would tell more. */
  readonly awaited: Set<string>
  late: boolean
  /** Computes constants with functions and loops of the module; set where everything is put together. */
  compute: ((info: FunctionInfo, given: readonly Value[], depth: number) => Value | undefined) | undefined
  /** The same for what a comprehension makes, and for the names that a loop changes. */
  computeExpression: ((frame: Frame, node: Comprehension) => Value | undefined) | undefined
  computeLoop: ((frame: Frame, body: Block, index: number) => void) | undefined
  /** Steps of computing left, and how many must be left when the run that is under way ends. */
  steps: number
  lastStep: number
  readonly uses: FoundUse[]
  readonly imports: FoundImport[]
  readonly definitions: FoundDefinition[]
  /** Function -> functions and classes of the module that it calls or gives away; the empty name is the module. */
  readonly edges: Map<string, Set<string>>
  /** `<local>.C.name` -> what is stored there. */
  readonly attributes: Map<string, Value>
  /** `<local>.f` -> what it returns. */
  readonly returns: Map<string, Value>
  /** `<local>.C` -> its bases. */
  readonly classes: Map<string, readonly Value[]>
  /** Modules of which everything was imported. */
  readonly stars: string[]
  readonly module: Scope
  /** One scope for each definition over all passes. */
  readonly scopes: Map<object, Scope>
  /** Bodies of functions. */
  readonly deferred: Pending[]
  /** Code in texts that are executed. */
  readonly texts: Pending[]
  readonly trees: Map<string, Block>
  /** False in the first pass, which only learns names. */
  emitting: boolean
  /** Above zero while constants are tried out. */
  quiet: number
  /** Texts that were run, again and again or in one another. */
  runs: number
  /** Parts of lists and dicts in arguments that are left to tell. */
  parts: number
  /** Evaluations left. */
  work: number
  /** Characters of constants left to put together or decode. */
  budget: number
  /** Nothing is added any more: a bound was reached. */
  exhausted: string | undefined
}

/** An empty world. */
export function newWorld(limits: Limits, traces: boolean): World {
  return {
    limits,
    traces,
    flow: newFlow(),
    functions: new Map(),
    generated: [],
    instances: new Map(),
    awaited: new Set(),
    late: false,
    compute: undefined,
    computeExpression: undefined,
    computeLoop: undefined,
    parts: 1_000_000,
    steps: 2_000_000,
    lastStep: 0,
    uses: [],
    imports: [],
    definitions: [],
    edges: new Map(),
    attributes: new Map(),
    returns: new Map(),
    classes: new Map(),
    stars: [],
    module: newScope('module', undefined),
    scopes: new Map(),
    deferred: [],
    texts: [],
    trees: new Map(),
    emitting: false,
    quiet: 0,
    runs: 0,
    work: evaluations(limits),
    budget: MOST_CONSTANTS,
    exhausted: undefined,
  }
}

/** Evaluations of one pass: a megabyte of ordinary code takes about 300,000. */
export function evaluations(limits: Limits): number {
  return Math.min(limits.nodes, 3_000_000)
}

/** All constants that are put together or decoded in one module. */
export const MOST_CONSTANTS = 16 * 1024 * 1024

/** A scope without names. */
export function newScope(kind: Scope['kind'], parent: Scope | undefined): Scope {
  return { kind, parent, names: new Map(), globals: new Set() }
}

/** The scope of a definition, the same in every pass. */
export function scopeOf(world: World, definition: object, kind: Scope['kind'], parent: Scope): Scope {
  const known = world.scopes.get(definition)
  if (known !== undefined) return known
  const scope = newScope(kind, parent)
  world.scopes.set(definition, scope)
  return scope
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

/** Takes characters of constants from the budget; false when it is used up, and nothing is folded any more. */
export function afford(world: World, values: readonly (Value | undefined)[]): boolean {
  for (const value of values) {
    if (value === undefined) continue
    if (value.kind !== 'any') world.budget -= sizeOf(value)
    else for (const one of value.of) world.budget -= sizeOf(one)
  }
  if (world.budget <= 0) world.exhausted ??= `more than ${MOST_CONSTANTS} characters of constants put together`
  return world.budget > 0
}

function sizeOf(value: Value): number {
  if (value.kind === 'text' || value.kind === 'partial') return value.text.length
  if (value.kind === 'list') return value.items.length
  return value.kind === 'dict' ? value.entries.length : 0
}

/** Most uses, imports and definitions that are kept of one module. */
const MOST_FACTS = 400_000

/** Adds to a list of facts, in the second pass only. */
export function record<T>(world: World, list: T[], fact: () => T): void {
  if (!world.emitting || world.quiet > 0) return
  if (list.length >= MOST_FACTS) world.exhausted ??= `more than ${MOST_FACTS} uses`
  else list.push(fact())
}

/** The place of a node. */
export function placeOf(frame: Frame, at: number): FoundPlace {
  return { at: frame.fixedAt ?? at, within: frame.within, guard: frame.guard, generated: frame.fixedAt !== undefined }
}

/** Notes that the code of a frame reaches a function or class of the module. */
export function reach(world: World, frame: Frame, value: Value, prefix: string): void {
  if (frame.guard !== undefined) return
  for (const one of alternatives(value)) {
    if (one.kind !== 'path' || !one.path.startsWith(prefix)) continue
    const targets = world.edges.get(frame.within) ?? new Set<string>()
    targets.add(one.path.slice(prefix.length))
    world.edges.set(frame.within, targets)
  }
}

/** Adds a use, and says of its node that it is the result. */
export function recordUse(world: World, use: () => FoundUse): void {
  const before = world.uses.length
  record(world, world.uses, use)
  const made = world.uses[before]
  if (made !== undefined && made.flow !== 0) world.flow.nodes[made.flow]?.uses.push(before)
}
