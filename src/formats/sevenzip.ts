import type { ByteSource } from '../base/bytes.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import type { Meter } from './compressed-stream.ts'
import { SevenZipCursor } from './sevenzip-cursor.ts'
import { readFiles, type SevenZipName } from './sevenzip-files.ts'
import { unpackFolder } from './sevenzip-folder.ts'
import { readStreams, type SevenZipFolder } from './sevenzip-streams.ts'
import { bufferOf } from './source-part.ts'

/** A 7z archive as its header tells it. */
export interface SevenZip {
  readonly version: string
  /** First byte behind the archive, as far as the source goes. */
  readonly end: number
  /** Where packed streams are counted from. */
  readonly dataStart: number
  readonly folders: readonly SevenZipFolder[]
  readonly files: readonly SevenZipName[]
  /** Why the members could not be listed; absent when they could. */
  readonly unread?: string
  readonly problems: readonly string[]
}

export const SEVEN_ZIP_MAGIC: readonly number[] = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]

const HEADER_BYTES = 32
/** Property ids of the next header. */
const ID = {
  end: 0x00,
  header: 0x01,
  archiveProperties: 0x02,
  additional: 0x03,
  main: 0x04,
  files: 0x05,
  packed: 0x17,
} as const

/** The list of names of 100,000 members takes about 10 MB. */
const MOST_HEADER_BYTES = 64 * 1024 * 1024
/** A header packed in a packed header: encoders write one. */
const MOST_PACKINGS = 4

/**
 * Reads the headers of a 7z archive (7zFormat.txt of the LZMA SDK) at `start`, the packed ones included. Undefined when there
 * is none. Damage keeps what was read before it. Throws LimitError from the meter.
 */
export async function sevenZip(source: ByteSource, start: number, meter: Meter): Promise<SevenZip | undefined> {
  const head = bufferOf(await source.slice(start, HEADER_BYTES))
  if (!SEVEN_ZIP_MAGIC.every((byte, index) => head[index] === byte)) return undefined
  const version = `${head[6] ?? 0}.${head[7] ?? 0}`
  const dataStart = start + HEADER_BYTES
  const nothing = { version, end: source.size, dataStart, folders: [], files: [] }
  if (head.length < HEADER_BYTES)
    return { ...nothing, unread: 'its header is cut off', problems: ['the signature header is cut off'] }
  const offset = head.readBigUInt64LE(12)
  const length = head.readBigUInt64LE(20)
  const end = BigInt(dataStart) + offset + length
  if (end > BigInt(source.size)) {
    return {
      ...nothing,
      unread: 'its list of members is cut off',
      problems: [`states ${end} bytes, ${source.size} are there`],
    }
  }
  if (length > BigInt(MOST_HEADER_BYTES)) {
    return { ...nothing, end: Number(end), unread: `its list of members has ${length} bytes`, problems: [] }
  }
  const bytes = bufferOf(await source.slice(Number(end - length), Number(length)))
  return { version, end: Number(end), dataStart, ...(await listed(bytes, source, dataStart, meter)) }
}

type Listing = Pick<SevenZip, 'folders' | 'files' | 'problems'> & { readonly unread?: string }

async function listed(bytes: Buffer, source: ByteSource, dataStart: number, meter: Meter): Promise<Listing> {
  let header = bytes
  try {
    for (let packings = 0; header[0] === ID.packed; packings++) {
      if (packings >= MOST_PACKINGS) return unlisted('its list of members is packed again and again')
      const [folder] = readStreams(new SevenZipCursor(header.subarray(1)))
      const unpacked = folder === undefined ? 'nothing' : await unpackedHeader(folder, source, dataStart, meter)
      if (typeof unpacked === 'string') return unlisted(`its list of members cannot be read: ${unpacked}`)
      header = unpacked
    }
    // An archive without members has no header at all.
    return header.length === 0 ? { folders: [], files: [], problems: [] } : readHeader(new SevenZipCursor(header))
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return unlisted(error.message)
  }
}

function unlisted(unread: string): Listing {
  return { folders: [], files: [], unread, problems: [unread] }
}

/** The header a folder unpacks to, or why it does not. */
async function unpackedHeader(
  folder: SevenZipFolder,
  source: ByteSource,
  dataStart: number,
  meter: Meter,
): Promise<Buffer | string> {
  const unpacking = unpackFolder(source, folder, dataStart, meter)
  if (unpacking.kind === 'unreadable') return unpacking.reason
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of unpacking.open()) {
    size += piece.length
    if (size > MOST_HEADER_BYTES) throw new LimitError('LIMIT_SIZE', `7z: a list of members of more than ${size} bytes`)
    // Decoders may use the memory of a piece again.
    pieces.push(Buffer.from(piece))
  }
  return Buffer.concat(pieces).subarray(0, folder.sizes[0])
}

function readHeader(cursor: SevenZipCursor): Listing {
  let folders: readonly SevenZipFolder[] = []
  let files: readonly SevenZipName[] = []
  if (cursor.byte() !== ID.header) throw cursor.error('the next header is of no known kind')
  for (let id = cursor.byte(); id !== ID.end; id = cursor.byte()) {
    if (id === ID.archiveProperties) skipProperties(cursor)
    else if (id === ID.additional) readStreams(cursor)
    else if (id === ID.main) folders = readStreams(cursor)
    else if (id === ID.files) files = readFiles(cursor)
    else throw cursor.error(`expected streams or files, found property ${id}`)
  }
  return { folders, files, problems: [] }
}

function skipProperties(cursor: SevenZipCursor): void {
  for (let id = cursor.byte(); id !== ID.end; id = cursor.byte()) cursor.take(cursor.count('property bytes'))
}
