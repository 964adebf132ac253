import type { CharacterSet } from '../../../../base/character-set.ts'
import { BASE64_BYTES, runEnd } from '../bytes-at.ts'
import type { Run } from './unwrapped.ts'

/** Shorter runs hold no secret: 24 characters of base64 are 18 bytes. */
export const SHORTEST_RUN = 24

/**
 * Runs of at least SHORTEST_RUN characters of base64 (hexadecimal digits are among them). Looks at the last byte a run would have to have and goes back from
 * there, so of ordinary text it sees one byte in ten.
 */
export function* encodedRuns(bytes: Uint8Array): Generator<Run, void, void> {
  const set: CharacterSet = BASE64_BYTES
  let from = 0
  while (from + SHORTEST_RUN <= bytes.length) {
    let at = from + SHORTEST_RUN - 1
    while (at >= from && set[bytes[at] ?? 0] === 1) at--
    if (at >= from) {
      from = at + 1
      continue
    }
    const end = runEnd(bytes, from + SHORTEST_RUN, bytes.length, set)
    yield { start: from, end }
    from = end + 1
  }
}
