import { createRequire } from 'node:module'

/** Loaded with the first value. */
const load = createRequire(import.meta.url)

/** Values that are larger, packed, are not worth keeping. */
const LARGEST = 64 * 1024 * 1024

/** Bytes behind their CRC-32, which is against disks that lose bits. */
export function withSum(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4)
  head.writeUInt32LE(zlib().crc32(bytes))
  return Buffer.concat([head, bytes])
}

/** The other way; undefined when they are not those that were written. */
export function withoutSum(bytes: Uint8Array): Uint8Array | undefined {
  const content = bytes.subarray(4)
  const sum = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return bytes.length >= 4 && zlib().crc32(content) === sum.readUInt32LE(0) ? content : undefined
}

/** Plain data as packed bytes; undefined when there is too much of it. */
export function packJson(value: unknown): Uint8Array | undefined {
  const { zstdCompressSync, constants } = zlib()
  const packed = zstdCompressSync(JSON.stringify(value), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  return packed.length > LARGEST ? undefined : withSum(packed)
}

/** The other way; undefined when the bytes are not those that were written. */
export function unpackJson(bytes: Uint8Array): unknown {
  const packed = withoutSum(bytes)
  return packed === undefined ? undefined : JSON.parse(zlib().zstdDecompressSync(packed).toString())
}

function zlib(): typeof import('node:zlib') {
  return load('node:zlib') as typeof import('node:zlib')
}
