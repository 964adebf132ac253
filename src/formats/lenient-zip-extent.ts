import type { ByteSource } from '../base/bytes.ts'
import type { ByteRange } from './lenient-zip-types.ts'
import { piecesOf } from './source-part.ts'

/** From the first record to the end of the last. */
export function extentOf(records: readonly ByteRange[], size: number): ByteRange {
  let from = size
  let to = 0
  for (const record of records) {
    from = Math.min(from, record.from)
    to = Math.max(to, Math.min(record.to, size))
  }
  return { from: Math.min(from, to), to }
}

/** The parts of `extent` that no range covers, rising. */
export function withoutRanges(extent: ByteRange, ranges: readonly ByteRange[]): readonly ByteRange[] {
  const sorted = [...ranges].sort((left, right) => left.from - right.from)
  const free: ByteRange[] = []
  let at = extent.from
  for (const { from, to } of sorted) {
    if (from > at) free.push({ from: at, to: Math.min(from, extent.to) })
    at = Math.max(at, to)
  }
  return free
}

const PIECE_BYTES = 64 * 1024

/** Those that hold more than zeros, which writers leave to align what follows. Beyond `mostBytes` all are taken to hold something. */
export async function contentGaps(
  source: ByteSource,
  gaps: readonly ByteRange[],
  mostBytes: number,
): Promise<readonly ByteRange[]> {
  const found: ByteRange[] = []
  let left = mostBytes
  for (const gap of gaps) {
    left -= gap.to - gap.from
    if (left < 0 || !(await isZero(source, gap))) found.push(gap)
  }
  return found
}

async function isZero(source: ByteSource, { from, to }: ByteRange): Promise<boolean> {
  for await (const piece of piecesOf(source, from, to, PIECE_BYTES)) {
    if (piece.some((byte) => byte !== 0)) return false
  }
  return true
}
