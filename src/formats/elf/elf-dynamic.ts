import type { AnomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import type { NativeAnomaly } from '../native/native-file.ts'
import { type RecordView, recordView } from '../native/record-view.ts'
import type { StringTable } from '../native/string-table.ts'
import { type ElfHeader, type ElfProgram, PT_DYNAMIC, PT_LOAD } from './elf-file.ts'

/** What the dynamic section tells the loader. Places are offsets in the file. */
export interface ElfDynamic {
  /** Where it stands itself; for the strings that are looked for elsewhere. */
  readonly strings: StringTable
  readonly needed: readonly number[]
  readonly runPaths: readonly number[]
  readonly soname: number | undefined
  /** DF_1_PIE: a program, although its type is that of a library. */
  readonly isProgram: boolean
  readonly symbols: { readonly offset: number; readonly count: number } | undefined
}

/** Libraries have some forty entries; linkers need at most a few thousand for libraries that need many others. */
const MOST_ENTRIES = 20_000
const MOST_SYMBOLS = 4_000_000

const DT = {
  needed: 1, pltSize: 2, hash: 4, strings: 5, symbols: 6, rela: 7, relaSize: 8, stringBytes: 10, soname: 14, rpath: 15,
  rel: 17, relSize: 18, pltKind: 20, pltRelocations: 23, runpath: 29, gnuHash: 0x6ffffef5,
  flags1: 0x6ffffffb,
} as const // prettier-ignore

const DF_1_PIE = 0x08000000

/**
 * The dynamic section, found through the program headers as the loader does: the section table may say something else, and nobody but
 * debuggers reads it. Undefined where there is none.
 */
export async function readDynamic(
  reader: BoundedReader,
  header: ElfHeader,
  programs: readonly ElfProgram[],
  log: AnomalyLog<NativeAnomaly>,
): Promise<ElfDynamic | undefined> {
  const segment = programs.find(({ type }) => type === PT_DYNAMIC)
  if (segment === undefined) return undefined
  const offset = offsetOf(programs, segment.address) ?? segment.offset
  const values = await readEntries(reader, header, offset, segment.fileSize)
  const first = (tag: number): number | undefined => values.get(tag)?.[0]
  const place = (tag: number): number | undefined => {
    const address = first(tag)
    return address === undefined ? undefined : offsetOf(programs, address)
  }
  const strings = { offset: place(DT.strings) ?? 0, size: Math.min(first(DT.stringBytes) ?? 0, reader.size) }
  const symbols = place(DT.symbols)
  if (first(DT.symbols) !== undefined && symbols === undefined)
    log.add('damage', 'expected the dynamic symbols in a loaded segment, found their address outside', offset)
  return {
    strings,
    needed: values.get(DT.needed) ?? [],
    runPaths: [...(values.get(DT.rpath) ?? []), ...(values.get(DT.runpath) ?? [])],
    soname: first(DT.soname),
    isProgram: ((first(DT.flags1) ?? 0) & DF_1_PIE) !== 0,
    symbols:
      symbols === undefined
        ? undefined
        : { offset: symbols, count: await countSymbols(reader, header, symbols, strings, place, first, log) },
  }
}

/** Where an address of the running program lies in the file; undefined where it lies in none of its segments. */
export function offsetOf(programs: readonly ElfProgram[], address: number): number | undefined {
  const segment = programs.find(
    (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.fileSize,
  )
  return segment === undefined ? undefined : segment.offset + (address - segment.address)
}

async function readEntries(
  reader: BoundedReader,
  header: ElfHeader,
  offset: number,
  size: number,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const step = header.bits === 64 ? 16 : 8
  const bytes = await reader.upTo(offset, Math.min(size, MOST_ENTRIES * step))
  const view = formed(bytes, header)
  const values = new Map<number, number[]>()
  for (let at = 0; at + step <= bytes.length; at += step) {
    const tag = view.word(at)
    if (tag === 0) break
    const known = values.get(tag)
    if (known === undefined) values.set(tag, [view.word(at + step / 2)])
    else known.push(view.word(at + step / 2))
  }
  return values
}

const formed = (bytes: Uint8Array, { littleEndian, bits }: ElfHeader): RecordView =>
  recordView(bytes, { littleEndian, isWide: bits === 64 })

/**
 * Nothing says how many dynamic symbols there are: the hash tables reach the defined ones, the relocations those that are looked for.
 * The loader needs no hash table to find the latter, so a file can hide them from who counts by the hash alone.
 */
async function countSymbols(
  reader: BoundedReader,
  header: ElfHeader,
  symbols: number,
  strings: StringTable,
  place: (tag: number) => number | undefined,
  first: (tag: number) => number | undefined,
  log: AnomalyLog<NativeAnomaly>,
): Promise<number> {
  const sysv = place(DT.hash)
  const gnu = place(DT.gnuHash)
  const byHash = sysv === undefined ? 0 : await sysvCount(reader, header, sysv)
  const byGnuHash = gnu === undefined ? 0 : await gnuCount(reader, header, gnu)
  const tables: readonly [number | undefined, number | undefined, boolean][] = [
    [place(DT.pltRelocations), first(DT.pltSize), first(DT.pltKind) !== DT.rel],
    [place(DT.rela), first(DT.relaSize), true],
    [place(DT.rel), first(DT.relSize), false],
  ]
  let byRelocation = 0
  for (const [offset, size, isExplicit] of tables)
    if (offset !== undefined && size !== undefined)
      byRelocation = Math.max(byRelocation, await relocationCount(reader, header, offset, size, isExplicit, log))
  const row = header.bits === 64 ? 24 : 16
  // Without any of them the string table follows, as all linkers lay it out.
  const guess = strings.offset > symbols ? Math.floor((strings.offset - symbols) / row) : 0
  const known = Math.max(byHash, byGnuHash, byRelocation)
  const inside = Math.max(0, Math.floor((reader.size - symbols) / row))
  const count = Math.min(known === 0 ? guess : known, inside)
  if (known > inside) log.add('damage', `expected ${known} dynamic symbols, the file has room for ${inside}`, symbols)
  if (count > MOST_SYMBOLS) log.add('limit', `read ${MOST_SYMBOLS} of ${count} dynamic symbols`, symbols)
  return Math.min(count, MOST_SYMBOLS)
}

/** DT_HASH: the number of its chains is the number of symbols. On s390x and Alpha its words have 8 bytes, elsewhere 4. */
async function sysvCount(reader: BoundedReader, header: ElfHeader, offset: number): Promise<number> {
  const isLarge = header.bits === 64 && (header.machine === 22 || header.machine === 0x9026)
  const bytes = await reader.upTo(offset, 16)
  if (bytes.length < 16) return 0
  const view = formed(bytes, header)
  return isLarge ? view.u64(8) : view.u32(4)
}

/** DT_GNU_HASH: the last symbol is the end of the chain with the highest start. */
async function gnuCount(reader: BoundedReader, header: ElfHeader, offset: number): Promise<number> {
  const head = await reader.upTo(offset, 16)
  if (head.length < 16) return 0
  const view = formed(head, header)
  const [buckets, least, filters] = [view.u32(0), view.u32(4), view.u32(8)]
  const table = offset + 16 + filters * (header.bits / 8)
  const bytes = await reader.upTo(table, Math.min(buckets, MOST_SYMBOLS) * 4)
  const starts = formed(bytes, header)
  let highest = 0
  for (let at = 0; at + 4 <= bytes.length; at += 4) highest = Math.max(highest, starts.u32(at))
  if (highest < least) return least
  return chainEnd(reader, header, table + buckets * 4, least, highest)
}

async function chainEnd(
  reader: BoundedReader,
  header: ElfHeader,
  chains: number,
  least: number,
  start: number,
): Promise<number> {
  const STEP = 4096
  for (let index = start; index - start < MOST_SYMBOLS;) {
    const bytes = await reader.upTo(chains + (index - least) * 4, STEP)
    if (bytes.length < 4) return index
    const view = formed(bytes, header)
    for (let at = 0; at + 4 <= bytes.length; at += 4, index++) if ((view.u32(at) & 1) === 1) return index + 1
  }
  return start + MOST_SYMBOLS
}

/** Libraries of C++ have millions of relocations, nearly all without a symbol; the table is read in pieces. */
const MOST_RELOCATION_BYTES = 16 * 1024 * 1024

async function relocationCount(
  reader: BoundedReader,
  header: ElfHeader,
  offset: number,
  size: number,
  isExplicit: boolean,
  log: AnomalyLog<NativeAnomaly>,
): Promise<number> {
  const isWide = header.bits === 64
  const row = (isWide ? 8 : 4) * (isExplicit ? 3 : 2)
  const end = Math.min(size, MOST_RELOCATION_BYTES)
  if (size > end && size <= reader.size) log.add('limit', `read ${end} of ${size} bytes of relocations`, offset)
  // r_info: the symbol is above 8 bits of kind, above 32 bits in the wide form.
  let highest = 0
  const piece = row * 4096
  for (let from = 0; from < end; from += piece) {
    const bytes = await reader.upTo(offset + from, Math.min(piece, end - from))
    const view = formed(bytes, header)
    for (let at = 0; at + row <= bytes.length; at += row)
      highest = Math.max(highest, isWide ? wideSymbol(view, at + 8, header) : view.u32(at + 4) >>> 8)
    if (bytes.length < piece) break
  }
  return highest === 0 ? 0 : highest + 1
}

/** Of 64-bit MIPS the symbol is the first 32-bit field in either byte order. */
function wideSymbol(view: RecordView, at: number, { littleEndian, machine }: ElfHeader): number {
  return view.u32(littleEndian && machine !== 8 ? at + 4 : at)
}
