import type { ByteSource } from '../base/bytes.ts'
import { type CentralHeader, centralHeaderAt } from './lenient-zip-headers.ts'
import type { ZipProblem } from './lenient-zip-types.ts'
import { bufferOf } from './source-part.ts'

/** A central directory that some reader would take for the right one. */
export interface DirectoryReading {
  readonly start: number
  readonly end: number
  /** Added to the offsets stated in it: bytes in front of the archive, for readers that allow them. */
  readonly shift: number
  readonly entries: readonly CentralHeader[]
}

/** An end record and what it says. */
export interface EndRecord {
  readonly place: number
  /** Behind its comment, as far as the source goes. */
  readonly end: number
  /** The comment ends exactly where the source ends. */
  readonly closes: boolean
}

export interface Directories {
  /** The one most readers take first. */
  readonly readings: readonly DirectoryReading[]
  readonly ends: readonly EndRecord[]
  readonly problems: readonly ZipProblem[]
}

const END_BYTES = 22
const LOCATOR_BYTES = 20
const END64_BYTES = 56
const SIGNATURE = { end: 0x06054b50, locator: 0x07064b50, end64: 0x06064b50 } as const
/** More end records than that within 64 KiB are there to make a scanner work. */
const MOST_ENDS = 16

/**
 * Every central directory an end record in the last 64 KiB leads to: with and without the zip64 record, with offsets from
 * the start of the file (Go, miniz, torch) and from the start of the archive (Python). A reader takes one of them; which one is
 * up to the reader. At most `mostEntries` entries in all.
 */
export async function findDirectories(source: ByteSource, mostEntries: number): Promise<Directories> {
  const problems: ZipProblem[] = []
  const ends = await endRecords(source)
  if (ends.length > MOST_ENDS) {
    problems.push({
      code: 'not-walked',
      message: `${ends.length} end records, ${MOST_ENDS} were followed`,
      byte: ends[0]?.place ?? 0,
    })
  }
  const readings: DirectoryReading[] = []
  let left = mostEntries
  for (const end of ends.slice(0, MOST_ENDS)) {
    const claims = await claimsOf(source, end, problems)
    let followed = false
    for (const claim of claims) {
      const known = readings.some(({ start, shift }) => start === claim.start && shift === claim.shift)
      const reading = known ? undefined : await readDirectory(source, claim, left, problems)
      left -= reading?.entries.length ?? 0
      const leads = reading !== undefined && (reading.entries.length > 0 || claim.count === 0)
      if (leads) readings.push(reading)
      followed ||= known || leads
    }
    if (!followed) problems.push(leadsNowhere(claims[0], end.place))
  }
  return { readings, ends: ends.slice(0, MOST_ENDS), problems }
}

/** A directory found by its first entry, where no end record leads to it. */
export async function directoryAt(source: ByteSource, start: number, mostEntries: number): Promise<DirectoryReading> {
  return readDirectory(source, { start, shift: 0, count: undefined, end: undefined }, mostEntries, [])
}

interface Claim {
  readonly start: number
  readonly shift: number
  /** Undefined where nothing says how many. */
  readonly count: number | undefined
  readonly end: number | undefined
}

/** From the back: the one that closes the source first, then the rest, last first. */
async function endRecords(source: ByteSource): Promise<readonly EndRecord[]> {
  const reach = Math.min(source.size, END_BYTES + 0xffff)
  const start = source.size - reach
  const tail = bufferOf(await source.slice(start, reach))
  const found: EndRecord[] = []
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== SIGNATURE.end) continue
    const end = start + at + END_BYTES + tail.readUInt16LE(at + 20)
    found.push({ place: start + at, end: Math.min(end, source.size), closes: end === source.size })
  }
  return [...found.filter(({ closes }) => closes), ...found.filter(({ closes }) => !closes)]
}

