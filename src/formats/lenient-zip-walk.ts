import type { ByteSource } from '../base/bytes.ts'
import { type DirectoryReading, directoryAt } from './lenient-zip-directory.ts'
import { type LocalHeader, localHeaderAt } from './lenient-zip-headers.ts'
import { type ByteRange, DESCRIPTOR_FLAG, type LenientZipLimits, type ZipProblem } from './lenient-zip-types.ts'
import { bufferOf } from './source-part.ts'

/** What a reader sees that goes from record to record and never looks at the end. */
export interface Walk {
  readonly locals: readonly WalkedMember[]
  /** Directories met on the way that no end record leads to. */
  readonly directories: readonly DirectoryReading[]
  /** Every record met, directories and end records included. */
  readonly covered: readonly ByteRange[]
  readonly problems: readonly ZipProblem[]
}

/** A local header with the packed size a walking reader finds. */
export interface WalkedMember {
  readonly header: LocalHeader
  readonly packedSize: number
}

/** What the directories say, for members whose local header leaves the size out. */
export interface KnownMembers {
  /** Packed size by offset of the local header. */
  readonly packedSizes: ReadonlyMap<number, number>
  /** The offsets, rising. */
  readonly offsets: readonly number[]
  readonly directories: readonly DirectoryReading[]
}

const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, descriptor: 0x08074b50 } as const
const END_RECORDS: ReadonlyMap<number, number> = new Map([
  [0x06054b50, 22],
  [0x06064b50, 56],
  [0x07064b50, 20],
])

/**
 * Walks a source from record to record. Where none stands, the bytes up to the next known member are searched for one; a
 * gigabyte of tensors costs one read for each. Ends with `not-walked` when `limits` are reached.
 */
export async function walkRecords(source: ByteSource, known: KnownMembers, limits: LenientZipLimits): Promise<Walk> {
  const locals: WalkedMember[] = []
  const directories: DirectoryReading[] = []
  const covered: ByteRange[] = []
  const problems: ZipProblem[] = []
  const search = { left: limits.searchBytes }
  let directoryEntries = 0
  for (let at = 0; at < source.size;) {
    if (locals.length + directoryEntries >= limits.entries) {
      problems.push(notWalked(`more than ${limits.entries} members`, at))
      break
    }
    const header = await localHeaderAt(source, at)
    if (header !== undefined) {
      const member = await walkedMember(source, header, known, search)
      locals.push(member)
      const end = await behindDescriptor(source, header, header.dataOffset + member.packedSize)
      covered.push({ from: at, to: end })
      at = Math.max(end, at + 1)
      continue
    }
    const record = await otherRecord(source, at, known, limits.entries)
    if (record !== undefined) {
      if (record.fresh) directories.push(record.directory)
      directoryEntries += record.directory.entries.length
      covered.push({ from: at, to: record.directory.end })
      at = record.directory.end
      continue
    }
    const next = nextKnown(known.offsets, at) ?? source.size
    // From the next byte on: a header that is cut off has a signature too, and the walk must move.
    const found = await searchRecord(source, at + 1, next, search, isMember)
    if (found === 'spent') problems.push(notWalked(`${limits.searchBytes} bytes were searched for members`, at))
    at = typeof found === 'number' ? found : next
  }
  return { locals, directories, covered, problems }
}

async function walkedMember(
  source: ByteSource,
  header: LocalHeader,
  known: KnownMembers,
  search: { left: number },
): Promise<WalkedMember> {
  const room = source.size - header.dataOffset
  const left = (header.flags & DESCRIPTOR_FLAG) !== 0 && header.packedSize === 0
  if (!left) return { header, packedSize: Math.min(header.packedSize, room) }
  const stated = known.packedSizes.get(header.offset)
  if (stated !== undefined) return { header, packedSize: Math.min(stated, room) }
  return { header, packedSize: await searchedSize(source, header, search) }
}

