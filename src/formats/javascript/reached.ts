import type { FunctionInfo } from './values.ts'
import type { World } from './world.ts'

/** The functions whose code runs with the module, because code that runs then calls them or gives them away, and so on from there. */
export function reachedAtImport(world: World): ReadonlySet<FunctionInfo> {
  const reached = new Set<FunctionInfo>()
  const queue: (FunctionInfo | undefined)[] = [undefined]
  while (queue.length > 0) {
    for (const to of world.edges.get(queue.pop()) ?? []) {
      if (reached.has(to)) continue
      reached.add(to)
      queue.push(to)
    }
  }
  return reached
}
