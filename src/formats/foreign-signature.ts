import type { ByteSource } from '../base/bytes.ts'

/** Another format that the same bytes can be read as. */
export interface ForeignSignature {
  readonly format: 'zip' | 'pickle' | 'gzip' | '7z' | 'elf' | 'pe' | 'hdf5' | 'script'
  /** Where its signature stands, from the start of the source. */
  readonly byte: number
}

/** What a file begins as, beside what it claims to be: loaders that sniff content take the first magic number they know. */
export function foreignStart(head: Uint8Array, byte = 0): ForeignSignature | undefined {
  const format = SIGNATURES.find(({ bytes }) => bytes.every((value, index) => head[index] === value))?.format
  if (format !== undefined) return { format, byte }
  return looksLikePickle(head) ? { format: 'pickle', byte } : undefined
}

const SIGNATURES: readonly { readonly format: ForeignSignature['format']; readonly bytes: readonly number[] }[] = [
  { format: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { format: 'gzip', bytes: [0x1f, 0x8b, 0x08] },
  { format: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { format: 'elf', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { format: 'hdf5', bytes: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] },
  { format: 'script', bytes: [0x23, 0x21, 0x2f] },
  { format: 'pe', bytes: [0x4d, 0x5a, 0x90, 0x00] },
]

/** PROTO 2 to 5, then an opcode that streams really begin with: GLOBAL, MARK, FRAME, containers, strings, small numbers. */
function looksLikePickle(head: Uint8Array): boolean {
  const [proto, version = 0, opcode = 0] = head
  return proto === 0x80 && version >= 2 && version <= 5 && PICKLE_STARTS.has(opcode)
}

const PICKLE_STARTS = new Set([...'c(}])NXVSUCBK\x8a\x8c\x95'].map((letter) => letter.charCodeAt(0)))

/** The end record of a zip (APPNOTE 4.3.16) and the longest comment behind it. */
const END_RECORD_BYTES = 22
const LONGEST_COMMENT = 0xffff

/**
 * A zip archive that ends where the file ends: zip readers look from the back, so whatever stands in front stays valid.
 * Found only when the end record is consistent (comment to the last byte, directory inside the file), because four
 * bytes of weights equal the signature about once in 64,000 files.
 */
export async function zipAtEnd(source: ByteSource): Promise<ForeignSignature | undefined> {
  const length = Math.min(source.size, END_RECORD_BYTES + LONGEST_COMMENT)
  const start = source.size - length
  const bytes = await source.slice(start, length)
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = tail.length - END_RECORD_BYTES; at >= 0; at--) {
    if (tail[at] === 0x50 && tail.readUInt32LE(at) === 0x06054b50 && consistentEnd(tail, at, start)) {
      return { format: 'zip', byte: start + at }
    }
  }
  return undefined
}

function consistentEnd(tail: Buffer, at: number, start: number): boolean {
  const directoryBytes = tail.readUInt32LE(at + 12)
  const entries = tail.readUInt16LE(at + 10)
  const toTheEnd = at + END_RECORD_BYTES + tail.readUInt16LE(at + 20) === tail.length
  // 0xffffffff points to the zip64 record.
  return toTheEnd && entries > 0 && (directoryBytes === 0xffffffff || directoryBytes <= start + at)
}
