import type { BoundedReader } from '../native/bounded-reader.ts'
import type { MachArea } from './mach-o-file.ts'

/** Reads one slice of a file: places count from its start and may not leave it. */
export interface SliceReader {
  readonly size: number
  upTo(at: number, length: number): Promise<Uint8Array>
  /** The same area counted from the start of the file, cut at the end of the slice. */
  table(area: MachArea): MachArea
  readonly reader: BoundedReader
}

/** A reader of the bytes of one slice. */
export function sliceReader(reader: BoundedReader, { offset, size }: MachArea): SliceReader {
  return {
    size,
    upTo: (at, length) =>
      at >= 0 && at < size ? reader.upTo(offset + at, Math.min(length, size - at)) : reader.upTo(0, 0),
    table: (area) => ({ offset: offset + area.offset, size: Math.max(0, Math.min(area.size, size - area.offset)) }),
    reader,
  }
}
