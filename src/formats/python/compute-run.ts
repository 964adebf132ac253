import type { Value } from './values.ts'
import type { Frame, World } from './world.ts'

/** One run of a piece of the module on constants, apart from everything else that is known. */
export interface Run {
  readonly world: World
  readonly frame: Frame
  readonly names: Map<string, Value>
  /** Functions that were called from one another. */
  readonly depth: number
  /** What a `return` gave. */
  result: Value | undefined
}

/** Something is not known, so nothing is computed; caught where a run begins. */
export class NotConstant extends Error {}

/** Thrown a hundred thousand times for one large package; to make an error each time, with its stack, took a fiftieth of all time. */
export const NOT_CONSTANT = new NotConstant()

/** Steps of one run. */
const MOST_STEPS = 300_000

/** Begins a run; undefined where something in it is not known, or it takes too long. */
export function attempt(world: World, compute: () => Value | undefined): Value | undefined {
  if (world.steps <= 0) return undefined
  const { lastStep } = world
  world.lastStep = Math.max(lastStep, world.steps - MOST_STEPS)
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof NotConstant)) throw error
    return undefined
  } finally {
    world.lastStep = lastStep
  }
}

/** Counts a step; throws NotConstant when none is left. */
export function step({ world }: Run): void {
  if (--world.steps <= world.lastStep) throw NOT_CONSTANT
}

/** The value; throws NotConstant when there is none. */
export function known(value: Value | undefined): Value {
  if (value === undefined || value.kind === 'unknown' || value.kind === 'any' || value.kind === 'partial')
    throw NOT_CONSTANT
  return value
}
