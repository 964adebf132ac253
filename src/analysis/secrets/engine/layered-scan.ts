import type { ScanContext } from '../../sensitive/sensitive-scanner.ts'
import { type Candidate, RANK } from './candidate.ts'
import type { Found } from './finder.ts'
import { withoutOverlaps } from './overlaps.ts'
import { RuleScan } from './rule-scan.ts'
import type { Listener, ScanPlan } from './scan-plan.ts'
import { type EscapeMarks, unwrapAll, type UnwrappedBatch } from './unwrapping/unwrap.ts'
import type { UnwrapBudget } from './unwrapping/unwrapped.ts'
import { unwrapUtf16 } from './unwrapping/utf16.ts'

/** How many wrappings inside of each other are taken off. */
export const DEPTH = 3

/** Looks through bytes and, down to a depth, through what is wrapped in them. No two candidates share bytes, but for those that share a wrapping. */
export function layeredScan(
  bytes: Uint8Array,
  context: ScanContext,
  plan: ScanPlan,
  budget: UnwrapBudget,
  depth: number = DEPTH,
): readonly Candidate[] {
  const wide = unwrapUtf16(bytes)
  if (wide !== undefined && depth > 0)
    return inside({ ...wide, wrapped: [wide.wrapping] }, 0, layeredScan(wide.bytes, context, plan, budget, depth - 1))
  const marks = { percent: [], json: [] }
  const plain = scanLayer(bytes, context, plan, marks)
  if (depth === 0) return withoutOverlaps(plain)
  const wrapped = unwrapAll(bytes, marks, budget).flatMap((batch, index) =>
    inside(batch, index, layeredScan(batch.bytes, context, plan, budget, depth - 1)),
  )
  return withoutOverlaps(wrapped.length === 0 ? plain : [...plain, ...wrapped])
}

/** Candidates of a layer inside, as candidates of the layer outside. */
function inside(
  { outside, wrapped }: Pick<UnwrappedBatch, 'outside' | 'wrapped'>,
  container: number,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  return candidates.map((candidate) => {
    const [start, end] = outside(candidate.start, candidate.end)
    return { ...candidate, start, end, container, wrapped: [...wrapped, ...(candidate.wrapped ?? [])] }
  })
}

/** One layer: the keywords, then what each listener makes of them. The order matters: the hits are gone with the next search of the plan. */
function scanLayer(
  bytes: Uint8Array,
  context: ScanContext,
  plan: ScanPlan,
  marks: { readonly [Kind in keyof EscapeMarks]: number[] },
): readonly Candidate[] {
  const rules = new RuleScan(bytes, context)
  const found: Candidate[] = []
  const hears = hearing(context)
  const { count, keywords, ends } = plan.search.hits(bytes)
  for (let hit = 0; hit < count; hit++) {
    const keyword = keywords[hit] ?? 0
    const end = ends[hit] ?? 0
    const start = end - (plan.lengths[keyword] ?? 0)
    for (const listener of plan.listeners[keyword] ?? []) {
      if (!hears(listener)) continue
      if (listener.kind === 'value') rules.tryValue(listener.rule, listener.anchor, start)
      else if (listener.kind === 'region') rules.addRegion(listener.rule, listener.anchor, start, end)
      else if (listener.kind === 'wrapping') marks[listener.wrapping].push(start)
      else {
        const value = listener.finder.find({ bytes, start, end, context })
        if (value !== undefined) found.push(generic(value))
      }
    }
  }
  for (const rule of plan.labelled(context.label)) rules.addEverything(rule)
  if (context.label !== undefined)
    found.push(...plan.finders.flatMap((finder) => finder.findLabelled?.(bytes, context) ?? []).map(generic))
  return [...rules.finish(), ...found]
}

function generic(found: Found): Candidate {
  return { ...found, rank: RANK.generic, anchor: 0, disproved: false, yieldsTo: [] }
}

/** Which listeners are asked in a file: rules only in the files they name, escapes of JSON only where JSON stands. */
function hearing(context: ScanContext): (listener: Listener) => boolean {
  const isJson = context.role !== 'source' && context.role !== 'prose' && context.role !== 'binary'
  return (listener) => {
    if (listener.kind === 'wrapping') return listener.wrapping !== 'json' || isJson
    return listener.kind === 'finder' || listener.rule.standsIn(context.path)
  }
}
