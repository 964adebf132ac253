import type { ByteSource } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import { pathProblems } from './archive-path.ts'
import { piecesOf } from './source-part.ts'
import { BLOCK_BYTES, isZeroBlock, type TarHeader, tarHeader } from './tar-header.ts'
import { type PaxOverrides, paxOverrides } from './tar-pax.ts'

/** One member of a tar archive. */
export interface TarEntry {
  /** A label from the archive, never a path to write to or open. */
  readonly name: string
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'device' | 'fifo' | 'sparse' | 'other'
  readonly linkName: string
  readonly mode: number
  /** Of the header, from the start of the source. */
  readonly offset: number
  readonly dataOffset: number
  /** As far as the source goes. */
  readonly size: number
  readonly problems: readonly TarProblem[]
}

/** What an archive of plain files does not have. Links inside the archive are usual in images of containers. */
export interface TarProblem {
  /** `header`: a header that lies or is broken. */
  readonly code: 'header' | 'path' | 'link' | 'link-outside' | 'device'
  readonly message: string
}

/** Where the archive ended and what stands behind it. */
export interface TarEnd {
  /** First byte behind the end mark and its padding of zeros. */
  readonly end: number
  readonly problems: readonly string[]
}

/** Longest extended header or long name that is read. */
const EXTENSION_BYTES = 1024 * 1024
/** Zeros behind the end mark that count as padding; tar writers fill up to 10 KiB, tapes to 1 MiB. */
const PADDING_BYTES = 1024 * 1024

/**
 * The members of a tar archive from `start` on: POSIX ustar and pax, GNU long names, headers of the seventh edition without
 * magic. Broken checksums, lies about sizes, links, devices and paths that lead outside are told with the member, sparse
 * files are listed as such. Throws LIMIT_ENTRIES; for damage it ends with a problem.
 */
export async function* tarEntries(
  source: ByteSource,
  start: number,
  mostEntries: number,
): AsyncGenerator<TarEntry, TarEnd, void> {
  const names = new Set<string>()
  let pending: Pending = NOTHING_PENDING
  let at = start
  for (let headers = 0; at < source.size; headers++) {
    if (headers > 2 * mostEntries || names.size > mostEntries) throw tooMany(mostEntries, at)
    const block = await source.slice(at, BLOCK_BYTES)
    if (isZeroBlock(block)) return await endMark(source, at)
    const header = tarHeader(block)
    if (header === undefined) return { end: at, problems: [damage(block, at)] }
    if (isExtension(header.typeflag)) {
      pending = await extended(source, header, at + BLOCK_BYTES, pending)
      at = nextHeader(at + BLOCK_BYTES, header.size)
      continue
    }
    const dataOffset = header.typeflag === 'S' ? await behindSparseMap(source, at, block) : at + BLOCK_BYTES
    const entry = tarEntry(source, header, { offset: at, dataOffset }, pending)
    yield withDuplicate(entry, names)
    // A link has no data even when its header states a size (a hard link repeats the size of its target).
    at = nextHeader(dataOffset, hasData(entry.type) ? (pending.overrides.size ?? header.size) : 0)
    pending = NOTHING_PENDING
  }
  return { end: source.size, problems: ['the archive has no end mark'] }
}

/** Could a tar archive begin here? A right checksum, or the magic with readable numbers. */
export function isTarHead(head: Uint8Array): boolean {
  if (head.length < BLOCK_BYTES) return false
  const header = tarHeader(head.subarray(0, BLOCK_BYTES))
  return header !== undefined && !isZeroBlock(head.subarray(0, BLOCK_BYTES)) && header.name !== ''
}

interface Pending {
  readonly overrides: PaxOverrides
  readonly problems: readonly string[]
}

const NOTHING_PENDING: Pending = { overrides: {}, problems: [] }

function isExtension(typeflag: string): boolean {
  return 'xgLK'.includes(typeflag)
}

/** pax `x` and `g`, GNU `L` (long name) and `K` (long link name). Global headers are rare; theirs count for the next entry. */
async function extended(source: ByteSource, header: TarHeader, offset: number, before: Pending): Promise<Pending> {
  const problems = [...before.problems, ...header.problems]
  if (header.size > EXTENSION_BYTES) {
    return { overrides: before.overrides, problems: [...problems, `an extended header of ${header.size} bytes`] }
  }
  const data = await source.slice(offset, header.size)
  if (header.typeflag === 'x' || header.typeflag === 'g') {
    const { overrides, problem } = paxOverrides(data)
    if (header.typeflag === 'g' && overrides.path !== undefined) problems.push('a global header renames members')
    return {
      overrides: { ...before.overrides, ...overrides },
      problems: problem === undefined ? problems : [...problems, problem],
    }
  }
  const text = Buffer.from(data)
    .toString('utf8')
    .replace(/\0[^]*$/, '')
  const overrides = header.typeflag === 'L' ? { path: text } : { linkPath: text }
  return { overrides: { ...before.overrides, ...overrides }, problems }
}

