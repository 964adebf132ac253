import { FormatError } from '../../base/errors.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import type { NativeAnomaly } from '../native/native-file.ts'
import { type RecordView, recordView } from '../native/record-view.ts'
import { nameAt, textUntilZero } from '../native/string-table.ts'
import type { PeDirectory, PeHeader, PeSection } from './pe-file.ts'

const FORM = { littleEndian: true, isWide: false }
const COFF_BYTES = 24
const DIRECTORIES = 16

/**
 * The headers. Throws FORMAT_SHAPE when they are not those of a program of Windows: one of DOS or of OS/2 is none.
 */
export async function readPeHeader(reader: BoundedReader, log: AnomalyLog<NativeAnomaly>): Promise<PeHeader> {
  const dos = await reader.upTo(0, 64)
  if (dos.length < 64 || dos[0] !== 0x4d || dos[1] !== 0x5a)
    throw new FormatError('FORMAT_SHAPE', 'expected the mark MZ and a header of 64 bytes', { byte: 0 })
  const start = recordView(dos, FORM).u32(60)
  const coff = recordView(await reader.upTo(start, COFF_BYTES), FORM)
  if (coff.length < COFF_BYTES || coff.u32(0) !== 0x00004550)
    throw new FormatError('FORMAT_SHAPE', 'expected the mark PE where the header of DOS points', { byte: start })
  const optionalBytes = coff.u16(20)
  const optional = recordView(await reader.upTo(start + COFF_BYTES, optionalBytes), FORM)
  if (optional.length < 64)
    throw new FormatError('FORMAT_SHAPE', 'expected an optional header', { byte: start + COFF_BYTES })
  const magic = optional.u16(0)
  if (magic !== 0x10b && magic !== 0x20b)
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected an optional header of kind 10b or 20b, found ${magic.toString(16)}`,
      {
        byte: start + COFF_BYTES,
      },
    )
  const isWide = magic === 0x20b
  const symbols = { table: coff.u32(12), count: coff.u32(16) }
  const sectionsAt = start + COFF_BYTES + optionalBytes
  return {
    machine: coff.u16(4),
    timestamp: coff.u32(8),
    characteristics: coff.u16(22),
    isWide,
    entry: optional.u32(16),
    imageBase: isWide ? optional.u64(24) : optional.u32(28),
    headerBytes: optional.u32(60),
    subsystem: optional.length >= 70 ? optional.u16(68) : 0,
    directories: directoriesOf(optional, isWide),
    sections: await readSections(reader, sectionsAt, coff.u16(6), symbols, log),
    symbolTable: symbols.table,
    symbols: symbols.count,
  }
}

function directoriesOf(optional: RecordView, isWide: boolean): readonly PeDirectory[] {
  const at = isWide ? 112 : 96
  if (optional.length < at) return []
  const directories: PeDirectory[] = []
  const count = Math.min(optional.u32(at - 4), DIRECTORIES, Math.floor((optional.length - at) / 8))
  for (let index = 0; index < count; index++)
    directories.push({ address: optional.u32(at + index * 8), size: optional.u32(at + index * 8 + 4) })
  return directories
}

async function readSections(
  reader: BoundedReader,
  offset: number,
  count: number,
  symbols: { readonly table: number; readonly count: number },
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly PeSection[]> {
  const rows = recordView(await reader.upTo(offset, count * 40), FORM)
  const sections: PeSection[] = []
  for (let at = 0; at + 40 <= rows.length; at += 40) {
    const raw = rows.u32(at + 20)
    sections.push({
      name: await sectionName(reader, textUntilZero(rows.view(at, 8)), symbols),
      memorySize: rows.u32(at + 8),
      address: rows.u32(at + 12),
      size: raw === 0 ? 0 : rows.u32(at + 16),
      // The loader reads whole sectors: the low nine bits of a place are ignored.
      offset: raw - (raw % 512),
      flags: rows.u32(at + 36),
    })
  }
  if (sections.length < count) log.add('damage', `expected ${count} sections, found ${sections.length}`, offset)
  return sections
}

/** MinGW keeps longer names behind the symbols: `/4` is the name at 4 there. */
async function sectionName(
  reader: BoundedReader,
  short: string,
  { table, count }: { readonly table: number; readonly count: number },
): Promise<string> {
  const place = /^\/(\d{1,7})$/.exec(short)?.[1]
  if (place === undefined || table === 0) return short
  const long = await nameAt(reader, { offset: table + count * 18, size: reader.size }, Number(place))
  return long === '' ? short : long
}

/** Where an address relative to the image lies in the file; undefined where it lies in none of its sections. */
export function fileOffset({ sections, headerBytes }: PeHeader, address: number): number | undefined {
  for (const section of sections) {
    const inside = address - section.address
    if (inside >= 0 && inside < Math.max(section.memorySize, section.size))
      return inside < section.size ? section.offset + inside : undefined
  }
  return address < headerBytes ? address : undefined
}
