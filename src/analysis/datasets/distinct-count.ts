import type { Count } from './dataset-inspection.ts'

/** Hashes kept; above twice as many the smallest of them stand for all (error about 1 in the square root of it). */
const KEPT = 8192
const RANGE = 2 ** 53

/**
 * Counts different values without keeping them: exactly up to a bound, then by the smallest hashes ("k minimum values", Bar-Yossef and
 * others 2002). Lives as long as a column is looked at.
 */
export class DistinctCount {
  readonly #kept: number
  #hashes = new Set<number>()
  /** Hashes from here on are left out. */
  #below = RANGE

  constructor(kept = KEPT) {
    this.#kept = kept
  }

  add(value: string): void {
    const hash = hashOf(value)
    if (hash >= this.#below) return
    this.#hashes.add(hash)
    if (this.#hashes.size > 2 * this.#kept) this.#thin()
  }

  count(): Count {
    if (this.#below === RANGE) return { count: this.#hashes.size, exact: true }
    return { count: Math.round(this.#hashes.size / (this.#below / RANGE)), exact: false }
  }

  #thin(): void {
    const sorted = Float64Array.from(this.#hashes).sort()
    this.#below = sorted[this.#kept] ?? RANGE
    this.#hashes = new Set(sorted.subarray(0, this.#kept))
  }
}

/** 53 bits of two multiplicative hashes (FNV-1a, then the finalizer of MurmurHash3): evenly spread, not secret. */
function hashOf(value: string): number {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995)
  }
  return (finished(high) >>> 11) * 2 ** 32 + (finished(low ^ value.length) >>> 0)
}

function finished(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
