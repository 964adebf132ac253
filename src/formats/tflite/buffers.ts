import type { FlatTable } from '../flatbuffers/flatbuffer.ts'
import type { TfliteBuffer, TfliteReading } from './reading.ts'

/** Slots of Buffer, ExternalBufferGroup and ExternalBuffer (schema.fbs). */
const BUFFER = { data: 0, offset: 1, size: 2 }
const GROUP = { name: 0 }
const EXTERNAL = { group: 1, offset: 2, length: 3 }

/** Where the data of each buffer stands: in the FlatBuffer, or behind it in files above 2 GB. */
export async function readBuffers(reading: TfliteReading, model: FlatTable, slot: number): Promise<void> {
  for await (const table of reading.flat.tables(model, slot))
    reading.buffers.push(table === undefined ? undefined : await readBuffer(reading, table))
}

async function readBuffer({ flat, source, log }: TfliteReading, table: FlatTable): Promise<TfliteBuffer | undefined> {
  const offset = flat.long(table, BUFFER.offset, 'u64')
  // 0 and 1 stand for "none": 1 is what the converter writes before it knows the place.
  if (offset > 1n) {
    const size = flat.long(table, BUFFER.size, 'u64')
    if (offset + size > BigInt(source.size)) {
      log.add('buffer-range', `bytes ${offset} to ${offset + size} of a file of ${source.size}`, table.at)
      return undefined
    }
    return { at: Number(offset), bytes: Number(size) }
  }
  const data = await flat.vector(table, BUFFER.data, 1)
  return { at: data?.at ?? table.at, bytes: data?.count ?? 0 }
}

/** Weights in other files, named by groups (TensorFlow 2.21). */
export async function readExternalBuffers(
  { flat, log, externalFiles }: TfliteReading,
  model: FlatTable,
  groupSlot: number,
  bufferSlot: number,
): Promise<void> {
  let groups = 0
  for await (const group of flat.tables(model, groupSlot)) {
    groups++
    const name = group === undefined ? undefined : await flat.text(group, GROUP.name, 4096)
    if (group !== undefined && name !== undefined && externalFiles.length < 1000)
      externalFiles.push({ name, byte: group.at })
  }
  for await (const buffer of flat.tables(model, bufferSlot)) {
    if (buffer === undefined) continue
    const group = flat.number(buffer, EXTERNAL.group, 'u32')
    if (group >= groups) log.add('index', `external buffer group ${group} where there are ${groups}`, buffer.at)
    const end = flat.long(buffer, EXTERNAL.offset, 'u64') + flat.long(buffer, EXTERNAL.length, 'u64')
    if (end >= 1n << 63n) log.add('buffer-range', `an external buffer that ends at byte ${end}`, buffer.at)
  }
}
