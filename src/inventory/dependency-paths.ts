import type { Component, ComponentId, Relationship } from '../model/component.ts'

/**
 * For every component the shortest chain from a direct dependency to itself, as `name@version`: the answer to "who brings
 * this in?". Breadth first from all direct ones at once, so linear in components and relationships; ties fall to the first
 * in the order of ids. A component that nothing reaches has no entry.
 */
export function shortestPaths(
  components: readonly Component[],
  relationships: readonly Relationship[],
): ReadonlyMap<ComponentId, readonly string[]> {
  const byId = new Map(components.map((component) => [component.id, component]))
  const needs = Map.groupBy(relationships, ({ from }) => from)
  const cameFrom = new Map<ComponentId, ComponentId | undefined>()
  const queue: ComponentId[] = []
  for (const component of components) {
    if (component.direct !== 'yes') continue
    cameFrom.set(component.id, undefined)
    queue.push(component.id)
  }
  for (let next = 0; next < queue.length; next++) {
    const from = queue[next]
    if (from === undefined) break
    for (const { to } of needs.get(from) ?? []) {
      if (cameFrom.has(to)) continue
      cameFrom.set(to, from)
      queue.push(to)
    }
  }
  return new Map(queue.map((id) => [id, chain(id, cameFrom, byId)]))
}

/** Longer chains than this are cut in the middle: nobody reads them, and a crafted lock could make one of every package. */
const LONGEST_CHAIN = 20

function chain(
  id: ComponentId,
  cameFrom: ReadonlyMap<ComponentId, ComponentId | undefined>,
  byId: ReadonlyMap<ComponentId, Component>,
): readonly string[] {
  const steps: string[] = []
  let current: ComponentId | undefined = id
  while (current !== undefined && steps.length < LONGEST_CHAIN) {
    const component = byId.get(current)
    if (component !== undefined) steps.push(label(component))
    current = cameFrom.get(current)
  }
  return steps.reverse()
}

function label(component: Component): string {
  return component.version.kind === 'exact' ? `${component.name}@${component.version.version}` : component.name
}
