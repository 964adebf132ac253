import type { ByteSource } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import type { Directory } from './zip-directory.ts'
import { asBuffer, CENTRAL, ENTRY_HEADER_BYTES, entrySizes } from './zip-records.ts'

/** One member as the central directory tells it. A directory may lie; readEntry() checks what it says. */
export interface ZipEntry {
  /** A label from the archive, never a path to write to or open: it may be absolute, hold `..`, NUL or a drive letter. */
  readonly name: string
  readonly method: 'stored' | 'deflate' | 'unsupported'
  readonly encrypted: boolean
  /** Unpacked, in bytes, as stated. */
  readonly size: number
  readonly packedSize: number
  readonly crc32: number
  /** Of the local header, from the start of the source. */
  readonly offset: number
  /** Length of the name in bytes, as the directory has it. */
  readonly nameBytes: number
  /** The number behind `method` (APPNOTE 4.4.5), for messages. */
  readonly methodCode: number
}

/** The name is UTF-8 (bit 11); else one byte per character. */
export const UTF8_FLAG = 1 << 11
/** Bit 0 traditional, bit 6 strong, bit 13 masked headers. */
export const ENCRYPTED_FLAGS = (1 << 0) | (1 << 6) | (1 << 13)

/** The directory is read in pieces of this size, so that 230,000 entries (20 MB of directory) stay flat in memory. */
const PIECE_BYTES = 1024 * 1024

/** Name, extra field and comment are 16-bit lengths. */
const LONGEST_ENTRY = ENTRY_HEADER_BYTES + 3 * 0xffff

/** The entries of a directory, one at a time. Throws FORMAT_SHAPE where other bytes stand. */
export async function* directoryEntries(source: ByteSource, directory: Directory): AsyncGenerator<ZipEntry> {
  let piece: Buffer = Buffer.alloc(0)
  let pieceStart = directory.offset
  let at = 0
  for (let index = 0; index < directory.entries; index++) {
    if (piece.length - at < LONGEST_ENTRY && pieceStart + piece.length < directory.end) {
      pieceStart += at
      at = 0
      piece = asBuffer(await source.slice(pieceStart, Math.min(PIECE_BYTES, directory.end - pieceStart)))
    }
    const { entry, length } = centralEntry(piece, at, pieceStart, directory.shift)
    at += length
    yield entry
  }
  if (pieceStart + at !== directory.end) {
    throw shape(`the directory holds more than the ${directory.entries} entries it counts`, pieceStart + at)
  }
}

function centralEntry(
  piece: Buffer,
  at: number,
  pieceStart: number,
  shift: number,
): { readonly entry: ZipEntry; readonly length: number } {
  const place = pieceStart + at
  if (piece.length - at < ENTRY_HEADER_BYTES || piece.readUInt32LE(at) !== CENTRAL.signature) {
    throw shape('expected another entry of the central directory, found other bytes', place)
  }
  const nameBytes = piece.readUInt16LE(at + CENTRAL.nameLength)
  const extraBytes = piece.readUInt16LE(at + CENTRAL.extraLength)
  const length = ENTRY_HEADER_BYTES + nameBytes + extraBytes + piece.readUInt16LE(at + CENTRAL.commentLength)
  if (piece.length - at < length) throw shape('an entry runs past the end of the central directory', place)
  const flags = piece.readUInt16LE(at + CENTRAL.flags)
  const methodCode = piece.readUInt16LE(at + CENTRAL.method)
  const nameStart = at + ENTRY_HEADER_BYTES
  const extra = piece.subarray(nameStart + nameBytes, nameStart + nameBytes + extraBytes)
  const sizes = entrySizes(piece, at, extra, place)
  return {
    length,
    entry: {
      name: piece.toString(flags & UTF8_FLAG ? 'utf8' : 'latin1', nameStart, nameStart + nameBytes),
      method: methodCode === 0 ? 'stored' : methodCode === 8 ? 'deflate' : 'unsupported',
      encrypted: (flags & ENCRYPTED_FLAGS) !== 0,
      size: sizes.size,
      packedSize: sizes.packedSize,
      crc32: piece.readUInt32LE(at + CENTRAL.crc32),
      offset: sizes.offset + shift,
      nameBytes,
      methodCode,
    },
  }
}

function shape(message: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `ZIP: ${message}`, { byte })
}