async function claimsOf(source: ByteSource, { place }: EndRecord, problems: ZipProblem[]): Promise<readonly Claim[]> {
  const record = bufferOf(await source.slice(place, END_BYTES))
  const narrow = {
    count: record.readUInt16LE(10),
    size: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
    place,
  }
  if (record.readUInt16LE(4) !== 0 || record.readUInt16LE(6) !== 0 || record.readUInt16LE(8) !== narrow.count) {
    problems.push({ code: 'several-volumes', message: 'the end record speaks of several volumes', byte: place })
  }
  const marked = narrow.count === 0xffff || narrow.size === 0xffffffff || narrow.offset === 0xffffffff
  const wide = await zip64Record(source, place)
  if (wide === undefined) {
    if (marked)
      problems.push({ code: 'zip64-lie', message: 'marked as zip64, but no zip64 record is there', byte: place })
    return places(narrow)
  }
  const agrees =
    (narrow.count === 0xffff || narrow.count === wide.count) &&
    (narrow.size === 0xffffffff || narrow.size === wide.size) &&
    (narrow.offset === 0xffffffff || narrow.offset === wide.offset)
  if (agrees) return places(wide)
  problems.push({
    code: 'zip64-lie',
    message: `the end record says ${said(narrow)}, the zip64 record ${said(wide)}`,
    byte: place,
  })
  // Python takes the wide one whenever it is there, others only where the narrow one is marked.
  return [...places(wide), ...places(narrow)]
}

interface Stated {
  readonly count: number
  readonly size: number
  readonly offset: number
  readonly place: number
}

async function zip64Record(source: ByteSource, endPlace: number): Promise<Stated | undefined> {
  const locator = bufferOf(await source.slice(Math.max(0, endPlace - LOCATOR_BYTES), LOCATOR_BYTES))
  if (endPlace < LOCATOR_BYTES || locator.readUInt32LE(0) !== SIGNATURE.locator) return undefined
  const stated = Number(locator.readBigUInt64LE(8))
  // Where it is said to be, or right in front of its locator, where it is with bytes in front of the archive.
  for (const place of [stated, endPlace - LOCATOR_BYTES - END64_BYTES]) {
    if (!Number.isSafeInteger(place) || place < 0 || place + END64_BYTES > source.size) continue
    const record = bufferOf(await source.slice(place, END64_BYTES))
    if (record.length < END64_BYTES || record.readUInt32LE(0) !== SIGNATURE.end64) continue
    return {
      count: Number(record.readBigUInt64LE(32)),
      size: Number(record.readBigUInt64LE(40)),
      offset: Number(record.readBigUInt64LE(48)),
      place,
    }
  }
  return undefined
}

/** Python first: it counts back from the end record. */
function places({ count, size, offset, place }: Stated): readonly Claim[] {
  const shift = place - size - offset
  const counted: Claim = { start: place - size, shift, count, end: place }
  return shift === 0 ? [counted] : [counted, { start: offset, shift: 0, count, end: place }]
}

function said({ count, size, offset }: Stated): string {
  return `${count} entries in ${size} bytes from ${offset}`
}

async function readDirectory(
  source: ByteSource,
  claim: Claim,
  most: number,
  problems: ZipProblem[],
): Promise<DirectoryReading> {
  const entries: CentralHeader[] = []
  let at = claim.start
  while (entries.length < most) {
    const entry = await centralHeaderAt(source, at)
    if (entry === undefined) break
    entries.push(entry)
    at = entry.end
  }
  const reading = { start: claim.start, end: Math.min(at, source.size), shift: claim.shift, entries }
  if (entries.length >= most) {
    problems.push({ code: 'not-walked', message: `more than ${most} entries; the rest was not read`, byte: at })
  }
  if (entries.length === 0) return reading
  if (claim.count !== undefined && claim.count !== entries.length && entries.length < most) {
    const message = `the end record counts ${claim.count} entries, the directory has ${entries.length}`
    problems.push({ code: 'directory-lie', message, byte: claim.start })
  }
  if (claim.end !== undefined && reading.end < claim.end && !(await onlySignature(source, reading.end))) {
    const message = `${claim.end - reading.end} bytes between the directory and its end record`
    problems.push({ code: 'gap', message, byte: reading.end })
  }
  return reading
}

function leadsNowhere(claim: Claim | undefined, byte: number): ZipProblem {
  const message = `an end record counts ${claim?.count ?? 'some'} entries at byte ${claim?.start ?? 0}, none is there`
  return { code: 'directory-lie', message, byte }
}

/** The zip64 record stands between the two; a digital signature may (APPNOTE 4.3.13). */
async function onlySignature(source: ByteSource, at: number): Promise<boolean> {
  const head = bufferOf(await source.slice(at, 4))
  return (
    head.length === 4 && [SIGNATURE.end64, SIGNATURE.locator, SIGNATURE.end, 0x05054b50].includes(head.readUInt32LE(0))
  )
}
