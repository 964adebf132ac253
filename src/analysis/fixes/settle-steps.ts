import { compareText } from '../../base/compare.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import type { FixStep, PlannedEdit } from './fix-plan.ts'

/**
 * Makes the edits of all steps fit together: of two that change the same bytes (one requirement that two versions in a lock
 * answer to) the higher version stays, the same edit stands once. Steps are sorted by package and place.
 */
export function settleSteps(steps: readonly FixStep[]): readonly FixStep[] {
  const taken = new Set<string>()
  const highestFirst = steps.toSorted((a, b) => byName(a, b) || schemeOf(a.ecosystem).compare(b.to, a.to))
  const settled = highestFirst.map((step) => {
    const edits = step.edits.filter((edit) => {
      const place = editKey(edit)
      if (taken.has(place)) return false
      taken.add(place)
      return true
    })
    return { ...step, edits }
  })
  return settled.toSorted((a, b) => byName(a, b) || compareText(placeKey(a), placeKey(b)))
}

function byName(a: FixStep, b: FixStep): number {
  return compareText(a.ecosystem, b.ecosystem) || compareText(a.name, b.name)
}

function editKey({ path, start, end }: PlannedEdit): string {
  return [path, start, end].join('\n')
}

function placeKey({ edits: [first] }: FixStep): string {
  return first === undefined ? '' : `${first.path}\n${String(first.line).padStart(9, '0')}`
}
