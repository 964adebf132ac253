/** Something of a history that was not looked at, or not as it should be. A result with gaps is not complete. */
export interface Gap {
  readonly kind: GapKind
  /** How many of it. */
  readonly count: number
  /** One sentence without the number. */
  readonly message: string
  /** Some of them, in the words of the repository: paths, ids, refs. */
  readonly examples: readonly string[]
}

/**
 * `shallow`, `missing`: not in this clone. `damaged`: cannot be read or walked. `too-large`, `too-many`: beyond a limit. `pointer`: content kept elsewhere (Git LFS).
 * `submodule`: another repository. `broken-ref`: leads nowhere. `unknown-origin`: looked at, but the commit could not be found out.
 */
export type GapKind =
  | 'shallow'
  | 'missing'
  | 'damaged'
  | 'too-large'
  | 'too-many'
  | 'pointer'
  | 'submodule'
  | 'broken-ref'
  | 'unknown-origin'

/** Of each gap, so many examples. */
const EXAMPLES = 10

/** Gaps as they are met, one for each kind and message. */
export interface GapLog {
  add(kind: GapKind, message: string, example?: string): void
  list(): readonly Gap[]
}

/** An empty log. */
export function gapLog(): GapLog {
  const gaps = new Map<
    string,
    { readonly kind: GapKind; readonly message: string; count: number; readonly examples: string[] }
  >()
  return {
    add(kind, message, example) {
      const key = `${kind} ${message}`
      const gap = gaps.get(key) ?? { kind, message, count: 0, examples: [] }
      gaps.set(key, gap)
      gap.count++
      if (example !== undefined && gap.examples.length < EXAMPLES) gap.examples.push(example)
    },
    list: () => [...gaps.values()].map((gap) => ({ ...gap, examples: [...gap.examples] })),
  }
}
