import type { Anomaly } from '../anomaly.ts'

/** What an R serialization holds beside plain values. */
export interface RData {
  /** 2 or 3. */
  readonly version: number
  readonly encoding: 'xdr' | 'native' | 'ascii'
  /** Of a workspace (`save`); empty for one object (`saveRDS`). */
  readonly variables: readonly RVariable[]
  /** In the order of the file; at most some thousand of each kind. */
  readonly facts: readonly RFact[]
  readonly breaches: readonly Anomaly<RDataBreach>[]
}

export interface RVariable {
  readonly name: string
  readonly isFunction: boolean
  readonly byte: number
}

/** Something in the file that is code, or that reaches outside of the file. */
export interface RFact {
  /**
   * `promise`: an expression that runs when it is touched; `binding-promise`: one in the environment of a function, where R
   * itself leaves them; `closure`: a function; `call`: a call that is data, as in a formula; `altrep`: a class that a package
   * restores.
   */
  readonly kind: 'promise' | 'binding-promise' | 'closure' | 'call' | 'altrep'
  /** The functions that are called, or the class; at most some hundred, each once. */
  readonly names: readonly string[]
  readonly byte: number
}

export type RDataBreach = 'truncated' | 'lying-count' | 'unknown-type' | 'bad-reference' | 'limit' | 'trailing-data'
