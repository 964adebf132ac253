import { inflateSync } from 'node:zlib'
import type { ByteSource } from '../../../base/bytes.ts'
import { payloadBytes } from '../../../formats/pickle/payload-bytes.ts'
import type { AbstractValue } from '../../../formats/pickle/report.ts'

/** Bytes that a stream carries as an argument: a piece of the file, or decoded from one. */
export interface ConstantBytes {
  readonly source: ByteSource
  readonly start: number
  readonly end: number
  /** Are the offsets those of the file itself? */
  readonly inFile: boolean
}

/** What makes bytes or a file object out of bytes without changing them. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'builtins bytes',
  'builtins bytearray',
  'builtins memoryview',
  '_io BytesIO',
  'io BytesIO',
])

const DECODERS: ReadonlyMap<string, (bytes: Uint8Array, most: number) => Uint8Array | undefined> = new Map([
  ['base64 b64decode', (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')],
  ['base64 decodebytes', (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')],
  ['binascii a2b_base64', (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')],
  ['binascii unhexlify', (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1'), 'hex')],
  ['binascii a2b_hex', (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1'), 'hex')],
  ['zlib decompress', inflated],
])

/** Is this global one through which `constantBytes` can look? */
export function makesBytes(module: string, name: string): boolean {
  const key = `${module} ${name}`
  return TRANSPARENT.has(key) || DECODERS.has(key) || ENCODERS.has(key)
}

/** Protocols below 3 have no opcode for bytes: Python writes them as text and the call of an encoder. */
const ENCODERS: ReadonlySet<string> = new Set(['_codecs encode', 'codecs encode'])

/**
 * The bytes that a value stands for when it is written in the stream, also through encoders and decoders with constant
 * arguments; undefined when it is computed otherwise or larger than `most` bytes. Throws nothing but what `source` throws.
 */
export async function constantBytes(
  value: AbstractValue,
  source: ByteSource,
  most: number,
): Promise<ConstantBytes | undefined> {
  if (value.kind === 'constant') {
    const raw = value.payload.coding === 'raw' && (value.type === 'bytes' || value.opcode.endsWith('BINSTRING'))
    if (raw)
      return { source, start: value.payload.offset, end: value.payload.offset + value.payload.length, inFile: true }
    return inMemory(await payloadBytes(value, source, most))
  }
  if (value.kind !== 'result' || value.callee.kind !== 'global' || value.args.kind !== 'tuple') return undefined
  const [first] = value.args.items
  const callee = `${value.callee.module} ${value.callee.name}`
  if (first === undefined) return undefined
  if (TRANSPARENT.has(callee)) return constantBytes(first, source, most)
  if (ENCODERS.has(callee))
    return first.kind === 'constant' ? inMemory(await latin1Bytes(first, source, most)) : undefined
  const decode = DECODERS.get(callee)
  const inner = decode === undefined ? undefined : await constantBytes(first, source, most)
  if (decode === undefined || inner === undefined || inner.end - inner.start > most) return undefined
  return inMemory(decode(await inner.source.slice(inner.start, inner.end - inner.start), most))
}

/** Text whose characters are the bytes; UTF-8 bytes of it where one is beyond latin-1, as other encodings would give. */
async function latin1Bytes(
  constant: Extract<AbstractValue, { kind: 'constant' }>,
  source: ByteSource,
  most: number,
): Promise<Uint8Array | undefined> {
  const bytes = await payloadBytes(constant, source, most)
  if (bytes === undefined || constant.type !== 'text') return bytes
  return Buffer.from(Buffer.from(bytes).toString('utf8'), 'latin1')
}

function inMemory(bytes: Uint8Array | undefined): ConstantBytes | undefined {
  if (bytes === undefined) return undefined
  const source: ByteSource = {
    size: bytes.length,
    all: async () => bytes,
    slice: async (offset, length) => bytes.subarray(offset, offset + length),
  }
  return { source, start: 0, end: bytes.length, inFile: false }
}

function inflated(bytes: Uint8Array, most: number): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: most })
  } catch {
    // Not a zlib stream, or one that grows beyond the limit: not known, which the caller reports.
    return undefined
  }
}
