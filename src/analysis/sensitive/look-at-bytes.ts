import type { ByteSource } from '../../base/bytes.ts'
import { at } from '../../model/location.ts'
import { labelOf } from './label-of.ts'
import { lineCounter } from './line-counter.ts'
import { type Piece, PIECE_BYTES, piecesOf } from './pieces.ts'
import type { Omission, ScanContext, SensitiveScanner } from './sensitive-scanner.ts'
import type { Witness } from './sighting.ts'

/** Bytes as they stand in a file or a part of one. */
export interface Bytes {
  readonly source: ByteSource
  readonly from: number
  readonly to: number
  readonly context: ScanContext
  /** For the sightings; see sighting. */
  readonly inside: string
  /** Of the file that is scanned. */
  readonly path: string
}

/** Looks through bytes as they are, in pieces, and tells each match with its line. Lines are those of the file only where nothing is inside. */
export async function lookAtBytes(
  bytes: Bytes,
  scanners: readonly SensitiveScanner[],
  witness: Witness,
): Promise<void> {
  const { source, from, to, context, inside, path } = bytes
  const reach = Math.max(0, ...scanners.map((scanner) => scanner.reach))
  const counted = { line: 1 }
  const heard: ScanContext = { ...context, omitted: omissionsTo(witness, inside) }
  for await (const piece of piecesOf(source, { from, to, reach })) {
    for (const scanner of scanners) {
      const place = lineCounter(piece.bytes, piece.from - piece.offset)
      for (const match of scanner.scan(piece.bytes, heard)) {
        const start = piece.offset + match.start
        if (start < piece.from || start >= piece.to) continue
        const { lines, start: lineStart } = place(match.start)
        const label = labelOf(piece.bytes, match.start)
        witness.see({
          match,
          location: inside === '' ? at(path, counted.line + lines, match.start - lineStart + 1) : { path },
          role: context.role,
          inside,
          ...(label === undefined ? {} : { label }),
        })
      }
    }
    if (to - from > PIECE_BYTES) counted.line += linesOf(piece)
  }
}

/** For a scan context: what a scanner leaves out is told as a gap. */
export function omissionsTo(witness: Pick<Witness, 'miss'>, inside: string): (what: Omission) => void {
  const place = inside === '' ? '' : ` ${inside}`
  return ({ why, rule, count }) =>
    witness.miss(
      why === 'matches'
        ? `${count} more matches of ${rule ?? 'one rule'}${place} than are told`
        : `${count} bytes of encoded text${place} were not decoded`,
    )
}

function linesOf({ bytes, offset, from, to }: Piece): number {
  return lineCounter(bytes, from - offset)(to - offset).lines
}
