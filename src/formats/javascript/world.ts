import type { Limits } from '../../base/limits.ts'
import { type Flow, newFlow } from '../flow-graph.ts'
import type { ExportedName } from './exported-name.ts'
import type { FoundImport, FoundText, FoundUse } from './found.ts'
import type { Frame, InnerStatements, Postponed } from './frame.ts'
import type { JavaScriptGap } from './module.ts'
import type { JavaScriptDialect } from './parse.ts'
import type { Expression, Program, Statement } from './syntax.ts'
import {
  type FunctionInfo,
  type ListCell,
  newObjectCell,
  type ObjectCell,
  type Scope,
  UNKNOWN,
  type Value,
} from './values.ts'

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
