import { crc32, inflateRawSync } from 'node:zlib'
import type { ByteSource } from '../base/bytes.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import { findDirectory } from './zip-directory.ts'
import { directoryEntries, ENCRYPTED_FLAGS, UTF8_FLAG, type ZipEntry } from './zip-entry.ts'
import { asBuffer, LOCAL, LOCAL_HEADER_BYTES } from './zip-records.ts'

/** Bounds for one archive. All four are needed: a bomb hides behind whichever is missing. */
export interface ZipLimits {
  /** Most entries. */
  readonly entries: number
  /** Largest entry that readEntry() unpacks, in bytes. */
  readonly entryBytes: number
  /** Most bytes of all entries together, unpacked. */
  readonly totalBytes: number
  /** Most unpacked bytes per packed byte, for entries above RATIO_FLOOR. Deflate cannot exceed 1032. */
  readonly ratio: number
}

/** Below it the ratio says nothing: a kilobyte of blanks packs to a dozen bytes. */
const RATIO_FLOOR = 64 * 1024

/**
 * The members of a ZIP archive, in the order of its central directory (APPNOTE 6.3.10, zip64 included). Nothing is unpacked.
 * Throws FormatError for what is not one complete archive (FORMAT_SHAPE; several volumes FORMAT_VERSION) and LimitError
 * LIMIT_ENTRIES, LIMIT_SIZE for more than the limits allow. Members that overlap (Fifield's bomb) are found by their sum.
 */
export async function* zipEntries(source: ByteSource, limits: ZipLimits): AsyncGenerator<ZipEntry> {
  const directory = await findDirectory(source, limits.entries)
  let packed = 0
  let total = 0
  for await (const entry of directoryEntries(source, directory)) {
    packed += entry.packedSize
    total += entry.size
    if (packed > source.size) throw shape('members overlap: together they are longer than the archive', entry.offset)
    if (total > limits.totalBytes) throw tooLarge(`unpacks to more than ${limits.totalBytes} bytes`, entry.offset)
    yield entry
  }
}

/**
 * The bytes of one member. Everything the directory said is checked against the local header and the data: name, method,
 * sizes and CRC-32. Throws FormatError where they disagree or the method is not stored or deflate (or encrypted), and
 * LimitError LIMIT_SIZE or LIMIT_RATIO before anything is unpacked.
 */
export async function readEntry(source: ByteSource, entry: ZipEntry, limits: ZipLimits): Promise<Uint8Array> {
  refuseUnreadable(entry)
  refuseTooLarge(entry, limits)
  const packed = await packedBytes(source, entry)
  const bytes = entry.method === 'stored' ? packed : inflate(packed, entry)
  if (bytes.length !== entry.size) {
    throw shape(`${label(entry)} has ${bytes.length} bytes, the directory says ${entry.size}`, entry.offset)
  }
  if (crc32(bytes) !== entry.crc32) throw shape(`${label(entry)} does not match its CRC-32`, entry.offset)
  return bytes
}

/** Sizes and CRC stand behind the data, the local header holds zeros. */
const DESCRIPTOR_FLAG = 1 << 3

function refuseUnreadable(entry: ZipEntry): void {
  if (entry.encrypted) {
    throw new FormatError('FORMAT_VERSION', `${label(entry)} is encrypted, expected a readable member`, {
      byte: entry.offset,
    })
  }
  if (entry.method === 'unsupported') {
    throw new FormatError(
      'FORMAT_VERSION',
      `${label(entry)} uses compression method ${entry.methodCode}, expected 0 (stored) or 8 (deflate)`,
      { byte: entry.offset },
    )
  }
}

function refuseTooLarge(entry: ZipEntry, limits: ZipLimits): void {
  const largest = Math.max(entry.size, entry.packedSize)
  if (largest > limits.entryBytes) {
    throw tooLarge(`${label(entry)} has ${largest} bytes, the limit is ${limits.entryBytes}`, entry.offset)
  }
  if (entry.size > RATIO_FLOOR && entry.size > entry.packedSize * limits.ratio) {
    throw new LimitError(
      'LIMIT_RATIO',
      `${label(entry)} grows from ${entry.packedSize} to ${entry.size} bytes, the limit is ${limits.ratio} to 1`,
      { byte: entry.offset },
    )
  }
}

/** The data behind the local header. One read in the usual case: an honest extra field fits into the slack. */
async function packedBytes(source: ByteSource, entry: ZipEntry): Promise<Buffer> {
  const slack = 256
  const head = LOCAL_HEADER_BYTES + entry.nameBytes
  const bytes = asBuffer(await source.slice(entry.offset, head + slack + entry.packedSize))
  checkLocalHeader(bytes, entry)
  const start = head + bytes.readUInt16LE(LOCAL.extraLength)
  const whole =
    start + entry.packedSize <= bytes.length
      ? bytes.subarray(start, start + entry.packedSize)
      : asBuffer(await source.slice(entry.offset + start, entry.packedSize))
  if (whole.length !== entry.packedSize) throw shape(`${label(entry)} runs past the end of the archive`, entry.offset)
  return whole
}

/** Scanners that trust one header and loaders that trust the other are how models are smuggled past a check. */
function checkLocalHeader(bytes: Buffer, entry: ZipEntry): void {
  const at = entry.offset
  if (bytes.length < LOCAL_HEADER_BYTES + entry.nameBytes || bytes.readUInt32LE(0) !== LOCAL.signature) {
    throw shape(`${label(entry)} has no local header where the directory says`, at)
  }
  const flags = bytes.readUInt16LE(LOCAL.flags)
  const nameBytes = bytes.readUInt16LE(LOCAL.nameLength)
  const encoding = flags & UTF8_FLAG ? 'utf8' : 'latin1'
  const name = bytes.toString(encoding, LOCAL_HEADER_BYTES, LOCAL_HEADER_BYTES + nameBytes)
  if (nameBytes !== entry.nameBytes || name !== entry.name) {
    throw shape(`${label(entry)} has another name in its local header`, at)
  }
  if (bytes.readUInt16LE(LOCAL.method) !== entry.methodCode || (flags & ENCRYPTED_FLAGS) !== 0) {
    throw shape(`${label(entry)} has another compression in its local header`, at)
  }
  if ((flags & DESCRIPTOR_FLAG) === 0 && bytes.readUInt32LE(LOCAL.crc32) !== entry.crc32) {
    throw shape(`${label(entry)} has another CRC-32 in its local header`, at)
  }
}

/** `maxOutputLength` is the size the directory states, which is inside the limits: a lie costs that much and no more. */
function inflate(packed: Buffer, entry: ZipEntry): Buffer {
  const room = Math.max(1, entry.size)
  try {
    return inflateRawSync(packed, { maxOutputLength: room, chunkSize: Math.min(Math.max(64, room), 65_536) })
  } catch (error) {
    const reason = error instanceof RangeError ? `unpacks to more than the stated ${entry.size} bytes` : 'is damaged'
    throw shape(`${label(entry)} ${reason}`, entry.offset)
  }
}

/** A name from a hostile archive, cut for a message. */
function label(entry: ZipEntry): string {
  return JSON.stringify(entry.name.slice(0, 120))
}

function shape(message: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `ZIP: ${message}`, { byte })
}

function tooLarge(message: string, byte: number): LimitError {
  return new LimitError('LIMIT_SIZE', `ZIP: ${message}`, { byte })
}
