import type { ByteSource } from '../../base/bytes.ts'
import { anomalyLog, type AnomalyLog } from '../anomaly.ts'
import { BoundedReader } from '../native/bounded-reader.ts'
import { MOST_LIBRARIES, type NativeAnomaly, type NativeSection, type NativeSegment } from '../native/native-file.ts'
import { nameAt, type StringTable, textUntilZero } from '../native/string-table.ts'
import { readDynamic } from './elf-dynamic.ts'
import {
  type ElfFile,
  type ElfHeader,
  type ElfProgram,
  type ElfSection,
  PT_GNU_STACK,
  PT_INTERP,
  PT_LOAD,
  SHT_NOBITS,
  SHT_DYNSYM,
  SHT_SYMTAB,
} from './elf-file.ts'
import { readElfHeader, readPrograms, readSections } from './elf-header.ts'
import { elfMachine } from './elf-machine.ts'
import { readBuildId } from './elf-notes.ts'
import { readSymbols, type ElfSymbols } from './elf-symbols.ts'

/** What reading the tables of one file may cost: symbols and names of the largest library of torch have 90 MB. */
export const ELF_BUDGET = 160 * 1024 * 1024

/**
 * An ELF file, 32 or 64 bits, either byte order: what it needs, asks for, gives, and how it is loaded. Only tables are read. Throws
 * FORMAT_SHAPE when the header is not one and LIMIT_SIZE when the tables are larger than the budget; other damage is in `anomalies`.
 */
export async function readElf(source: ByteSource, budget: number = ELF_BUDGET): Promise<ElfFile> {
  const reader = new BoundedReader(source, budget)
  const log = anomalyLog<NativeAnomaly>()
  const header = await readElfHeader(reader)
  const programs = await readPrograms(reader, header, log)
  const sections = await readSections(reader, header, log)
  const dynamic = await readDynamic(reader, header, programs, log)
  const text = (at: number): Promise<string> => nameAt(reader, dynamic === undefined ? NOTHING : dynamic.strings, at)
  const texts = async (places: readonly number[]): Promise<readonly string[]> =>
    (await Promise.all(places.slice(0, MOST_LIBRARIES).map(text))).filter((one) => one !== '')
  const symbols =
    dynamic?.symbols === undefined
      ? await sectionSymbols(reader, header, sections, log)
      : await readSymbols(reader, header, dynamic.symbols, dynamic.strings, log)
  const interpreter = programs.find(({ type }) => type === PT_INTERP)
  const buildId = await readBuildId(reader, header, programs, sections)
  const overlay = overlayOf(reader, header, programs, sections)
  const soname = dynamic?.soname === undefined ? '' : await text(dynamic.soname)
  const type = typeOf(header, dynamic?.isProgram === true || (interpreter !== undefined && soname === ''))
  return {
    format: 'elf',
    bits: header.bits,
    byteOrder: header.littleEndian ? 'little' : 'big',
    machine: elfMachine(header.machine),
    type,
    entry: header.entry,
    libraries: await texts(dynamic?.needed ?? []),
    runPaths: await texts(dynamic?.runPaths ?? []),
    ...symbols,
    sections: sections.filter(({ type }) => type !== 0).map(nativeSection),
    segments: programs.filter(({ type }) => type === PT_LOAD).map(nativeSegment),
    hasSymbols: symbols.exports.length > 0 || sections.some(({ type, size }) => type === SHT_SYMTAB && size > 0),
    signatureBytes: 0,
    anomalies: log.list(),
    isStatic: type === 'executable' && interpreter === undefined && (dynamic?.needed ?? []).length === 0,
    hasSectionTable: sections.length > 0,
    hasExecutableStack: programs.some(({ type, flags }) => type === PT_GNU_STACK && (flags & 1) === 1),
    ...(interpreter === undefined
      ? {}
      : { interpreter: textUntilZero(await reader.upTo(interpreter.offset, Math.min(interpreter.fileSize, 4096))) }),
    ...(soname === '' ? {} : { soname }),
    ...(buildId === undefined ? {} : { buildId }),
    ...(overlay === undefined ? {} : { overlay }),
  }
}

const NOTHING: StringTable = { offset: 0, size: 0 }

/** Objects and static programs have no dynamic section; what they ask for and give stands in the symbol table of the linker. */
async function sectionSymbols(
  reader: BoundedReader,
  header: ElfHeader,
  sections: readonly ElfSection[],
  log: AnomalyLog<NativeAnomaly>,
): Promise<ElfSymbols> {
  const table = sections.find(({ type }) => type === SHT_SYMTAB) ?? sections.find(({ type }) => type === SHT_DYNSYM)
  const strings = table === undefined ? undefined : sections[table.link]
  if (table === undefined || strings === undefined) return { imports: [], exports: [] }
  const row = header.bits === 64 ? 24 : 16
  const count = Math.floor(Math.min(table.size, Math.max(0, reader.size - table.offset)) / row)
  return readSymbols(reader, header, { offset: table.offset, count }, strings, log)
}

/** A position-independent program looks like a library: an interpreter or DF_1_PIE tells them apart. */
function typeOf({ type }: ElfHeader, isProgram: boolean): ElfFile['type'] {
  if (type === 1) return 'object'
  if (type === 2) return 'executable'
  if (type === 4) return 'core'
  if (type !== 3) return 'other'
  return isProgram ? 'executable' : 'library'
}

const SHF_WRITE = 1
const SHF_EXECINSTR = 4

function nativeSection({ name, offset, size, type, flags }: ElfSection): NativeSection {
  return {
    name,
    offset,
    size: type === SHT_NOBITS ? 0 : size,
    executable: (flags & SHF_EXECINSTR) !== 0,
    writable: (flags & SHF_WRITE) !== 0,
  }
}

function nativeSegment({ offset, fileSize, address, memorySize, flags }: ElfProgram): NativeSegment {
  return {
    name: '',
    offset,
    size: fileSize,
    address,
    memorySize,
    writable: (flags & 2) !== 0,
    executable: (flags & 1) !== 0,
  }
}

function overlayOf(
  { size }: BoundedReader,
  header: ElfHeader,
  programs: readonly ElfProgram[],
  sections: readonly ElfSection[],
): { readonly offset: number; readonly size: number } | undefined {
  const ends = [
    header.programs.offset + header.programs.count * header.programs.entrySize,
    header.sections.offset + header.sections.count * header.sections.entrySize,
    ...programs.map(({ offset, fileSize }) => offset + fileSize),
    ...sections.filter(({ type }) => type !== SHT_NOBITS && type !== 0).map((one) => one.offset + one.size),
  ]
  const end = ends.reduce((most, one) => Math.max(most, one), 0)
  return end > 0 && end < size ? { offset: end, size: size - end } : undefined
}
