import { FormatError } from '../../base/errors.ts'
import type { Fields } from './fields.ts'
import { type Hdf5File, orLog, step } from './file.ts'
import { bytesFor, readFractalHeap } from './fractal-heap.ts'

/** Record types of the indexes by name (III.A.2): where in a record the id of the heap object stands. */
const ID_OFFSETS: ReadonlyMap<number, number> = new Map([
  [5, 4],
  [8, 0],
])

interface Tree {
  readonly recordBytes: number
  readonly countBytes: number
  readonly leafRecords: bigint
  readonly nodeBytes: number
  readonly type: number
}

/** A B-tree is a few levels high. */
const HIGHEST = 16

/**
 * The messages of links or attributes that stand in a fractal heap, in the order of their index (version 2 B-tree by name).
 * Throws FormatError when heap or
 * index cannot be opened; a damaged object is logged, and the others are read.
 */
export async function denseMessages(
  file: Hdf5File,
  heapAddress: bigint,
  treeAddress: bigint,
): Promise<readonly Fields[]> {
  const heap = await readFractalHeap(file, heapAddress)
  const head = await file.read(treeAddress, 18 + file.offsetBytes)
  head.signature('BTHD')
  head.skip(1)
  const type = head.number(1)
  const nodeBytes = head.number(4)
  const recordBytes = head.number(2)
  const depth = head.number(2)
  head.skip(2)
  const root = head.offset()
  const records = head.number(2)
  const idOffset = ID_OFFSETS.get(type)
  if (idOffset === undefined || recordBytes < idOffset + heap.idBytes || depth > HIGHEST) {
    throw new FormatError('FORMAT_VERSION', `an HDF5 index of type ${type}, depth ${depth}`, {
      byte: file.place(treeAddress),
    })
  }
  const leafRecords = BigInt(Math.max(1, Math.floor((nodeBytes - 10) / recordBytes)))
  const tree: Tree = { type, nodeBytes, recordBytes, leafRecords, countBytes: bytesFor(leafRecords) }
  const messages: Fields[] = []
  await orLog(file, async () => {
    for await (const record of recordsOf(file, tree, root, records, depth, new Set())) {
      record.skip(idOffset)
      const message = await orLog(file, () => heap.object(record.part(heap.idBytes)))
      if (message !== undefined) messages.push(message)
    }
  })
  return messages
}

async function* recordsOf(
  file: Hdf5File,
  tree: Tree,
  address: bigint,
  count: number,
  depth: number,
  seen: Set<bigint>,
): AsyncGenerator<Fields> {
  if (count === 0) return
  if (seen.has(address))
    throw new FormatError('FORMAT_SYNTAX', 'an HDF5 index leads back to itself', { byte: file.place(address) })
  seen.add(address)
  step(file, address)
  const pointerBytes = depth === 0 ? 0 : file.offsetBytes + tree.countBytes + totalBytes(file, tree, depth - 1)
  const node = await file.read(address, 6 + count * tree.recordBytes + (depth === 0 ? 0 : (count + 1) * pointerBytes))
  node.signature(depth === 0 ? 'BTLF' : 'BTIN')
  node.skip(2)
  for (let index = 0; index < count; index++) {
    step(file, address)
    yield node.part(tree.recordBytes)
  }
  if (depth === 0) return
  for (let index = 0; index <= count; index++) {
    const pointer = node.part(pointerBytes)
    yield* recordsOf(file, tree, pointer.offset(), Number(pointer.wide(tree.countBytes)), depth - 1, seen)
  }
}

/** Bytes of the count of all records below a node at a depth; leaves have none. */
function totalBytes(file: Hdf5File, tree: Tree, depth: number): number {
  if (depth === 0) return 0
  let below = tree.leafRecords
  let bytes = 0
  for (let level = 1; level <= depth; level++) {
    const pointer = file.offsetBytes + tree.countBytes + bytes
    const records = BigInt(Math.max(1, Math.floor((tree.nodeBytes - 10 - pointer) / (tree.recordBytes + pointer))))
    below = (records + 1n) * below + records
    bytes = bytesFor(below)
  }
  return bytes
}
