import type { ByteSource } from '../base/bytes.ts'
import { bufferOf } from './source-part.ts'

/** Where the parts of a 7z archive stand; its members are not read. */
export interface SevenZip {
  readonly version: string
  /** First byte behind the archive, as far as the source goes. */
  readonly end: number
  /** Why the members are not listed, in words. */
  readonly reason: string
  readonly problems: readonly string[]
}

export const SEVEN_ZIP_MAGIC: readonly number[] = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]

const HEADER_BYTES = 32
/** Property ids of the next header: plain, or packed (and perhaps encrypted) itself. */
const NEXT_HEADER = { plain: 0x01, packed: 0x17 } as const

/**
 * Reads the signature header of a 7z archive (7zFormat.txt of the LZMA SDK) at `start`. Undefined when there is none. Members
 * are packed together in folders of LZMA, LZMA2, BCJ2, PPMd or AES; none of them is unpacked here, and the reason says so.
 */
export async function sevenZip(source: ByteSource, start: number): Promise<SevenZip | undefined> {
  const head = bufferOf(await source.slice(start, HEADER_BYTES))
  if (!SEVEN_ZIP_MAGIC.every((byte, index) => head[index] === byte)) return undefined
  const version = `${head[6] ?? 0}.${head[7] ?? 0}`
  const unread = '7z: its members are packed together with LZMA, PPMd or AES, which Assay does not unpack'
  if (head.length < HEADER_BYTES) {
    return { version, end: source.size, reason: unread, problems: ['the signature header is cut off'] }
  }
  const offset = head.readBigUInt64LE(12)
  const length = head.readBigUInt64LE(20)
  const end = BigInt(start + HEADER_BYTES) + offset + length
  if (end > BigInt(source.size)) {
    return { version, end: source.size, reason: unread, problems: [`states ${end} bytes, ${source.size} are there`] }
  }
  const [kind] = await source.slice(Number(end - length), 1)
  const names = kind === NEXT_HEADER.packed ? '; even its list of names is packed' : ''
  const known = length === 0n || kind === NEXT_HEADER.plain || kind === NEXT_HEADER.packed
  return {
    version,
    end: Number(end),
    reason: unread + names,
    problems: known ? [] : ['the next header is of no known kind'],
  }
}
