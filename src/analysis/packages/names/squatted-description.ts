import { textShingles } from './text-shingles.ts'

/** Two texts laid side by side. Shares from 0 to 1. */
export interface TextLikeness {
  /** What of the first text stands in the second one. */
  readonly contained: number
  /** What of both stands in both (Jaccard). */
  readonly resemblance: number
  /** Runs of words of the first text; few of them say little. */
  readonly runs: number
}

/** How much of a description stands in another one. Linear; see textShingles(). */
export function textLikeness(description: string, other: string): TextLikeness {
  const [own, others] = [textShingles(description), textShingles(other)]
  let shared = 0
  for (const run of own) if (others.has(run)) shared++
  const all = own.size + others.size - shared
  return {
    contained: own.size === 0 ? 0 : shared / own.size,
    resemblance: all === 0 ? 0 : shared / all,
    runs: own.size,
  }
}

/** What a package says of itself. */
export interface DescribedPackage {
  readonly name: string
  readonly description: string
  /** Owner of the source repository, for example `huggingface`; undefined when the package names none. */
  readonly owner: string | undefined
}

/**
 * Does a package describe itself with the text of a popular one that somebody else owns? Undefined when it does not, when the owners are
 * the same (a family of packages shares its README), and when the text is too short to tell.
 */
export function squattedDescription(own: DescribedPackage, popular: DescribedPackage): TextLikeness | undefined {
  const sameOwner = own.owner !== undefined && own.owner.toLowerCase() === popular.owner?.toLowerCase()
  if (sameOwner || own.name === popular.name) return undefined
  const likeness = textLikeness(own.description, popular.description)
  return likeness.runs >= FEWEST_RUNS && likeness.contained >= COPIED ? likeness : undefined
}

/** Twenty words or so: below it are phrases that everybody writes ("A Python client for the … API"). */
const FEWEST_RUNS = 16
/** Copies in which the name was replaced keep more than half of the runs: each name changes four. */
const COPIED = 0.5
