import type { ByteSource } from '../base/bytes.ts'
import { compareHeaders, viewProblems } from './lenient-zip-compare.ts'
import { descriptorProblem } from './lenient-zip-descriptor.ts'
import { type DirectoryReading, findDirectories } from './lenient-zip-directory.ts'
import { contentGaps, extentOf, withoutRanges } from './lenient-zip-extent.ts'
import { type CentralHeader, type LocalHeader, localHeaderAt } from './lenient-zip-headers.ts'
import { setProblems } from './lenient-zip-set.ts'
import type { ByteRange, LenientZip, LenientZipLimits, ZipProblem, ZipReading } from './lenient-zip-types.ts'
import { type Walk, walkRecords } from './lenient-zip-walk.ts'
import { LOCAL_HEADER_BYTES } from './zip-records.ts'
import { readAhead } from './zip-source.ts'

/** Directories are read entry by entry; headers between tensors of megabytes are not worth more. */
const WINDOW_BYTES = 16 * 1024

/**
 * Every member any zip reader may find, with every place where two readers would see different things: the central
 * directory (all of them, when there are several) and the local headers are walked and compared. Undefined when there is no
 * sign of an archive. No member is unpacked. Bounded by `limits`; whatever was left out is a `not-walked` problem.
 */
export async function readLenientZip(plain: ByteSource, limits: LenientZipLimits): Promise<LenientZip | undefined> {
  const source = readAhead(plain, WINDOW_BYTES)
  const found = await findDirectories(source, limits.entries)
  const first = await pairHeaders(source, found.readings.slice(0, 1), 0)
  const directories = withoutNested(found.readings, first)
  const pairs = [...first, ...(await pairHeaders(source, directories.slice(1), 1))]
  const walk = await walkRecords(source, knownMembers(pairs, directories), limits)
  if (pairs.length === 0 && walk.locals.length === 0 && found.ends.length === 0) return undefined
  const met = await pairHeaders(source, walk.directories, directories.length)
  const members = [...pairs, ...met]
  const central = members.flatMap((pair) => readingsOf(pair, source.size))
  const locals = localOnly(walk, members)
  const readings = [...central, ...locals]
  const records = [...walk.covered, ...centralRanges(members, directories, found.ends)]
  const extent = extentOf(records, source.size)
  const gaps = await contentGaps(source, withoutRanges(extent, records), limits.searchBytes)
  const problems = [
    ...found.problems,
    ...severalDirectories(directories, walk.directories, found.ends.length),
    ...members.flatMap(pairProblems),
    ...(await descriptorProblems(source, members)),
    ...locals.flatMap((reading) => localProblems(reading, directories.length > 0)),
    ...setProblems(readings),
    ...edgeProblems(extent, gaps, source.size),
    ...walk.problems,
  ]
  return { readings, problems: unique(problems), extent, gaps }
}

/** A directory entry with the local header it points at. */
interface Pair {
  readonly central: CentralHeader
  readonly local: LocalHeader | undefined
  readonly headerOffset: number
  readonly directory: number
}

async function pairHeaders(
  source: ByteSource,
  directories: readonly DirectoryReading[],
  first: number,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  for (const [index, { entries, shift }] of directories.entries()) {
    for (const central of entries) {
      // Readers count these offsets like that of the directory; some writers of self-extractors count from the file.
      const counted = central.headerOffset + shift
      const local = (await localHeaderAt(source, counted)) ?? (await localHeaderAt(source, central.headerOffset))
      pairs.push({ central, local, headerOffset: local?.offset ?? Math.max(0, counted), directory: first + index })
    }
  }
  return pairs
}

function knownMembers(
  pairs: readonly Pair[],
  directories: readonly DirectoryReading[],
): Parameters<typeof walkRecords>[1] {
  const packedSizes = new Map<number, number>()
  for (const { local, central } of pairs) {
    if (local !== undefined && !packedSizes.has(local.offset)) packedSizes.set(local.offset, central.packedSize)
  }
  const starts = directories.filter(({ start }) => start >= 0).map(({ start }) => start)
  const offsets = [...new Set([...packedSizes.keys(), ...starts])].sort((left, right) => left - right)
  return { packedSizes, offsets, directories }
}

function readingsOf({ central, local, headerOffset, directory }: Pair, size: number): readonly ZipReading[] {
  const dataOffset = local?.dataOffset ?? Math.min(headerOffset + LOCAL_HEADER_BYTES + central.name.length, size)
  const marks = {
    headerOffset,
    dataOffset,
    // Unix file type in the upper half of the attributes: 0xa000 is a link. DOS directories have bit 4.
    symlink: ((central.externalAttributes >>> 16) & 0xf000) === 0xa000,
    mode: central.externalAttributes >>> 16,
    directoryMark: central.name.endsWith('/') || (central.externalAttributes & 0x10) !== 0,
  }
  if (local === undefined) return [{ ...central, ...marks, reading: 'central', directory }]
  if (compareHeaders(central, local).length === 0) return [{ ...central, ...marks, reading: 'both', directory }]
  const behind = local.packedSize === 0 && local.size === 0 && (local.flags & 8) !== 0
  const sizes = behind ? { packedSize: central.packedSize, size: central.size, crc32: central.crc32 } : {}
  return [
    { ...central, ...marks, reading: 'central', directory },
    { ...local, ...sizes, ...marks, directoryMark: local.name.endsWith('/'), reading: 'local', directory: undefined },
  ]
}

