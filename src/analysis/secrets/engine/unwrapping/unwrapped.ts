import type { Wrapping } from '../../../sensitive/sensitive-match.ts'

/** Bytes out of a wrapping, and how places in them map to places of the wrapping. */
export interface Unwrapped {
  readonly bytes: Uint8Array
  readonly wrapping: Wrapping
  /** The bytes of the wrapping that hold `start` up to `end` of what was unwrapped. */
  readonly outside: (start: number, end: number) => readonly [start: number, end: number]
}

/** A run of bytes that may be wrapped: half open. */
export interface Run {
  readonly start: number
  readonly end: number
}

/** How many more bytes may be unwrapped while one file is looked at: nested wrappings would otherwise multiply the work. */
export interface UnwrapBudget {
  left: number
  /** Bytes that were not unwrapped for want of it. */
  refused: number
}

/** Takes bytes out of the budget; false when there are not enough left. */
export function spend(budget: UnwrapBudget, bytes: number): boolean {
  if (bytes > budget.left) {
    budget.refused += bytes
    return false
  }
  budget.left -= bytes
  return true
}
