import { crc32 } from 'node:zlib'
import type { ByteSource } from '../base/bytes.ts'
import { unpack } from './compressed-engine.ts'
import type { Meter, PackedRange, Unpacking } from './compressed-stream.ts'
import { bufferOf, piecesOf } from './source-part.ts'

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const
const HEADER_BYTES = 10
const TRAILER_BYTES = 8
/** The name and the comment have no bound but the file: a reader that gives up on a long one would miss the data behind it. */
const TEXT_PIECE_BYTES = 64 * 1024

/**
 * Unpacks one gzip member (RFC 1952) that starts at `range.from`. The checksum is compared, not required: Python gives the
 * data to `pickle.load` before it sees the trailer. Never throws FormatError; a head that cannot be one gives nothing and `corrupt`.
 */
export async function* unpackGzipMember(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const header = await headerEnd(source, range)
  if (header === undefined) return { end: range.from, state: 'corrupt', problems: ['gzip: a header that is cut off'] }
  let crc = 0
  let size = 0
  const data = unpack('deflate', source, { from: header.end, to: range.to }, meter)
  for (;;) {
    const step = await data.next()
    if (step.done === true) {
      if (step.value.state !== 'complete') return step.value
      const trailer = bufferOf(await source.slice(step.value.end, Math.min(TRAILER_BYTES, range.to - step.value.end)))
      const problems = [...header.problems, ...trailerProblems(trailer, crc, size)]
      const state = trailer.length < TRAILER_BYTES ? 'truncated' : 'complete'
      return { end: step.value.end + trailer.length, state, problems }
    }
    crc = crc32(step.value, crc)
    size += step.value.length
    yield step.value
  }
}

async function headerEnd(
  source: ByteSource,
  range: PackedRange,
): Promise<{ readonly end: number; readonly problems: readonly string[] } | undefined> {
  const head = bufferOf(await source.slice(range.from, Math.min(HEADER_BYTES + 2, range.to - range.from)))
  if (head.length < HEADER_BYTES) return undefined
  const flags = head[3] ?? 0
  let at = range.from + HEADER_BYTES
  if ((flags & FLAG.extra) !== 0) {
    if (head.length < HEADER_BYTES + 2) return undefined
    at += 2 + head.readUInt16LE(HEADER_BYTES)
  }
  for (const text of [FLAG.name, FLAG.comment]) {
    const end: number | undefined = (flags & text) === 0 ? at : await behindZero(source, at, range.to)
    if (end === undefined) return undefined
    at = end
  }
  if ((flags & FLAG.headerCrc) !== 0) at += 2
  if (at > range.to) return undefined
  return { end: at, problems: (flags & FLAG.reserved) === 0 ? [] : ['gzip: reserved flags are set'] }
}

async function behindZero(source: ByteSource, from: number, to: number): Promise<number | undefined> {
  let at = from
  for await (const piece of piecesOf(source, from, to, TEXT_PIECE_BYTES)) {
    const zero = piece.indexOf(0)
    if (zero >= 0) return at + zero + 1
    at += piece.length
  }
  return undefined
}

function trailerProblems(trailer: Buffer, crc: number, size: number): readonly string[] {
  if (trailer.length < TRAILER_BYTES) return ['gzip: the trailer is cut off']
  const problems: string[] = []
  if (trailer.readUInt32LE(0) !== crc) problems.push('gzip: the data does not match its CRC-32')
  if (trailer.readUInt32LE(4) !== size % 2 ** 32) problems.push('gzip: the data is not as long as the trailer says')
  return problems
}
