import type { ByteSource } from '../../src/base/bytes.ts'
import { piecesOf } from '../../src/analysis/sensitive/pieces.ts'
import type { SensitiveMatch } from '../../src/analysis/sensitive/sensitive-match.ts'
import type { ScanContext, SensitiveScanner } from '../../src/analysis/sensitive/sensitive-scanner.ts'

/**
 * Looks through a source of any size, a few MiB at a time, and tells each match once, with offsets in the source. Pieces overlap by the reach of the scanner:
 * no match is cut at a seam, and a match belongs to the piece it begins in. Memory does not grow with the source.
 */
export async function scanSource(
  source: ByteSource,
  scanner: SensitiveScanner,
  context: ScanContext,
  onMatch: (match: SensitiveMatch) => void,
): Promise<void> {
  for await (const { bytes, offset, from, to } of piecesOf(source, {
    from: 0,
    to: source.size,
    reach: scanner.reach,
  })) {
    for (const match of scanner.scan(bytes, context)) {
      const start = offset + match.start
      if (start >= from && start < to) onMatch({ ...match, start, end: offset + match.end })
    }
  }
}