/** GNU tar of old: the map of holes goes on in blocks behind the header, each of which says whether another follows. */
async function behindSparseMap(source: ByteSource, at: number, header: Uint8Array): Promise<number> {
  let next = at + BLOCK_BYTES
  let more = header[482] === 1
  while (more && next < source.size) {
    const block = await source.slice(next, BLOCK_BYTES)
    next += BLOCK_BYTES
    more = block[504] === 1
  }
  return next
}

function tarEntry(
  source: ByteSource,
  header: TarHeader,
  { offset, dataOffset }: { readonly offset: number; readonly dataOffset: number },
  pending: Pending,
): TarEntry {
  const { overrides } = pending
  const name = overrides.path ?? header.name
  const type = typeOf(header, overrides, name)
  const stated = hasData(type) ? (overrides.size ?? header.size) : 0
  const size = Math.max(0, Math.min(stated, source.size - dataOffset))
  const linkName = overrides.linkPath ?? header.linkName
  const problems = [...pending.problems, ...header.problems]
  if (overrides.path !== undefined && !sameName(overrides.path, header.name)) {
    problems.push(`renamed by an extended header from ${JSON.stringify(header.name.slice(0, 120))}`)
  }
  if (overrides.size !== undefined && overrides.size !== header.size && header.size !== 0) {
    problems.push(`the extended header says ${overrides.size} bytes, the header ${header.size}`)
  }
  if (!hasData(type) && header.size > 0 && type !== 'hardlink')
    problems.push(`a ${type} with ${header.size} bytes of data`)
  if (size < stated) problems.push(`states ${stated} bytes, ${size} are there`)
  if (type === 'other') problems.push('of an unknown type')
  return {
    name,
    type,
    linkName,
    mode: header.mode,
    offset,
    dataOffset,
    size,
    problems: [
      ...problems.map((message) => ({ code: 'header' as const, message })),
      ...pathProblems(name).map((message) => ({ code: 'path' as const, message })),
      ...typeProblems(type, linkName),
    ],
  }
}

const TYPES: Readonly<Record<string, TarEntry['type']>> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'sparse',
}

function typeOf(header: TarHeader, overrides: PaxOverrides, name: string): TarEntry['type'] {
  if (overrides.sparse === true) return 'sparse'
  // The seventh edition marked directories by a slash at the end; Python still reads them so.
  if (header.typeflag === '0' && name.endsWith('/')) return 'directory'
  return TYPES[header.typeflag] ?? 'other'
}

/** Unknown types are files for every reader that follows POSIX. */
function hasData(type: TarEntry['type']): boolean {
  return type === 'file' || type === 'other' || type === 'sparse'
}

function typeProblems(type: TarEntry['type'], linkName: string): readonly TarProblem[] {
  if (type === 'device' || type === 'fifo') return [{ code: 'device', message: `a ${type}` }]
  if (type !== 'symlink' && type !== 'hardlink') return []
  const outside = pathProblems(linkName).map((problem): TarProblem => {
    return { code: 'link-outside', message: `the target of the ${type}: ${problem}` }
  })
  return [{ code: 'link', message: `a ${type} to ${JSON.stringify(linkName.slice(0, 120))}` }, ...outside]
}

/** Writers cut the old name to 100 bytes (GNU) or replace what is not ASCII (Python). */
function sameName(long: string, short: string): boolean {
  return long === short || short.length >= 98 || short.includes('PaxHeader') || /[^ -~]/.test(long) || short === ''
}

function withDuplicate(entry: TarEntry, names: Set<string>): TarEntry {
  const known = names.has(entry.name)
  names.add(entry.name)
  if (!known || entry.type === 'directory') return entry
  return { ...entry, problems: [...entry.problems, { code: 'header', message: 'a second member of this name' }] }
}

function nextHeader(dataOffset: number, size: number): number {
  return dataOffset + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES
}

/** Python stops at one zero block, GNU tar at two: what stands behind the first is told. */
async function endMark(source: ByteSource, at: number): Promise<TarEnd> {
  const most = Math.min(source.size, at + PADDING_BYTES)
  let end = at
  for await (const piece of piecesOf(source, at, most, 64 * 1024)) {
    const other = piece.findIndex((byte) => byte !== 0)
    if (other >= 0) {
      const behind = end + other - ((end + other - at) % BLOCK_BYTES)
      return { end: behind, problems: [`bytes behind the end mark, from byte ${behind}`] }
    }
    end += piece.length
  }
  return { end, problems: [] }
}

function damage(block: Uint8Array, at: number): string {
  return block.length < BLOCK_BYTES ? `a header cut off at byte ${at}` : `no header where one should be, at byte ${at}`
}

function tooMany(most: number, byte: number): LimitError {
  return new LimitError('LIMIT_ENTRIES', `tar: more than ${most} members`, { byte })
}
