import type { Candidate } from './candidate.ts'

/**
 * Of candidates that share bytes the one that knows most is kept, in this order: the one another yields to; proved offline; found by a prefix of its own; disproved; found by a word
 * nearby; by an assignment; the longer literal; the one that is not
 * wrapped; the longer value; the earlier id. What remains is in order of `start`; the disproved have then done their work and go.
 */
export function withoutOverlaps(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of candidates.toSorted((a, b) => a.start - b.start || compare(a, b))) {
    const rivals = kept.slice(-NEIGHBOURS).filter((other) => areRivals(candidate, other))
    if (rivals.some((rival) => compare(rival, candidate) < 0)) continue
    for (const rival of rivals) kept.splice(kept.lastIndexOf(rival), 1)
    kept.push(candidate)
  }
  return kept.filter((candidate) => !candidate.disproved)
}

/** How far back a candidate that still reaches here can be: only what stands in one wrapping overlaps and stays. */
const NEIGHBOURS = 16

function areRivals(a: Candidate, b: Candidate): boolean {
  if (b.end <= a.start) return false
  return a.container === undefined || a.container !== b.container
}

/** Negative where `a` knows more than `b`. */
function compare(a: Candidate, b: Candidate): number {
  if (a.yieldsTo.includes(b.rule.id) !== b.yieldsTo.includes(a.rule.id)) return a.yieldsTo.includes(b.rule.id) ? 1 : -1
  if (a.rank !== b.rank) return b.rank - a.rank
  if (a.anchor !== b.anchor) return b.anchor - a.anchor
  const layers = (a.wrapped?.length ?? 0) - (b.wrapped?.length ?? 0)
  if (layers !== 0) return layers
  if (a.end - a.start !== b.end - b.start) return b.end - b.start - (a.end - a.start)
  if (a.start !== b.start) return a.start - b.start
  return a.rule.id < b.rule.id ? -1 : Number(a.rule.id > b.rule.id)
}
