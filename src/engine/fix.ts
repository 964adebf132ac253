import { advisoriesOf } from '../analysis/fixes/advisories-of.ts'
import { planFixes } from '../analysis/fixes/plan-fixes.ts'
import type { FixPlan } from '../analysis/fixes/fix-plan.ts'
import type { Finding } from '../model/finding.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { editableText, type EditableText } from './editable-text.ts'
import { plannedFiles } from './planned-files.ts'
import { conclude, inspect, type Inspected, type ScanRequest } from './scan.ts'
import { withEdits } from './with-edits.ts'

/** Which findings a fix is to end. */
export type Selection = (result: ScanResult) => readonly Finding[]

/** One vulnerability of one package at one place. */
export interface Exposure {
  readonly ecosystem: string
  readonly name: string
  readonly advisory: string
  readonly path: string
}

/** A plan, and what the same scan says when it is carried out. */
export interface FixOutcome {
  readonly selected: readonly Finding[]
  readonly plan: FixPlan
  /** The files that change, as they are and as they are to be. Sorted by path. */
  readonly files: readonly EditableText[]
  readonly ended: readonly Exposure[]
  readonly staying: readonly Exposure[]
  /** Vulnerabilities that were not there before: none, unless the data contradict themselves. */
  readonly brought: readonly Exposure[]
  readonly before: ScanResult
  readonly after: ScanResult
}

/**
 * Plans fixes and verifies them: reads the tree as a scan does, plans, applies the edits in memory, reads the edited files
 * again with the same extractors, takes lock entries that the new requirements move for moved, and concludes again. Writes
 * nothing. Throws what a scan throws.
 */
export async function fix(
  request: ScanRequest,
  select: Selection,
  options: { readonly majors: boolean },
): Promise<FixOutcome> {
  return fixInspected(request, await inspect(request), select, options)
}

/** The same for a tree that was read. */
export async function fixInspected(
  request: ScanRequest,
  inspected: Inspected,
  select: Selection,
  options: { readonly majors: boolean },
): Promise<FixOutcome> {
  const before = await conclude(request, inspected)
  const selected = select(before)
  const planned = await plannedFiles(inspected, selected, before.components)
  const draft = planFixes({
    findings: selected,
    components: before.components,
    files: planned,
    known: request.advisories,
    ...options,
  })
  const { plan, inspection, texts } = await withEdits(draft, inspected, planned, request.limits)
  const after = await conclude(request, { ...inspected, inspection })
  const [was, is] = [exposures(selected, before), exposures(after.findings, after)]
  return {
    selected,
    plan,
    files: plan.changes.flatMap((change) => editableText(change, texts) ?? []),
    ended: without(was, is),
    staying: without(was, without(was, is)),
    brought: without(is, exposures(before.findings, before)),
    before,
    after,
  }
}

function exposures(findings: readonly Finding[], { components }: ScanResult): readonly Exposure[] {
  const byId = new Map(components.map((component) => [component.id, component]))
  const all = findings.flatMap((finding) => {
    const component = byId.get(finding.component ?? '')
    if (component === undefined) return []
    const { ecosystem, name } = component
    const paths = new Set(component.evidence.map(({ location }) => location.path))
    return advisoriesOf(finding).flatMap((advisory) => [...paths].map((path) => ({ ecosystem, name, advisory, path })))
  })
  return [...new Map(all.map((one) => [exposureKey(one), one])).values()]
}

function without(list: readonly Exposure[], others: readonly Exposure[]): readonly Exposure[] {
  const keys = new Set(others.map(exposureKey))
  return list.filter((one) => !keys.has(exposureKey(one)))
}

function exposureKey({ ecosystem, name, advisory, path }: Exposure): string {
  return [ecosystem, name, advisory, path].join('\n')
}
