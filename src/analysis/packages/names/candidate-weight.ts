import type { Ecosystem } from '../../../model/ecosystem.ts'
import type { CandidateWeight } from './candidate.ts'

/** What is weighed; kinds of candidates, with the distances of edits told apart. */
export type WeighedTrait =
  | 'one-edit'
  | 'two-edits'
  | 'separators'
  | 'affix'
  | 'other-affix'
  | 'foreign-lookalike'
  | 'word-order'
  | 'scope'
  | 'twin'
  | 'import-name'
  | 'private-name'
  | 'open-private-name'

/**
 * The chance that a package is malicious before its name is looked at. Our default for a package nobody here has used yet; a caller that
 * knows its age, its downloads and its maintainer gives a better one: the name multiplies that, it does not replace it.
 */
export const PRIOR_CHANCE = 0.01

/** The weight of a trait in an ecosystem (Bayes' rule over the table below). `prior` from 0 up to, not including, 1. */
export function candidateWeight(
  trait: WeighedTrait,
  ecosystem: Ecosystem,
  prior: number = PRIOR_CHANCE,
): CandidateWeight {
  const counts = ecosystem === 'conda' ? undefined : COUNTED[trait]?.[ecosystem]
  const ratio = counts === undefined ? (ASSUMED_RATIO[trait] ?? 1) : share(counts.malicious) / share(counts.ordinary)
  const odds = (ratio * prior) / (1 - prior)
  return {
    ratio: Math.round(ratio * 100) / 100,
    chance: Math.round((odds / (1 + odds)) * 10_000) / 10_000,
    basis: counts === undefined ? 'assumed' : 'measured',
  }
}

/** Hits, and names looked at. */
type Count = readonly [hits: number, of: number]

interface Counts {
  readonly ordinary: Count
  readonly malicious: Count
}

/**
 * Counted in November 2026: names against the 1,000 most popular; ordinary are those below rank 5,000, malicious the names of a
 * published corpus. Most malicious npm names of that corpus are made up or look scoped, so a near name hardly speaks against
 * a package there. Two edits, word order and the rest were not counted.
 */
const COUNTED: Partial<Record<WeighedTrait, Readonly<Record<'PyPI' | 'npm', Counts>>>> = {
  'one-edit': {
    PyPI: { ordinary: [79, 10_000], malicious: [48, 1531] },
    npm: { ordinary: [12, 3000], malicious: [7, 8080] },
  },
  separators: {
    PyPI: { ordinary: [4, 10_000], malicious: [0, 1531] },
    npm: { ordinary: [12, 3000], malicious: [0, 8080] },
  },
  affix: {
    PyPI: { ordinary: [21, 10_000], malicious: [2, 1531] },
    npm: { ordinary: [0, 3000], malicious: [29, 8080] },
  },
}

/** With half a hit more and one name more (Jeffreys' prior): no hit in 1,531 names is not proof that there is none. */
function share([hits, of]: Count): number {
  return (hits + 0.5) / (of + 1)
}

/** Nobody has counted these. Each is an estimate that we can give a reason for, to be replaced by a count. */
const ASSUMED_RATIO: Partial<Record<WeighedTrait, number>> = {
  // Half of the false alarms of one project came from distance 2, and longer names collide less: less than one edit on PyPI (4).
  'two-edits': 1.5,
  // One affix less, or one for another: families of packages do that among themselves.
  'other-affix': 1,
  // No registry takes such a name, so no honest package has it; it stands in a manifest by accident or to deceive.
  'foreign-lookalike': 50,
  'word-order': 2,
  // Whoever owns a scope that looks like a known one chose it: names cannot collide by chance as short words do.
  scope: 4,
  // 8.7 % of the Python names that assistants make up are real npm names; many honest projects live in both ecosystems too.
  twin: 1.5,
  // What people type who know only the import; squatters know that.
  'import-name': 3,
  // Whoever claims a name that an organisation uses in private knows it from there.
  'private-name': 50,
  // Nobody has taken it yet: a hole to close, no sign of an attack.
  'open-private-name': 1,
}
