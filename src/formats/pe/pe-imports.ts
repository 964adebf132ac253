import type { AnomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import { MOST_IMPORTS, MOST_LIBRARIES, type NativeAnomaly, type NativeImport } from '../native/native-file.ts'
import { recordView } from '../native/record-view.ts'
import { nameAt } from '../native/string-table.ts'
import { fileOffset } from './pe-header.ts'
import { DELAYED_IMPORTS, IMPORTS, type PeHeader } from './pe-file.ts'
import { ordinalName } from './pe-ordinals.ts'

/** What the import tables ask for. */
export interface PeImports {
  readonly libraries: readonly string[]
  readonly imports: readonly NativeImport[]
}

/** Of all libraries together: many tables may point to one list. */
const MOST_ENTRIES = 4 * MOST_IMPORTS

const FORM = { littleEndian: true, isWide: false }

/**
 * Functions that are looked for when it is loaded, and when they are first called (delayed). Throws LIMIT_SIZE when the tables point to
 * more bytes than may be read.
 */
export async function readPeImports(
  reader: BoundedReader,
  header: PeHeader,
  log: AnomalyLog<NativeAnomaly>,
): Promise<PeImports> {
  const found = new Map<string, NativeImport>()
  const libraries: string[] = []
  const left = { entries: MOST_ENTRIES }
  for (const table of [...(await neededTables(reader, header)), ...(await delayedTables(reader, header))]) {
    const library = await textAt(reader, header, table.name)
    if (library === '') log.add('damage', 'expected the name of a library, found none', table.at)
    else libraries.push(library)
    await readNames(reader, header, { ...table, library }, found, left)
    if (left.entries <= 0) {
      log.add('limit', `read ${MOST_ENTRIES} entries of imports`, table.at)
      break
    }
  }
  return { libraries: [...new Set(libraries)], imports: [...found.values()] }
}

interface ImportTable {
  /** Of the row that names it. */
  readonly at: number
  readonly name: number
  /** Address of the list of names. */
  readonly names: number
  readonly how: 'needed' | 'delayed'
}

/** Rows of 20 bytes up to one without a name. The list of names may be missing; then the addresses hold it until the loader fills them. */
async function neededTables(reader: BoundedReader, header: PeHeader): Promise<readonly ImportTable[]> {
  const rows = await tableRows(reader, header, IMPORTS, 20)
  return rows.flatMap(({ row, at }) => {
    const [names, name, addresses] = [row.u32(0), row.u32(12), row.u32(16)]
    const first = names !== 0 && fileOffset(header, names) !== undefined ? names : addresses
    return name === 0 ? [] : [{ at, name, names: first, how: 'needed' as const }]
  })
}

/** Rows of 32 bytes. Those of Visual C++ 6 have addresses of memory instead of places in the image. */
async function delayedTables(reader: BoundedReader, header: PeHeader): Promise<readonly ImportTable[]> {
  const rows = await tableRows(reader, header, DELAYED_IMPORTS, 32)
  return rows.flatMap(({ row, at }) => {
    const base = (row.u32(0) & 1) === 1 ? 0 : header.imageBase
    const [name, names] = [row.u32(4) - base, row.u32(16) - base]
    return name <= 0 ? [] : [{ at, name, names, how: 'delayed' as const }]
  })
}

async function tableRows(
  reader: BoundedReader,
  header: PeHeader,
  directory: number,
  rowBytes: number,
): Promise<readonly { readonly row: ReturnType<typeof recordView>; readonly at: number }[]> {
  const { address } = header.directories[directory] ?? { address: 0 }
  const offset = address === 0 ? undefined : fileOffset(header, address)
  if (offset === undefined) return []
  const bytes = await reader.upTo(offset, MOST_LIBRARIES * rowBytes)
  const rows = []
  // The size of the directory is not what ends the table: the loader goes on up to an empty row.
  for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
    const row = recordView(bytes.subarray(at, at + rowBytes), FORM)
    if (row.u32(rowBytes === 20 ? 12 : 4) === 0) break
    rows.push({ row, at: offset + at })
  }
  return rows
}

async function readNames(
  reader: BoundedReader,
  header: PeHeader,
  { names, library, how }: ImportTable & { readonly library: string },
  found: Map<string, NativeImport>,
  left: { entries: number },
): Promise<void> {
  const offset = fileOffset(header, names)
  if (offset === undefined) return
  const step = header.isWide ? 8 : 4
  for (let at = 0; ; at += step) {
    if (left.entries <= 0) return
    left.entries--
    if (!reader.holds(offset + at, step)) return
    const entry = recordView(await reader.bytes(offset + at, step), FORM)
    const low = entry.u32(0)
    const high = header.isWide ? entry.u32(4) : low
    if (low === 0 && high === 0) return
    const isOrdinal = high >>> 31 === 1
    // In front of a name stands a hint of two bytes.
    const name = isOrdinal ? ordinalName(library, low & 0xffff) : await textAt(reader, header, (low & 0x7fffffff) + 2)
    if (name === '' && !isOrdinal) continue
    const key = `${library} ${name}`
    if (!found.has(key) && found.size < MOST_IMPORTS) found.set(key, { name, library, how })
  }
}

async function textAt(reader: BoundedReader, header: PeHeader, address: number): Promise<string> {
  const offset = fileOffset(header, address)
  return offset === undefined ? '' : nameAt(reader, { offset, size: 512 }, 0)
}
