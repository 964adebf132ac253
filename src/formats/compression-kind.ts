import { isZlibHead } from './zlib-head.ts'
import { bufferOf } from './source-part.ts'

/** Compressed streams that are told by their first bytes. Brotli and raw deflate have none. */
export type Compression =
  | 'gzip'
  | 'zlib'
  | 'bzip2'
  | 'xz'
  | 'lzma'
  | 'zstd'
  | 'lz4'
  | 'joblib-zfile'
  | 'lzip'
  | 'compress'
  | 'snappy'

/** Every kind of stream the first bytes (at least 20, unless the file is shorter) may begin; usually none or one. */
export function compressionsOf(head: Uint8Array): readonly Compression[] {
  const bytes = bufferOf(head)
  const found: Compression[] = []
  for (const { kind, matches } of MATCHERS) if (matches(bytes)) found.push(kind)
  return found
}

const KINDS: readonly (readonly [Compression, (head: Buffer) => boolean])[] = [
  ['gzip', (head) => starts(head, [0x1f, 0x8b, 8])],
  ['zlib', isZlibHead],
  // `BZh1` to `BZh9`, then the start of a block (the digits of pi) or of the end (those of its square root).
  ['bzip2', (head) => starts(head, [0x42, 0x5a, 0x68]) && inRange(head[3], 0x31, 0x39) && isBzip2Block(head)],
  ['xz', (head) => starts(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
  ['lzma', isLzmaHead],
  ['zstd', (head) => starts(head, [0x28, 0xb5, 0x2f, 0xfd]) || isSkippable(head)],
  ['lz4', (head) => starts(head, [4, 0x22, 0x4d, 0x18]) || starts(head, [2, 0x21, 0x4c, 0x18])],
  // joblib up to 0.9.2: `ZF`, the unpacked length in hexadecimal, padded to 19 characters, then zlib.
  ['joblib-zfile', (head) => starts(head, [0x5a, 0x46, 0x30, 0x78])],
  ['lzip', (head) => starts(head, [0x4c, 0x5a, 0x49, 0x50, 1])],
  ['compress', (head) => starts(head, [0x1f, 0x9d])],
  ['snappy', (head) => starts(head, [0xff, 6, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59])],
]

/** Taken apart once: this is asked of every part of every file. */
const MATCHERS = KINDS.map(([kind, matches]) => ({ kind, matches }))

function isBzip2Block(head: Buffer): boolean {
  const magic = head.toString('hex', 4, 10)
  return magic === '314159265359' || magic === '177245385090' || head.length < 10
}

/**
 * LZMA alone has no magic. The same test as liblzma's: properties below 225, a dictionary of 2^n or 2^n + 2^(n-1) bytes, an
 * unpacked size that is unknown or below 256 GiB; and the first byte of the range coder, which is always zero.
 */
function isLzmaHead(head: Buffer): boolean {
  if (head.length < 14 || (head[0] ?? 255) >= 225 || head[13] !== 0) return false
  const dictionary = head.readUInt32LE(1)
  if (dictionary !== 0xffffffff && !isRoundDictionary(dictionary)) return false
  const size = head.readBigUInt64LE(5)
  return size === 0xffffffffffffffffn || (size > 0n && size < 1n << 38n)
}

function isRoundDictionary(bytes: number): boolean {
  if (bytes < 4096) return false
  const low = 2 ** (31 - Math.clz32(bytes))
  return bytes === low || bytes === low + low / 2
}

/** Skippable frames are shared by zstd and LZ4: magic 50 to 5f 2a 4d 18. */
function isSkippable(head: Buffer): boolean {
  return inRange(head[0], 0x50, 0x5f) && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18
}

function inRange(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high
}

/** Do the bytes begin with these? */
export function starts(head: Uint8Array, magic: readonly number[]): boolean {
  for (let index = 0; index < magic.length; index++) if (head[index] !== magic[index]) return false
  return true
}
