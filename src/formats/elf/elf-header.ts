import { FormatError } from '../../base/errors.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import type { NativeAnomaly } from '../native/native-file.ts'
import { recordView } from '../native/record-view.ts'
import { nameAt } from '../native/string-table.ts'
import { type ElfHeader, type ElfProgram, type ElfSection, type ElfTable, SHT_NOBITS } from './elf-file.ts'

/** Object files with a section for each function have tens of thousands; the loader allows 65,535 program headers. */
const MOST_SECTIONS = 200_000
const MOST_PROGRAMS = 65_535

/**
 * The header. Throws FORMAT_SHAPE when it is not one: the loader would refuse the file as well.
 */
export async function readElfHeader(reader: BoundedReader): Promise<ElfHeader> {
  const start = await reader.upTo(0, 64)
  const [first, e, l, f, size, order] = start
  if (first !== 0x7f || e !== 0x45 || l !== 0x4c || f !== 0x46)
    throw new FormatError('FORMAT_SHAPE', 'expected the mark of ELF, 7f 45 4c 46', { byte: 0 })
  if ((size !== 1 && size !== 2) || (order !== 1 && order !== 2))
    throw new FormatError('FORMAT_SHAPE', `expected class and byte order of 1 or 2, found ${size} and ${order}`, {
      byte: 4,
    })
  const isWide = size === 2
  const length = isWide ? 64 : 52
  if (start.length < length)
    throw new FormatError('FORMAT_SHAPE', `expected a header of ${length} bytes, found ${start.length}`, { byte: 0 })
  const view = recordView(start, { littleEndian: order === 1, isWide })
  const tail = isWide ? 48 : 36
  const header: ElfHeader = {
    bits: isWide ? 64 : 32,
    littleEndian: order === 1,
    type: view.u16(16),
    machine: view.u16(18),
    entry: view.word(24),
    programs: { offset: view.word(isWide ? 32 : 28), entrySize: view.u16(tail + 6), count: view.u16(tail + 8) },
    sections: { offset: view.word(isWide ? 40 : 32), entrySize: view.u16(tail + 10), count: view.u16(tail + 12) },
    sectionNames: view.u16(tail + 14),
  }
  return withLargeCounts(reader, header)
}

/** Counts that do not fit 16 bits stand in the first row of the section table (System V ABI, e_shnum, PN_XNUM, SHN_XINDEX). */
async function withLargeCounts(reader: BoundedReader, header: ElfHeader): Promise<ElfHeader> {
  const { sections, programs } = header
  const isLarge =
    (sections.count === 0 && sections.offset > 0) || programs.count === 0xffff || header.sectionNames === 0xffff
  const size = sectionBytes(header)
  if (!isLarge || !reader.holds(sections.offset, size)) return header
  const row = recordView(await reader.bytes(sections.offset, size), form(header))
  const isWide = header.bits === 64
  const link = row.u32(isWide ? 40 : 24)
  const info = row.u32(isWide ? 44 : 28)
  return {
    ...header,
    sections: { ...sections, count: sections.count === 0 ? row.word(isWide ? 32 : 20) : sections.count },
    programs: { ...programs, count: programs.count === 0xffff ? info : programs.count },
    sectionNames: header.sectionNames === 0xffff ? link : header.sectionNames,
  }
}

const form = ({ bits, littleEndian }: ElfHeader): { littleEndian: boolean; isWide: boolean } => ({
  littleEndian,
  isWide: bits === 64,
})

const sectionBytes = ({ bits }: ElfHeader): number => (bits === 64 ? 64 : 40)

/** The program headers; none where the table is not in the file. */
export async function readPrograms(
  reader: BoundedReader,
  header: ElfHeader,
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly ElfProgram[]> {
  const isWide = header.bits === 64
  const rows = await readTable(reader, header.programs, isWide ? 56 : 32, MOST_PROGRAMS, 'program headers', log)
  return rows.map((bytes) => {
    const row = recordView(bytes, form(header))
    return isWide
      ? { type: row.u32(0), flags: row.u32(4), offset: row.u64(8), address: row.u64(16), fileSize: row.u64(32), memorySize: row.u64(40) }
      : { type: row.u32(0), flags: row.u32(24), offset: row.u32(4), address: row.u32(8), fileSize: row.u32(16), memorySize: row.u32(20) }
  }) // prettier-ignore
}

/** The sections with their names; none where the table is not in the file. */
export async function readSections(
  reader: BoundedReader,
  header: ElfHeader,
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly ElfSection[]> {
  const isWide = header.bits === 64
  const rows = await readTable(reader, header.sections, sectionBytes(header), MOST_SECTIONS, 'section headers', log)
  const unnamed = rows.map((bytes) => {
    const row = recordView(bytes, form(header))
    const at = isWide ? 8 : 4
    return {
      nameAt: row.u32(0),
      type: row.u32(4),
      flags: row.word(8),
      address: row.word(8 + at),
      offset: row.word(8 + 2 * at),
      size: row.word(8 + 3 * at),
      link: row.u32(8 + 4 * at),
      info: row.u32(12 + 4 * at),
    }
  })
  const table = unnamed[header.sectionNames]
  const sections: ElfSection[] = []
  for (const { nameAt: place, ...section } of unnamed) {
    const name = table === undefined || table.type === SHT_NOBITS ? '' : await nameAt(reader, table, place)
    sections.push({ ...section, name })
  }
  return sections
}

async function readTable(
  reader: BoundedReader,
  table: ElfTable,
  rowBytes: number,
  most: number,
  what: string,
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly Uint8Array[]> {
  const { offset, entrySize, count } = table
  if (count === 0 || offset === 0) return []
  if (entrySize < rowBytes) {
    log.add('damage', `expected ${what} of ${rowBytes} bytes, found ${entrySize}`, offset)
    return []
  }
  const inside = Math.max(0, Math.floor((reader.size - offset - rowBytes) / entrySize) + 1)
  if (count > inside) log.add('damage', `expected ${count} ${what}, the file has room for ${inside}`, offset)
  if (Math.min(count, inside) > most) log.add('limit', `read ${most} of ${count} ${what}`, offset)
  const rows: Uint8Array[] = []
  for (let index = 0; index < Math.min(count, inside, most); index++)
    rows.push(await reader.bytes(offset + index * entrySize, rowBytes))
  return rows
}
