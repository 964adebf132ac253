import { crc32 } from 'node:zlib'
import type { ByteSource } from '../base/bytes.ts'
import { type Decoders, decoderFor } from './compressed.ts'
import { unpack } from './compressed-engine.ts'
import type { Meter, Unpacking } from './compressed-stream.ts'
import { ENCRYPTED_FLAGS, type ZipReading } from './lenient-zip-types.ts'
import { partOf } from './source-part.ts'

/** How a member can be read: in place, by unpacking, or not at all. */
export type ZipContent =
  | { readonly kind: 'stored'; readonly source: ByteSource }
  | { readonly kind: 'packed'; readonly open: (meter: Meter) => Unpacking }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** zstd and xz members hold a whole stream; the LZMA method has a header of its own (APPNOTE 5.8.8). */
const STREAMS: Readonly<Record<number, 'bzip2' | 'zstd' | 'xz'>> = { 12: 'bzip2', 93: 'zstd', 95: 'xz' }

/**
 * The bytes of one reading of a member. Encryption flags are ignored, as loaders ignore them: what cannot be unpacked then
 * turns out corrupt. Sizes and CRC are compared while unpacking and told at the end of the stream.
 */
export function zipContent(source: ByteSource, member: ZipReading, decoders: Decoders): ZipContent {
  const from = member.dataOffset
  const to = Math.min(source.size, from + member.packedSize)
  if (member.method === 0) {
    // A stored member has two sizes; some readers take the one, some the other.
    return { kind: 'stored', source: partOf(source, from, Math.max(member.packedSize, member.size)) }
  }
  if (member.method === 8) {
    return { kind: 'packed', open: (meter) => checked(unpack('deflate', source, { from, to }, meter), member, to) }
  }
  const open = decoderFor('lzma', decoders)
  if (member.method === LZMA && open !== undefined) {
    const packed = lzmaAlone(source, from, to, member.size)
    return {
      kind: 'packed',
      open: (meter) => checked(open(packed, { from: 0, to: packed.size }, meter), member, packed.size),
    }
  }
  const stream = STREAMS[member.method]
  const decoder = stream === undefined ? undefined : decoderFor(stream, decoders)
  if (decoder !== undefined) {
    return { kind: 'packed', open: (meter) => checked(decoder(source, { from, to }, meter), member, to) }
  }
  const cipher = (member.flags & ENCRYPTED_FLAGS) === 0 ? '' : ', encrypted'
  return {
    kind: 'unreadable',
    reason: `ZIP: compression method ${member.method}${cipher}, which Assay does not unpack`,
  }
}

const LZMA = 14

/** Version and length of the properties in front, no size: rewritten as the head of a .lzma file. */
function lzmaAlone(source: ByteSource, from: number, to: number, size: number): ByteSource {
  const head = Buffer.alloc(13)
  head.writeBigUInt64LE(BigInt(size), 5)
  const data = partOf(source, from + 9, to - from - 9)
  return {
    size: head.length + data.size,
    all: () => data.all().then((rest) => Buffer.concat([head, rest])),
    async slice(offset, length) {
      if (offset >= head.length) return data.slice(offset - head.length, length)
      head.set(await source.slice(from + 4, 5))
      const rest = await data.slice(0, Math.max(0, offset + length - head.length))
      return Buffer.concat([head.subarray(offset, offset + length), rest])
    },
  }
}

async function* checked(data: Unpacking, member: ZipReading, to: number): Unpacking {
  let crc = 0
  let size = 0
  for (;;) {
    const step = await data.next()
    if (step.done === true) {
      const problems = [...step.value.problems]
      if (size !== member.size) problems.push(`ZIP: unpacks to ${size} bytes, the header says ${member.size}`)
      if (crc !== member.crc32) problems.push('ZIP: the data does not match its CRC-32')
      if (step.value.state === 'complete' && step.value.end < to) {
        problems.push(`ZIP: ${to - step.value.end} packed bytes behind the end of the stream`)
      }
      return { ...step.value, problems }
    }
    crc = crc32(step.value, crc)
    size += step.value.length
    yield step.value
  }
}
