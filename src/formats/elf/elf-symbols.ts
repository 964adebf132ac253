import type { AnomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import { MOST_EXPORTS, MOST_IMPORTS, type NativeAnomaly, type NativeImport } from '../native/native-file.ts'
import { recordView } from '../native/record-view.ts'
import { namesAt, type StringTable } from '../native/string-table.ts'
import type { ElfHeader } from './elf-file.ts'

/** What a symbol table asks for and gives. */
export interface ElfSymbols {
  readonly imports: readonly NativeImport[]
  readonly exports: readonly string[]
}

/** Rows read at once. */
const ROWS = 8192

/** Names that are looked for elsewhere and names that are given, from a symbol table at a place of the file. */
export async function readSymbols(
  reader: BoundedReader,
  header: ElfHeader,
  table: { readonly offset: number; readonly count: number },
  strings: StringTable,
  log: AnomalyLog<NativeAnomaly>,
): Promise<ElfSymbols> {
  const row = header.bits === 64 ? 24 : 16
  const wanted: { at: number; isWeak: boolean }[] = []
  const given: number[] = []
  for (let index = 0; index < table.count; index += ROWS) {
    const bytes = await reader.upTo(table.offset + index * row, Math.min(ROWS, table.count - index) * row)
    collect(bytes, header, row, wanted, given)
    if (bytes.length < row) break
  }
  if (wanted.length > MOST_IMPORTS) log.add('limit', `read ${MOST_IMPORTS} of ${wanted.length} imported names`)
  const kept = wanted.slice(0, MOST_IMPORTS)
  const names = await namesAt(reader, strings, kept.map(({ at }) => at)) // prettier-ignore
  const exports = await namesAt(reader, strings, given.slice(0, MOST_EXPORTS))
  return {
    imports: kept.flatMap(({ isWeak }, index) => {
      const name = names[index] ?? ''
      return name === '' ? [] : [{ name, how: isWeak ? ('weak' as const) : ('needed' as const) }]
    }),
    exports: [...new Set(exports.filter((name) => name !== ''))],
  }
}

const SHN_UNDEF = 0
const STB_GLOBAL = 1
const STB_WEAK = 2
const STB_GNU_UNIQUE = 10
const STV_HIDDEN = 2
const STV_INTERNAL = 1

function collect(
  bytes: Uint8Array,
  header: ElfHeader,
  row: number,
  wanted: { at: number; isWeak: boolean }[],
  given: number[],
): void {
  const isWide = header.bits === 64
  const view = recordView(bytes, { littleEndian: header.littleEndian, isWide })
  for (let at = 0; at + row <= bytes.length; at += row) {
    const name = view.u32(at)
    const info = view.u8(at + (isWide ? 4 : 12))
    const other = view.u8(at + (isWide ? 5 : 13)) & 3
    const section = view.u16(at + (isWide ? 6 : 14))
    const binding = info >> 4
    const isSeen = binding === STB_GLOBAL || binding === STB_WEAK || binding === STB_GNU_UNIQUE
    if (name === 0 || !isSeen) continue
    if (section === SHN_UNDEF) wanted.push({ at: name, isWeak: binding === STB_WEAK })
    else if (other !== STV_HIDDEN && other !== STV_INTERNAL && given.length < MOST_EXPORTS) given.push(name)
  }
}
