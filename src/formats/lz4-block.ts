const SHORTEST_MATCH = 4
const LONG = 15
/** Up to it a loop is faster than a call: most literals and matches are shorter. */
const SHORT_COPY = 32

/**
 * Unpacks one LZ4 block into `room` from `start` on (LZ4 block format, 2022). Copies may reach back to `oldest`. Gives how
 * many bytes came out and whether the block was damaged; what stands in front of the damage is unpacked. Never writes
 * outside `room` and never throws.
 */
export function unpackLz4Block(
  packed: Uint8Array,
  room: Uint8Array,
  start: number,
  oldest: number,
): { readonly length: number; readonly damaged: boolean } {
  let at = 0
  let out = start
  const state = { at: 0 }
  while (at < packed.length) {
    const token = packed[at++] ?? 0
    state.at = at
    const literals = length(packed, state, token >> 4)
    at = state.at
    const given = Math.min(literals, packed.length - at, room.length - out)
    if (given > SHORT_COPY) room.set(packed.subarray(at, at + given), out)
    else for (let index = 0; index < given; index++) room[out + index] = packed[at + index] ?? 0
    out += given
    at += given
    if (given < literals) return { length: out - start, damaged: true }
    // The last sequence of a block has no match.
    if (at === packed.length) return { length: out - start, damaged: false }
    const distance = (packed[at] ?? 0) + (packed[at + 1] ?? 0) * 256
    if (at + 2 > packed.length || distance === 0 || out - distance < oldest)
      return { length: out - start, damaged: true }
    state.at = at + 2
    const match = length(packed, state, token & 15) + SHORTEST_MATCH
    at = state.at
    const copied = Math.min(match, room.length - out)
    copyMatch(room, out, distance, copied)
    out += copied
    if (copied < match) return { length: out - start, damaged: true }
  }
  return { length: out - start, damaged: packed.length === 0 || out > start }
}

/** A length of 15 goes on in the next bytes until one is not 255. */
function length(packed: Uint8Array, state: { at: number }, nibble: number): number {
  let sum = nibble
  if (nibble !== LONG) return sum
  for (;;) {
    const byte = packed[state.at]
    if (byte === undefined) return sum
    state.at++
    sum += byte
    if (byte !== 255) return sum
  }
}

/** Source and target overlap when the distance is shorter than the copy: then the bytes repeat. */
function copyMatch(room: Uint8Array, out: number, distance: number, count: number): void {
  if (distance >= count && count > SHORT_COPY) {
    room.copyWithin(out, out - distance, out - distance + count)
    return
  }
  for (let at = out; at < out + count; at++) room[at] = room[at - distance] ?? 0
}
