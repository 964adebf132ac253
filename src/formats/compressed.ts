import type { ByteSource } from '../base/bytes.ts'
import type { Meter, PackedRange, Unpacking } from './compressed-stream.ts'
import { unpackBzip2 } from './compressed-bzip2.ts'
import { unpackLzip } from './compressed-lzip.ts'
import { unpackLzmaAlone } from './compressed-lzma.ts'
import { unpackXz } from './compressed-xz.ts'
import { unpackZlib } from './compressed-zlib.ts'
import { unpackFrames } from './compressed-frames.ts'
import { type Compression, starts } from './compression-kind.ts'
import { unpackGzipMember } from './gzip.ts'
import { piecesOf } from './source-part.ts'

/** Unpacks everything of one kind that stands at the start of the range. */
export type Decoder = (source: ByteSource, range: PackedRange, meter: Meter) => Unpacking

/** Decoders that come from outside, by the kind they read; the others are built in. */
export type Decoders = Readonly<Partial<Record<Compression, Decoder>>>

/** The decoder for a kind, or undefined where there is none: then the stream has to be reported as not inspected. */
export function decoderFor(kind: Compression, decoders: Decoders): Decoder | undefined {
  return decoders[kind] ?? BUILT_IN[kind]
}

const BUILT_IN: Decoders = {
  gzip: unpackGzip,
  zlib: unpackZlib,
  zstd: unpackFrames,
  lz4: unpackFrames,
  bzip2: unpackBzip2,
  xz: unpackXz,
  lzma: unpackLzmaAlone,
  lzip: unpackLzip,
  'joblib-zfile': unpackJoblibZFile,
}

const ZERO_RUN_BYTES = 64 * 1024

/** All members, with zeros between and behind them, as Python's gzip module reads a file. */
async function* unpackGzip(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const problems: string[] = []
  for (let at = range.from; ;) {
    const member = yield* unpackGzipMember(source, { from: at, to: range.to }, meter)
    for (const problem of member.problems) if (!problems.includes(problem)) problems.push(problem)
    if (member.state !== 'complete') return { ...member, problems }
    const next = await behindZeros(source, member.end, range.to)
    const magic = await source.slice(next, Math.min(3, range.to - next))
    if (next < range.to && !starts(magic, [0x1f, 0x8b, 8])) return { end: member.end, state: 'complete', problems }
    if (next >= range.to) return { end: next, state: 'complete', problems }
    at = next
  }
}

async function behindZeros(source: ByteSource, from: number, to: number): Promise<number> {
  let at = from
  for await (const piece of piecesOf(source, from, Math.min(to, from + ZERO_RUN_BYTES), 4096)) {
    const other = piece.findIndex((byte) => byte !== 0)
    if (other >= 0) return at + other
    at += piece.length
  }
  return at
}

const ZFILE_HEADER_BYTES = 21

/** Under Python 2 the header is one blank longer. */
async function* unpackJoblibZFile(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const [blank] = await source.slice(range.from + ZFILE_HEADER_BYTES, 1)
  const from = range.from + ZFILE_HEADER_BYTES + (blank === 0x20 ? 1 : 0)
  return yield* unpackZlib(source, { from, to: range.to }, meter)
}
