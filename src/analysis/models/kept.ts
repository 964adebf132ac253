/**
 * Keeps the first observations of each id and severity and counts the rest: one file can repeat a trick a million times, and
 * a thousand harmless ones must not push a critical one off the list.
 */
export interface Kept<T extends { readonly id: string; readonly severity: string }> {
  add(finding: T): void
  readonly list: readonly T[]
  /** How many were counted and not kept. */
  dropped(): number
}

/** `most` of each id and severity. */
export function kept<T extends { readonly id: string; readonly severity: string }>(most: number): Kept<T> {
  const list: T[] = []
  const counts = new Map<string, number>()
  let dropped = 0
  return {
    list,
    dropped: () => dropped,
    add(finding) {
      const key = `${finding.id} ${finding.severity}`
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (count <= most) list.push(finding)
      else dropped++
    },
  }
}
