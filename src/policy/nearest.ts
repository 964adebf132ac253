/** The candidate a writer most likely meant, when one is close enough to be worth suggesting. Case does not count. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > MAX_LENGTH) return undefined
  const allowed = Math.max(1, Math.floor(written.length / 3))
  const ranked = candidates
    .filter((candidate) => candidate.length <= MAX_LENGTH)
    .map((candidate) => ({ candidate, distance: distance(written.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= allowed ? best.candidate : undefined
}

/** `did you mean "severity"?`, else the candidates when they are few, else nothing. */
export function suggestion(written: string, candidates: readonly string[]): string | undefined {
  const best = nearest(written, candidates)
  if (best !== undefined) return `did you mean "${best}"?`
  return candidates.length <= MAX_LISTED ? `expected one of ${candidates.join(', ')}` : undefined
}

/** Longer names are never a slip of the finger; also bounds the quadratic distance. */
const MAX_LENGTH = 60
const MAX_LISTED = 16

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const cheapest = Math.min(replaced, (last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      current.push(swapped ? Math.min(cheapest, (beforeLast[j - 2] ?? 0) + 1) : cheapest)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}
