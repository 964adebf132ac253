import { crc32 } from 'node:zlib'
import type { ByteSource } from '../base/bytes.ts'
import { UTF8_FLAG, type ZipView } from './lenient-zip-types.ts'
import { bufferOf } from './source-part.ts'
import { CENTRAL, ENTRY_HEADER_BYTES, LOCAL, LOCAL_HEADER_BYTES } from './zip-records.ts'

/** A local header and where it stands. */
export interface LocalHeader extends ZipView {
  readonly offset: number
  readonly dataOffset: number
}

/** A directory entry and where it stands. */
export interface CentralHeader extends ZipView {
  readonly place: number
  readonly end: number
  /** Of the local header, as stated. */
  readonly headerOffset: number
  readonly externalAttributes: number
  readonly disk: number
}

/** Names are labels for people; the longest path of any system is 32 KiB, and a name is compared whole below it. */
const NAME_BYTES = 4096

/** The local header at `offset` (APPNOTE 4.3.7); undefined when there is none or it is cut off. */
export async function localHeaderAt(source: ByteSource, offset: number): Promise<LocalHeader | undefined> {
  if (offset < 0 || offset + LOCAL_HEADER_BYTES > source.size) return undefined
  // One read in the usual case: torch pads its headers to 64 bytes with an extra field.
  const first = bufferOf(await source.slice(offset, 512))
  if (first.length < LOCAL_HEADER_BYTES || first.readUInt32LE(0) !== LOCAL.signature) return undefined
  const nameBytes = first.readUInt16LE(LOCAL.nameLength)
  const length = LOCAL_HEADER_BYTES + nameBytes + first.readUInt16LE(LOCAL.extraLength)
  if (offset + LOCAL_HEADER_BYTES + nameBytes > source.size) return undefined
  const bytes = length <= first.length ? first : bufferOf(await source.slice(offset, length))
  const view = viewOf(bytes, LOCAL_FIELDS, LOCAL_HEADER_BYTES, nameBytes, length)
  return { ...view, offset, dataOffset: Math.min(offset + length, source.size) }
}

/** The directory entry at `place` (APPNOTE 4.3.12); undefined when there is none or it is cut off. */
export async function centralHeaderAt(source: ByteSource, place: number): Promise<CentralHeader | undefined> {
  if (place < 0 || place + ENTRY_HEADER_BYTES > source.size) return undefined
  const first = bufferOf(await source.slice(place, 512))
  if (first.length < ENTRY_HEADER_BYTES || first.readUInt32LE(0) !== CENTRAL.signature) return undefined
  const nameBytes = first.readUInt16LE(CENTRAL.nameLength)
  const extraEnd = ENTRY_HEADER_BYTES + nameBytes + first.readUInt16LE(CENTRAL.extraLength)
  const bytes = extraEnd <= first.length ? first : bufferOf(await source.slice(place, extraEnd))
  if (bytes.length < extraEnd) return undefined
  const view = viewOf(bytes, CENTRAL_FIELDS, ENTRY_HEADER_BYTES, nameBytes, extraEnd)
  return {
    ...view,
    place,
    end: place + extraEnd + first.readUInt16LE(CENTRAL.commentLength),
    headerOffset: view.wideOffset ?? first.readUInt32LE(CENTRAL.offset),
    externalAttributes: first.readUInt32LE(38),
    disk: first.readUInt16LE(CENTRAL.disk),
  }
}

interface Fields {
  readonly flags: number
  readonly method: number
  readonly crc32: number
  readonly packedSize: number
  readonly size: number
  readonly offset?: number
}

const LOCAL_FIELDS: Fields = { flags: LOCAL.flags, method: LOCAL.method, crc32: LOCAL.crc32, packedSize: 18, size: 22 }
const CENTRAL_FIELDS: Fields = CENTRAL

function viewOf(
  bytes: Buffer,
  fields: Fields,
  nameStart: number,
  nameBytes: number,
  extraEnd: number,
): ZipView & { readonly wideOffset: number | undefined } {
  const flags = bytes.readUInt16LE(fields.flags)
  const rawName = bytes.subarray(nameStart, nameStart + nameBytes)
  const extra = bytes.subarray(nameStart + nameBytes, extraEnd)
  const narrow = { size: bytes.readUInt32LE(fields.size), packedSize: bytes.readUInt32LE(fields.packedSize) }
  const offset = fields.offset === undefined ? undefined : bytes.readUInt32LE(fields.offset)
  const wide = zip64Values(extra, [narrow.size, narrow.packedSize, ...(offset === undefined ? [] : [offset])])
  return {
    name: rawName.toString((flags & UTF8_FLAG) === 0 ? 'latin1' : 'utf8', 0, Math.min(nameBytes, NAME_BYTES)),
    flags,
    method: bytes.readUInt16LE(fields.method),
    crc32: bytes.readUInt32LE(fields.crc32),
    size: wide[0] ?? narrow.size,
    packedSize: wide[1] ?? narrow.packedSize,
    unicodeName: unicodeName(extra, rawName),
    zip64: wide.some((value) => value !== undefined),
    wideOffset: wide[2],
    ...(nameBytes > NAME_BYTES ? { nameCut: true as const } : {}),
  }
}

const IN_ZIP64 = 0xffffffff

/** The zip64 field (APPNOTE 4.5.3) holds, in order, only the values marked in the header. A value beyond 2^53 stays as marked. */
function zip64Values(extra: Buffer, narrow: readonly number[]): readonly (number | undefined)[] {
  const field = extraField(extra, 0x0001)
  let at = 0
  return narrow.map((value) => {
    if (value !== IN_ZIP64 || field === undefined || at + 8 > field.length) return undefined
    const wide = field.readBigUInt64LE(at)
    at += 8
    return wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : undefined
  })
}

/** Version 1, the CRC-32 of the name it replaces, the name in UTF-8 (APPNOTE 4.6.9). Readers that check the CRC ignore a stale one. */
function unicodeName(extra: Buffer, rawName: Buffer): string | undefined {
  const field = extraField(extra, 0x7075)
  if (field === undefined || field.length < 5 || field[0] !== 1 || field.readUInt32LE(1) !== crc32(rawName))
    return undefined
  return field.toString('utf8', 5, Math.min(field.length, 5 + NAME_BYTES))
}

/** Each step moves at least four bytes. */
function extraField(extra: Buffer, id: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return undefined
}
