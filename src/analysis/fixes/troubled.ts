import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import { editingOf } from './editable-files.ts'
import type { Placed, PlanIndex } from './plan-index.ts'

/** One package in trouble in one unit: a set of files that are resolved together. */
export interface Troubled {
  readonly unit: string
  readonly component: Component
  readonly findings: readonly Finding[]
  /** Requirements that can be edited. */
  readonly asked: readonly Placed[]
  /** Entries of lock files that tools write. */
  readonly locked: readonly Placed[]
}

/** What is in trouble, by the units it stands in: services that share a package but no file are planned for themselves. */
export function troubledIn(
  findings: readonly Finding[],
  components: readonly Component[],
  index: PlanIndex,
): readonly Troubled[] {
  const byId = new Map(components.map((component) => [component.id, component]))
  return [...Map.groupBy(findings, ({ component }) => component)].flatMap(([id, own]) => {
    const component = byId.get(id ?? '')
    if (component === undefined) return []
    const all = component.evidence.flatMap(({ location }) => index.at(location, component.name))
    return [...Map.groupBy(all, ({ file }) => index.unitOf(file.path))].map(([unit, places]) => ({
      unit,
      component,
      findings: own,
      asked: places.filter(({ file }) => editingOf(file.extractor) !== undefined),
      locked: places.filter(({ file, mention }) => editingOf(file.extractor) === undefined && mention.role === 'locks'),
    }))
  })
}