/** Members a walking reader finds and no directory has. */
function localOnly(walk: Walk, pairs: readonly Pair[]): readonly ZipReading[] {
  const known = new Set(pairs.flatMap(({ local }) => (local === undefined ? [] : [local.offset])))
  return walk.locals
    .filter(({ header }) => !known.has(header.offset))
    .map(({ header, packedSize }) => ({
      ...header,
      packedSize,
      reading: 'local' as const,
      directory: undefined,
      headerOffset: header.offset,
      symlink: false,
      directoryMark: header.name.endsWith('/'),
    }))
}

function pairProblems({ central, local, headerOffset }: Pair): readonly ZipProblem[] {
  const own = viewProblems(central, central.place)
  if (local !== undefined) {
    const other =
      local.name === central.name && local.unicodeName === central.unicodeName ? [] : viewProblems(local, local.offset)
    return [...compareHeaders(central, local), ...own, ...other]
  }
  const message = `no local header at byte ${headerOffset}, where the directory says`
  return [{ code: 'central-only', message, byte: central.place, name: central.name }, ...own]
}

async function descriptorProblems(source: ByteSource, pairs: readonly Pair[]): Promise<readonly ZipProblem[]> {
  const problems: ZipProblem[] = []
  for (const { central, local } of pairs) {
    const problem = local === undefined ? undefined : await descriptorProblem(source, central, local)
    if (problem !== undefined) problems.push(problem)
  }
  return problems
}

function localProblems(reading: ZipReading, hasDirectory: boolean): readonly ZipProblem[] {
  const own = viewProblems(reading, reading.headerOffset)
  if (!hasDirectory) return own
  const message = 'a member that no directory lists: readers that walk the file see it, others do not'
  return [{ code: 'local-only', message, byte: reading.headerOffset, name: reading.name }, ...own]
}

/** A directory inside a member belongs to an archive in the archive: it is read when that member is. */
function withoutNested(readings: readonly DirectoryReading[], first: readonly Pair[]): readonly DirectoryReading[] {
  const data = first.flatMap(({ local, central }) =>
    local === undefined ? [] : [{ from: local.dataOffset, to: local.dataOffset + central.packedSize }],
  )
  return readings.filter(({ start }, index) => index === 0 || !data.some(({ from, to }) => start >= from && start < to))
}

function severalDirectories(
  readings: readonly DirectoryReading[],
  met: readonly DirectoryReading[],
  ends: number,
): readonly ZipProblem[] {
  const rivals = [...readings.slice(1), ...met].filter(({ start }) => start !== readings[0]?.start)
  const problems: ZipProblem[] = rivals.map(({ start, entries }) => ({
    code: 'several-directories',
    message: `another central directory of ${entries.length} entries: readers disagree which one counts`,
    byte: Math.max(0, start),
  }))
  if (ends > 0) return problems
  return [...problems, { code: 'no-directory', message: 'no end record in the last 64 KiB', byte: 0 }]
}

function centralRanges(
  pairs: readonly Pair[],
  directories: readonly DirectoryReading[],
  ends: readonly { readonly place: number; readonly end: number }[],
): readonly ByteRange[] {
  return [
    ...pairs.map(({ local, central, headerOffset }) => ({
      from: headerOffset,
      to: (local?.dataOffset ?? headerOffset) + central.packedSize,
    })),
    ...directories.map(({ start, end }) => ({ from: Math.max(0, start), to: end })),
    ...ends.map(({ place, end }) => ({ from: place, to: end })),
  ]
}

function edgeProblems(extent: ByteRange, gaps: readonly ByteRange[], size: number): readonly ZipProblem[] {
  const problems: ZipProblem[] = gaps.map(({ from, to }) => ({
    code: 'gap',
    message: `${to - from} bytes between members that belong to none`,
    byte: from,
  }))
  if (extent.from > 0) {
    problems.push({ code: 'prefix', message: `${extent.from} bytes in front of the archive`, byte: 0 })
  }
  if (extent.to < size) {
    problems.push({ code: 'suffix', message: `${size - extent.to} bytes behind the archive`, byte: extent.to })
  }
  return problems
}

/** Two directories tell the same about the same member twice. */
function unique(problems: readonly ZipProblem[]): readonly ZipProblem[] {
  const seen = new Set<string>()
  return problems.filter(({ code, byte, message }) => {
    const key = `${code} ${byte} ${message}`
    return !seen.has(key) && seen.add(key) !== undefined
  })
}
