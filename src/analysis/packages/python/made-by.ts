import type { PythonModule, PythonUse } from '../../../formats/python/module.ts'

/** Nodes that are looked at for what made something. */
const MOST_NODES = 80

/** The nearest use by which what comes to a node was made; undefined where none is sought. */
export function madeBy(
  { flows, uses }: PythonModule,
  node: number,
  isSought: (use: PythonUse) => boolean,
): PythonUse | undefined {
  const queue = [node]
  const seen = new Set(queue)
  const addAll = (nodes: readonly number[]): void => {
    for (const one of nodes) {
      // A node may have tens of thousands before it.
      if (seen.size >= MOST_NODES) return
      if (one === 0 || seen.has(one)) continue
      seen.add(one)
      queue.push(one)
    }
  }
  for (let at = 0; at < queue.length; at++) {
    const flow = flows[queue[at] ?? 0]
    if (flow === undefined) continue
    for (const index of flow.uses.slice(0, MOST_NODES)) {
      const use = uses[index]
      if (use !== undefined && isSought(use)) return use
    }
    addAll(flow.from)
    addAll(flow.enters)
    addAll(flow.given.slice(0, MOST_NODES).map(([, one]) => one))
  }
  return undefined
}
