import { LOCAL, type Value } from './values.ts'
import { type Frame, reach, spend, type World } from './world.ts'

/** A place in the source: what stands there has a node. */
export interface Syntax {
  readonly at: number
}

/** Values that are looked through for functions. */
const MOST_GIVEN = 1024

/** What is given away may be called: functions, and functions in lists and dicts. Classes are only named. */
export function reachThrough(world: World, frame: Frame, value: Value): void {
  if (value.kind === 'text' || value.kind === 'unknown' || value.kind === 'number') return
  const seen = new Set<Value>([value])
  for (const one of seen) {
    if (!spend(world)) return
    if (one.kind === 'path' && !world.classes.has(one.path)) reach(world, frame, one, `${LOCAL}.`)
    for (const part of partsOf(one)) if (seen.size < MOST_GIVEN && part.kind !== 'text') seen.add(part)
  }
}

function partsOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items.slice(0, MOST_GIVEN)
  if (value.kind === 'dict') return value.entries.slice(0, MOST_GIVEN).map(([, item]) => item)
  return value.kind === 'any' ? value.of : []
}
