import type { Unwrapped } from './unwrapped.ts'

/** Unwrapped pieces that are looked through at once, and the way back from the whole to each. */
export interface Batch {
  readonly bytes: Uint8Array
  readonly outside: (start: number, end: number) => readonly [start: number, end: number]
}

/**
 * Pieces one behind the other, with so many empty lines between them that no piece lends another its words: a file with a thousand escaped URLs is
 * looked through twice, not a thousand times.
 */
export function batchOf(pieces: readonly Unwrapped[]): Batch {
  const starts = new Uint32Array(pieces.length)
  let length = 0
  pieces.forEach((piece, index) => {
    starts[index] = length
    length += piece.bytes.length + GAP
  })
  const bytes = new Uint8Array(length).fill(LINE_FEED)
  pieces.forEach((piece, index) => bytes.set(piece.bytes, starts[index]))
  return {
    bytes,
    outside: (start, end) => {
      const index = lastUpTo(starts, start)
      const from = starts[index] ?? 0
      return pieces[index]?.outside(start - from, Math.min(end - from, pieces[index].bytes.length)) ?? [start, end]
    },
  }
}

/** More than the words of a rule reach. */
const GAP = 200
const LINE_FEED = 10

/** The index of the last entry that is not beyond a value. */
function lastUpTo(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
