import type { Ecosystem } from '../../../model/ecosystem.ts'

/** In what way a name resembles another one. */
export type CandidateKind =
  /** Letters that look alike: `t0rch`, `rеquests` with a Cyrillic letter. */
  | 'homoglyph'
  /** Only separators or case differ: `scikitlearn`, `jsonstream` for `JSONStream`. */
  | 'separators'
  /** Singular and plural: `request` for `requests`. */
  | 'plural'
  /** The same words in another order: `dateutil-python`. */
  | 'word-order'
  /** A word such as `py`, `sdk`, `official` more, less or another one: `huggingface-cli` for `huggingface-hub`. */
  | 'affix'
  /** One or two edits apart, see mostEdits(): `deepseeek`. */
  | 'edit'
  /** An npm scope like a popular one, or a popular scope written into a name without one: `@langchian/core`, `types-node`. */
  | 'scope'
  /** The name of a popular package of another ecosystem. */
  | 'twin'
  /** The name under which another package is imported: `cv2`, `sklearn`, `yaml`. */
  | 'import-name'
  /** A name that the user keeps for private packages. */
  | 'private-name'

/**
 * A name that another one may be meant for, or may be taken for. It is a reason to look and no more: no kind, weight or number of
 * candidates blocks anything (distance 1 alone hits 0.79 % of ordinary PyPI names and 3.1 % of malicious ones).
 */
export interface NameCandidate {
  readonly kind: CandidateKind
  /** The popular or private name, as its ecosystem spells it. */
  readonly popular: string
  readonly ecosystem: Ecosystem
  /** 1 for the most popular; absent for names that stand in no list (a private name, a module). */
  readonly rank?: number
  /** Edits, words or separators apart; 0 where only the looks, the order or the ecosystem differ. */
  readonly distance: number
  readonly weight: CandidateWeight
  /** Why, as the end of a sentence that begins with the name: `is one edit from torch (two letters swapped)`. */
  readonly because: string
}

/** How much more often malicious names show this than ordinary ones, and what that makes of the chance. */
export interface CandidateWeight {
  /** Share among malicious names divided by the share among ordinary ones; 1 says nothing, below 1 speaks for the name. */
  readonly ratio: number
  /** The chance that the name is malicious, given the chance before the name was looked at. From 0 up to, not including, 1. */
  readonly chance: number
  /** `measured`: both shares were counted. `assumed`: no figures are known; the ratio is our estimate and its reason stands in the table. */
  readonly basis: 'measured' | 'assumed'
}
