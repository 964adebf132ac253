import type { Omission, ScanContext, SensitiveScanner } from '../sensitive/sensitive-scanner.ts'
import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'

/** Bytes with more matches of one rule than a scanner tells are halved, down to this: then it is a crafted file. */
const LEAST_BYTES = 32 * 1024

/**
 * All matches, however many: a column of addresses has more of them in a megabyte than a scanner tells of one run of bytes. What is left
 * out all the same is told to `omitted`.
 */
export function scanFully(
  scanner: SensitiveScanner,
  bytes: Uint8Array,
  context: ScanContext,
  omitted: (what: Omission) => void,
): readonly SensitiveMatch[] {
  const left: Omission[] = []
  const matches = scanner.scan(bytes, { ...context, omitted: (what) => void left.push(what) })
  const splits = left.some(({ why }) => why === 'matches') && bytes.length > Math.max(LEAST_BYTES, 4 * scanner.reach)
  if (!splits) {
    for (const what of left) omitted(what)
    return matches
  }
  const middle = bytes.length >> 1
  const offset = middle - scanner.reach
  const first = scanFully(scanner, bytes.subarray(0, middle + scanner.reach), context, omitted)
  const second = scanFully(scanner, bytes.subarray(offset), context, omitted)
  return [
    ...first.filter((match) => match.start < middle),
    ...second
      .filter((match) => match.start + offset >= middle)
      .map((match) => ({ ...match, start: match.start + offset, end: match.end + offset })),
  ]
}
