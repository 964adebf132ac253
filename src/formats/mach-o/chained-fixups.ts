import type { AnomalyLog } from '../anomaly.ts'
import { MOST_IMPORTS, type NativeAnomaly } from '../native/native-file.ts'
import { type NumberForm, recordView } from '../native/record-view.ts'
import { namesAt } from '../native/string-table.ts'
import type { MachArea, MachImport } from './mach-o-file.ts'
import type { SliceReader } from './slice-reader.ts'

/** Bytes of one import in the three forms (mach-o/fixup-chains.h). */
const ROW_BYTES: readonly (number | undefined)[] = [undefined, 4, 8, 16]

/** The names of LC_DYLD_CHAINED_FIXUPS, which new linkers write instead of opcodes. */
export async function readFixupNames(
  slice: SliceReader,
  area: MachArea | undefined,
  form: NumberForm,
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly MachImport[]> {
  if (area === undefined) return []
  const head = recordView(await slice.upTo(area.offset, 28), form)
  if (head.length < 28) return []
  const [imports, symbols, count, kind, packing] = [head.u32(8), head.u32(12), head.u32(16), head.u32(20), head.u32(24)]
  const row = ROW_BYTES[kind]
  if (row === undefined || packing !== 0) {
    log.add('damage', `expected imports of form 1 to 3, not compressed, found ${kind} and ${packing}`, area.offset)
    return []
  }
  if (count > MOST_IMPORTS) log.add('limit', `read ${MOST_IMPORTS} of ${count} imports of fixups`, area.offset)
  const bytes = await slice.upTo(area.offset + imports, Math.min(count, MOST_IMPORTS) * row)
  const view = recordView(bytes, form)
  const found: { library: number; isWeak: boolean; at: number }[] = []
  for (let at = 0; at + row <= bytes.length; at += row)
    found.push(kind === 3 ? wideImport(view.u32(at), view.u32(at + 4)) : smallImport(view.u32(at)))
  const table = slice.table({ offset: area.offset + symbols, size: Math.max(0, area.size - symbols) })
  const names = await namesAt(slice.reader, table, found.map(({ at }) => at)) // prettier-ignore
  return found.map(({ library, isWeak }, index) => ({ name: names[index] ?? '', library, isWeak }))
}

/** Eight bits of library, one of weakness, 23 of place. */
function smallImport(word: number): { library: number; isWeak: boolean; at: number } {
  const library = word & 0xff
  return { library: library > 0xf0 ? 0 : library, isWeak: (word & 0x100) !== 0, at: word >>> 9 }
}

/** 16 bits of library, one of weakness, 32 of place. */
function wideImport(low: number, at: number): { library: number; isWeak: boolean; at: number } {
  const library = low & 0xffff
  return { library: library > 0xfff0 ? 0 : library, isWeak: (low & 0x10000) !== 0, at }
}
