import { crc32, deflateRawSync } from 'node:zlib'

/** A member to write. `lie` replaces what the headers say after everything has been computed honestly. */
export interface ZipMember {
  readonly name: string
  readonly data: string | Uint8Array
  readonly method?: 'stored' | 'deflate'
  /** Sizes and offset as zip64 fields, however small they are. */
  readonly zip64?: boolean
  /** Sizes and CRC behind the data, zeros in the local header. */
  readonly descriptor?: boolean
  readonly encrypted?: boolean
  /** Unix type and rights: `0o120777` for a symbolic link. */
  readonly mode?: number
  readonly lie?: {
    readonly size?: number
    readonly packedSize?: number
    readonly crc32?: number
    readonly offset?: number
    readonly methodCode?: number
    readonly localName?: string
  }
}

/** What the end records say, for archives that lie. */
export interface ZipEnd {
  readonly zip64?: boolean
  readonly entries?: number
  readonly directorySize?: number | bigint
  readonly directoryOffset?: number | bigint
  readonly disk?: number
  readonly comment?: string
}

/** A whole archive in memory. */
export function writeZip(members: Iterable<ZipMember>, end: ZipEnd = {}): Buffer {
  return Buffer.concat([...zipChunks(members, end)])
}

/** The archive piece by piece, for archives that are too large to hold. */
export function* zipChunks(members: Iterable<ZipMember>, end: ZipEnd = {}): Generator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const packed = pack(member)
    directory.push(centralHeader(member, packed, offset))
    const chunk = Buffer.concat([localHeader(member, packed), packed.bytes, descriptor(member, packed)])
    offset += chunk.length
    yield chunk
  }
  yield* directory
  yield endRecords(
    directory.length,
    directory.reduce((sum, entry) => sum + entry.length, 0),
    offset,
    end,
  )
}

interface Packed {
  readonly bytes: Buffer
  readonly size: number
  readonly crc: number
  readonly methodCode: number
}

function pack(member: ZipMember): Packed {
  const data = Buffer.from(member.data)
  const deflate = member.method !== 'stored'
  return {
    bytes: deflate ? deflateRawSync(data) : data,
    size: data.length,
    crc: crc32(data),
    methodCode: deflate ? 8 : 0,
  }
}

function flags(member: ZipMember): number {
  return (1 << 11) | (member.descriptor === true ? 1 << 3 : 0) | (member.encrypted === true ? 1 : 0)
}

function localHeader(member: ZipMember, packed: Packed): Buffer {
  const name = Buffer.from(member.lie?.localName ?? member.name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(flags(member), 6)
  header.writeUInt16LE(packed.methodCode, 8)
  if (member.descriptor !== true) {
    header.writeUInt32LE(packed.crc, 14)
    header.writeUInt32LE(packed.bytes.length, 18)
    header.writeUInt32LE(packed.size, 22)
  }
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

function descriptor(member: ZipMember, packed: Packed): Buffer {
  if (member.descriptor !== true) return Buffer.alloc(0)
  const record = Buffer.alloc(16)
  record.writeUInt32LE(0x08074b50, 0)
  record.writeUInt32LE(packed.crc, 4)
  record.writeUInt32LE(packed.bytes.length, 8)
  record.writeUInt32LE(packed.size, 12)
  return record
}

function centralHeader(member: ZipMember, packed: Packed, offset: number): Buffer {
  const { lie } = member
  const size = lie?.size ?? packed.size
  const packedSize = lie?.packedSize ?? packed.bytes.length
  const place = lie?.offset ?? offset
  const zip64 = member.zip64 === true
  const name = Buffer.from(member.name)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(flags(member), 8)
  header.writeUInt16LE(lie?.methodCode ?? packed.methodCode, 10)
  header.writeUInt32LE(lie?.crc32 ?? packed.crc, 16)
  header.writeUInt32LE(zip64 ? 0xffffffff : packedSize, 20)
  header.writeUInt32LE(zip64 ? 0xffffffff : size, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(zip64 ? 28 : 0, 30)
  header.writeUInt32LE(((member.mode ?? 0) * 0x10000) >>> 0, 38)
  header.writeUInt32LE(zip64 ? 0xffffffff : place, 42)
  const extra = zip64 ? zip64Field(size, packedSize, place) : Buffer.alloc(0)
  // Not concat(): its small results keep their whole 8 kB pool alive, and all headers are kept to the end.
  const entry = Buffer.alloc(46 + name.length + extra.length)
  entry.set(header)
  entry.set(name, 46)
  entry.set(extra, 46 + name.length)
  return entry
}

function zip64Field(size: number, packedSize: number, offset: number): Buffer {
  const field = Buffer.alloc(28)
  field.writeUInt16LE(0x0001, 0)
  field.writeUInt16LE(24, 2)
  field.writeBigUInt64LE(BigInt(size), 4)
  field.writeBigUInt64LE(BigInt(packedSize), 12)
  field.writeBigUInt64LE(BigInt(offset), 20)
  return field
}

function endRecords(count: number, size: number, offset: number, end: ZipEnd): Buffer {
  const zip64 = end.zip64 === true || count > 0xfffe
  const entries = end.entries ?? count
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(end.disk ?? 0, 4)
  record.writeUInt16LE(zip64 ? 0xffff : entries, 8)
  record.writeUInt16LE(zip64 ? 0xffff : entries, 10)
  record.writeUInt32LE(zip64 ? 0xffffffff : Number(end.directorySize ?? size), 12)
  record.writeUInt32LE(zip64 ? 0xffffffff : Number(end.directoryOffset ?? offset), 16)
  const comment = Buffer.from(end.comment ?? '')
  record.writeUInt16LE(comment.length, 20)
  if (!zip64) return Buffer.concat([record, comment])
  const wide = Buffer.alloc(56)
  wide.writeUInt32LE(0x06064b50, 0)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeBigUInt64LE(BigInt(entries), 24)
  wide.writeBigUInt64LE(BigInt(entries), 32)
  wide.writeBigUInt64LE(BigInt(end.directorySize ?? size), 40)
  wide.writeBigUInt64LE(BigInt(end.directoryOffset ?? offset), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(offset + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([wide, locator, record, comment])
}