/** The size stands in the descriptor behind the data: the first one that counts right, else the first record of any kind. */
async function searchedSize(source: ByteSource, header: LocalHeader, search: { left: number }): Promise<number> {
  const start = header.dataOffset
  const found = await searchRecord(source, start, source.size, search, (bytes, at, place) => {
    if (at + 12 > bytes.length || bytes.readUInt32LE(at) !== SIGNATURE.descriptor) return isMember(bytes, at)
    return bytes.readUInt32LE(at + 8) === place - start
  })
  return (typeof found === 'number' ? found : source.size) - start
}

function isMember(bytes: Buffer, at: number): boolean {
  if (at + 4 > bytes.length) return false
  const signature = bytes.readUInt32LE(at)
  return signature === SIGNATURE.local || signature === SIGNATURE.central
}

/** With its signature, which every writer adds, a descriptor has 16 bytes, or 24 in zip64. */
async function behindDescriptor(source: ByteSource, header: LocalHeader, at: number): Promise<number> {
  if ((header.flags & DESCRIPTOR_FLAG) === 0) return at
  const bytes = bufferOf(await source.slice(at, 28))
  if (bytes.length < 12) return at
  const start = bytes.readUInt32LE(0) === SIGNATURE.descriptor ? 4 : 0
  for (const length of [start + 12, start + 20]) {
    if (
      at + length === source.size ||
      (length + 2 <= bytes.length && bytes.toString('latin1', length, length + 2) === 'PK')
    ) {
      return at + length
    }
  }
  return start === 4 ? at + 16 : at
}

interface OtherRecord {
  readonly directory: DirectoryReading
  readonly fresh: boolean
}

async function otherRecord(
  source: ByteSource,
  at: number,
  known: KnownMembers,
  mostEntries: number,
): Promise<OtherRecord | undefined> {
  const same = known.directories.find(({ start, end }) => start === at && end > at)
  if (same !== undefined) return { directory: same, fresh: false }
  const head = bufferOf(await source.slice(at, 22))
  const signature = head.length < 4 ? 0 : head.readUInt32LE(0)
  if (signature === SIGNATURE.central) {
    const directory = await directoryAt(source, at, mostEntries)
    return directory.entries.length === 0 ? undefined : { directory, fresh: true }
  }
  const length = END_RECORDS.get(signature)
  if (length === undefined || head.length < 20) return undefined
  const comment = length === 22 && head.length === 22 ? head.readUInt16LE(20) : 0
  const end = Math.min(at + length + comment, source.size)
  return { directory: { start: at, end, shift: 0, entries: [] }, fresh: false }
}

function nextKnown(offsets: readonly number[], at: number): number | undefined {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((offsets[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  return offsets[low]
}

/** Records usually stand close to each other; what is searched grows with what was searched in vain. */
const FIRST_PIECE_BYTES = 4096
const LONGEST_PIECE_BYTES = 1024 * 1024
/** A descriptor up to its packed size: pieces overlap by so much, so that none is cut in two. */
const OVERLAP_BYTES = 12

/** The first `PK` between `from` and `to` that is accepted, given the bytes around it, its index there and its place. */
async function searchRecord(
  source: ByteSource,
  from: number,
  to: number,
  search: { left: number },
  accept: (bytes: Buffer, at: number, place: number) => boolean,
): Promise<number | 'none' | 'spent'> {
  const end = Math.min(to, from + search.left)
  let length = FIRST_PIECE_BYTES
  for (let start = from; start < end; start += length, length = Math.min(2 * length, LONGEST_PIECE_BYTES)) {
    const stop = Math.min(length, end - start)
    const bytes = bufferOf(await source.slice(start, stop + OVERLAP_BYTES))
    for (let at = bytes.indexOf('PK'); at >= 0 && at < stop; at = bytes.indexOf('PK', at + 1)) {
      if (!accept(bytes, at, start + at)) continue
      search.left -= start + at - from
      return start + at
    }
  }
  search.left -= Math.max(0, end - from)
  return end < Math.min(to, source.size) ? 'spent' : 'none'
}

function notWalked(message: string, byte: number): ZipProblem {
  return { code: 'not-walked', message: `${message}; the rest was not looked at`, byte }
}
