import { FormatError } from '../../base/errors.ts'
import { type HeapPlace, type Hdf5File, step } from './file.ts'

/** Longest name or path read from a heap. */
const LONGEST_NAME = 4096

/** Names of a group of the old kind: a block of NUL-terminated texts (III.D). */
export interface LocalHeap {
  text(offset: bigint): Promise<string>
}

/** Reads the head of a local heap; its texts are read when they are asked for. */
export async function readLocalHeap(file: Hdf5File, address: bigint): Promise<LocalHeap> {
  const fields = await file.read(address, 8 + 2 * file.lengthBytes + file.offsetBytes)
  fields.signature('HEAP')
  fields.skip(4)
  const size = fields.size()
  fields.size()
  const data = fields.offset()
  return {
    async text(offset) {
      if (offset >= size)
        throw new FormatError('FORMAT_SYNTAX', `name ${offset} of an HDF5 heap of ${size} bytes`, {
          byte: file.place(address),
        })
      const room = size - offset < BigInt(LONGEST_NAME) ? Number(size - offset) : LONGEST_NAME
      return (await file.read(data + offset, room)).terminated()
    },
  }
}

/**
 * Where an object of a global heap stands (III.E): texts of variable length, sources of virtual datasets. A collection is read
 * once, because thousands of attributes refer to the same one. Throws FORMAT_SYNTAX when there is no such object.
 */
export async function globalHeapObject(file: Hdf5File, address: bigint, index: number): Promise<HeapPlace> {
  const collection = file.collections.get(address) ?? (await readCollection(file, address))
  file.collections.set(address, collection)
  const found = collection.get(index)
  if (found !== undefined) return found
  throw new FormatError('FORMAT_SYNTAX', `no object ${index} in an HDF5 global heap`, { byte: file.place(address) })
}

async function readCollection(file: Hdf5File, address: bigint): Promise<ReadonlyMap<number, HeapPlace>> {
  const headBytes = 8 + file.lengthBytes
  const head = await file.read(address, headBytes)
  head.signature('GCOL')
  head.skip(4)
  const end = address + head.size()
  const objects = new Map<number, HeapPlace>()
  // An entry has as many bytes in front of its data as the collection itself.
  for (let at = address + BigInt(headBytes); at + BigInt(headBytes) <= end;) {
    step(file, at)
    const entry = await file.read(at, headBytes)
    const index = entry.number(2)
    entry.skip(6)
    const size = entry.size()
    const data = at + BigInt(headBytes)
    // Object 0 is the free space at the end.
    if (index === 0 || data + size > end) break
    if (!objects.has(index)) objects.set(index, { address: data, size })
    at = data + ((size + 7n) & ~7n)
  }
  return objects
}
