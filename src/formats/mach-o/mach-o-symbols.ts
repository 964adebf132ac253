import type { AnomalyLog } from '../anomaly.ts'
import { MOST_EXPORTS, MOST_IMPORTS, type NativeAnomaly, type NativeImport } from '../native/native-file.ts'
import { type NumberForm, recordView } from '../native/record-view.ts'
import { namesAt } from '../native/string-table.ts'
import { readBindNames } from './bind-opcodes.ts'
import { readFixupNames } from './chained-fixups.ts'
import { readTrieNames } from './export-trie.ts'
import type { LoadCommands, MachImport } from './mach-o-file.ts'
import type { SliceReader } from './slice-reader.ts'

/** What a slice asks for and gives. */
export interface MachSymbols {
  readonly imports: readonly NativeImport[]
  readonly exports: readonly string[]
}

/**
 * What it asks for: the undefined names of the symbol table, and what the loader binds by opcodes or chained fixups, which is what counts
 * when a program runs and what is left when the symbols are stripped. What it gives: symbols, else the trie.
 */
export async function readMachSymbols(
  slice: SliceReader,
  commands: LoadCommands,
  form: NumberForm,
  log: AnomalyLog<NativeAnomaly>,
): Promise<MachSymbols> {
  const { wanted, given } = await readSymbolTable(slice, commands, form, log)
  const all = [
    ...wanted,
    ...(await readBindNames(slice, commands.binds, log)),
    ...(await readFixupNames(slice, commands.fixups, form, log)),
  ]
  const exports = given.length > 0 ? given : await readTrieNames(slice, commands.trie, log)
  // Weak names of C++ are bound although they are its own, so that all libraries use the same one.
  const own = new Set(exports)
  const found = new Map<string, NativeImport>()
  for (const { name, library, isWeak } of all) {
    if (own.has(name)) continue
    const plain = name.startsWith('_') ? name.slice(1) : name
    if (plain === '' || found.size >= MOST_IMPORTS || found.has(plain)) continue
    const path = library > 0 ? commands.libraries[library - 1] : undefined
    found.set(plain, { name: plain, how: isWeak ? 'weak' : 'needed', ...(path === undefined ? {} : { library: path }) })
  }
  return { imports: [...found.values()], exports: exports.map((name) => (name.startsWith('_') ? name.slice(1) : name)) }
}

const MOST_SYMBOLS = 4_000_000
const ROWS = 8192
const N_STAB = 0xe0
const N_PRIVATE = 0x10
const N_TYPE = 0x0e
const N_EXTERNAL = 0x01
const N_WEAK_REFERENCE = 0x40

async function readSymbolTable(
  slice: SliceReader,
  { symbols }: LoadCommands,
  form: NumberForm,
  log: AnomalyLog<NativeAnomaly>,
): Promise<{ readonly wanted: readonly MachImport[]; readonly given: readonly string[] }> {
  if (symbols === undefined) return { wanted: [], given: [] }
  const row = form.isWide ? 16 : 12
  const inside = Math.max(0, Math.floor((slice.size - symbols.offset) / row))
  const count = Math.min(symbols.count, inside, MOST_SYMBOLS)
  if (symbols.count > inside) log.add('damage', `expected ${symbols.count} symbols, the slice has room for ${inside}`)
  if (Math.min(symbols.count, inside) > count) log.add('limit', `read ${count} of ${symbols.count} symbols`)
  const wanted: { at: number; library: number; isWeak: boolean }[] = []
  const given: number[] = []
  for (let index = 0; index < count; index += ROWS) {
    const bytes = await slice.upTo(symbols.offset + index * row, Math.min(ROWS, count - index) * row)
    const view = recordView(bytes, form)
    for (let at = 0; at + row <= bytes.length; at += row) {
      const [name, type, description] = [view.u32(at), view.u8(at + 4), view.u16(at + 6)]
      if (name === 0 || (type & N_STAB) !== 0 || (type & N_EXTERNAL) === 0) continue
      if ((type & N_TYPE) === 0) {
        if (wanted.length < MOST_IMPORTS)
          wanted.push({ at: name, library: description >> 8, isWeak: (description & N_WEAK_REFERENCE) !== 0 })
      } else if ((type & N_PRIVATE) === 0 && given.length < MOST_EXPORTS) given.push(name)
    }
  }
  const table = slice.table(symbols.strings)
  const names = await namesAt(slice.reader, table, wanted.map(({ at }) => at)) // prettier-ignore
  // 253 to 255 are no libraries: looked for everywhere, in the program itself.
  return {
    wanted: wanted.map(({ library, isWeak }, index) => ({
      name: names[index] ?? '',
      library: library > 252 ? 0 : library,
      isWeak,
    })),
    given: (await namesAt(slice.reader, table, given)).filter((name) => name !== ''),
  }
}
