import type { ByteSource } from '../base/bytes.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import { asBuffer, ENTRY_HEADER_BYTES, safeNumber } from './zip-records.ts'

/** Where the central directory stands. */
export interface Directory {
  /** Of its first byte, from the start of the source. */
  readonly offset: number
  readonly end: number
  readonly entries: number
  /** Bytes in front of the archive (a self-extractor, a polyglot): offsets in the directory count from behind them. */
  readonly shift: number
}

const END_BYTES = 22
const LOCATOR_BYTES = 20
const END64_BYTES = 56
const SIGNATURE = { end: 0x06054b50, locator: 0x07064b50, end64: 0x06064b50 } as const

interface EndRecord {
  readonly entries: number
  readonly size: number
  readonly offset: number
  /** Where the record itself begins: the directory must end there. */
  readonly place: number
}

/**
 * Finds the central directory by its end record, which must close the source: with bytes behind it two readers may see
 * two archives. Throws FORMAT_SHAPE, FORMAT_VERSION for several volumes, LIMIT_ENTRIES.
 */
export async function findDirectory(source: ByteSource, mostEntries: number): Promise<Directory> {
  const record = await endRecord(source)
  if (record.entries > mostEntries) {
    throw new LimitError('LIMIT_ENTRIES', `ZIP: claims ${record.entries} entries, the limit is ${mostEntries}`, {
      byte: record.place,
    })
  }
  if (record.entries * ENTRY_HEADER_BYTES > record.size) {
    throw shape(`claims ${record.entries} entries in a directory of ${record.size} bytes`, record.place)
  }
  const shift = record.place - record.size - record.offset
  if (shift < 0) throw shape('the central directory does not fit in front of its end record', record.place)
  return { offset: record.offset + shift, end: record.place, entries: record.entries, shift }
}

async function endRecord(source: ByteSource): Promise<EndRecord> {
  const reach = Math.min(source.size, END_BYTES + 0xffff + LOCATOR_BYTES)
  const start = source.size - reach
  const tail = asBuffer(await source.slice(start, reach))
  const at = endOffset(tail)
  if (at === undefined) throw shape('expected an end of central directory at the end, found none', start)
  const record: EndRecord = {
    entries: tail.readUInt16LE(at + 10),
    size: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
    place: start + at,
  }
  const locator = at - LOCATOR_BYTES
  if (locator >= 0 && tail.readUInt32LE(locator) === SIGNATURE.locator) {
    return endRecord64(source, safeNumber(tail.readBigUInt64LE(locator + 8), start + locator), start + locator)
  }
  if (record.entries === 0xffff || record.size === 0xffffffff || record.offset === 0xffffffff) {
    throw shape('expected a zip64 locator, found none', record.place)
  }
  const oneVolume = tail.readUInt16LE(at + 4) === 0 && tail.readUInt16LE(at + 6) === 0
  if (!oneVolume || tail.readUInt16LE(at + 8) !== record.entries) throw severalVolumes(record.place)
  return record
}

/** From the back, at most 64 KiB: the last end record whose comment ends where the source ends. */
function endOffset(tail: Buffer): number | undefined {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== SIGNATURE.end) continue
    if (at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  return undefined
}

async function endRecord64(source: ByteSource, offset: number, locator: number): Promise<EndRecord> {
  if (offset + END64_BYTES > locator) throw shape('the zip64 end record is not in front of its locator', locator)
  const record = asBuffer(await source.slice(offset, END64_BYTES))
  if (record.length < END64_BYTES || record.readUInt32LE(0) !== SIGNATURE.end64) {
    throw shape('expected a zip64 end record where its locator points, found other bytes', offset)
  }
  const entries = safeNumber(record.readBigUInt64LE(32), offset)
  const oneVolume = record.readUInt32LE(16) === 0 && record.readUInt32LE(20) === 0
  if (!oneVolume || safeNumber(record.readBigUInt64LE(24), offset) !== entries) throw severalVolumes(offset)
  return {
    entries,
    size: safeNumber(record.readBigUInt64LE(40), offset),
    offset: safeNumber(record.readBigUInt64LE(48), offset),
    place: offset,
  }
}

function severalVolumes(byte: number): FormatError {
  return new FormatError('FORMAT_VERSION', 'ZIP: one of several volumes, expected a whole archive', { byte })
}

function shape(message: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `ZIP: ${message}`, { byte })
}
