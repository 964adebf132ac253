import type { FoundPlace, FoundUse } from './found.ts'
import type { Frame } from './frame.ts'
import { type AnyNode, startOf } from './syntax.ts'
import type { FunctionInfo } from './values.ts'
import type { World } from './world.ts'

/** Adds to a list of facts, in the last pass only. */
export function record<T>(world: World, list: T[], fact: () => T): void {
  if (!world.emitting) return
  if (list.length >= MOST_FACTS) world.exhausted ??= `more than ${MOST_FACTS} uses`
  else list.push(fact())
}

/** Most uses that are kept of one module. */
const MOST_FACTS = 200_000

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
