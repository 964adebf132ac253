import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { BoundedReader } from '../native/bounded-reader.ts'
import { recordView } from '../native/record-view.ts'
import type { MachArea, MachOFile } from './mach-o-file.ts'
import { readSlice } from './mach-o-slice.ts'

/** What reading the tables of one file may cost. */
export const MACH_O_BUDGET = 160 * 1024 * 1024

const FAT = 0xcafebabe
const FAT_64 = 0xcafebabf

/** Apple's tools build for at most seven; the classes of Java have the same mark and their version, from 45, at the place of the count. */
const MOST_SLICES = 40

/**
 * A Mach-O file: one slice, or those of a universal file, 32 and 64 bits, either byte order. Only tables are read. Throws FORMAT_SHAPE
 * when it is none or a slice is not one, and LIMIT_SIZE when the tables are larger than the budget.
 */
export async function readMachO(source: ByteSource, budget: number = MACH_O_BUDGET): Promise<readonly MachOFile[]> {
  const reader = new BoundedReader(source, budget)
  const start = await reader.upTo(0, 8)
  if (start.length < 8) throw new FormatError('FORMAT_SHAPE', 'expected the mark of Mach-O', { byte: 0 })
  const head = recordView(start, { littleEndian: false, isWide: false })
  const mark = head.u32(0)
  if (mark !== FAT && mark !== FAT_64) return [await readSlice(reader, { offset: 0, size: reader.size })]
  const slices: MachOFile[] = []
  for (const area of await areasOf(reader, mark === FAT_64, head.u32(4))) slices.push(await readSlice(reader, area))
  return slices
}

/** The table of a universal file is big-endian, whatever its slices are. */
async function areasOf(reader: BoundedReader, isWide: boolean, count: number): Promise<readonly MachArea[]> {
  if (count === 0 || count > MOST_SLICES)
    throw new FormatError('FORMAT_SHAPE', `expected 1 to ${MOST_SLICES} slices, found ${count}`, { byte: 4 })
  const row = isWide ? 32 : 20
  const table = recordView(await reader.bytes(8, row * count), { littleEndian: false, isWide })
  const areas: MachArea[] = []
  for (let at = 0; at < table.length; at += row) {
    const area = { offset: table.word(at + 8), size: table.word(at + (isWide ? 16 : 12)) }
    if (!reader.holds(area.offset, area.size))
      throw new FormatError('FORMAT_SHAPE', `expected a slice of ${area.size} bytes at ${area.offset}`, {
        byte: 8 + at,
      })
    areas.push(area)
  }
  return areas
}
