import { FormatError, LimitError } from '../../base/errors.ts'
import type { Fields } from './fields.ts'
import { type Hdf5File, isUndefined, step } from './file.ts'

/** A heap of links or attributes that no longer fit into an object header (III.G); objects are asked for by their id. */
export interface FractalHeap {
  /** Bytes of an id. */
  readonly idBytes: number
  /** Throws FORMAT_VERSION for huge and filtered objects, which are not read. */
  object(id: Fields): Promise<Fields>
}

interface Shape {
  readonly width: bigint
  readonly startBlock: bigint
  readonly largestDirect: bigint
  /** Bytes of an offset in the heap's own address space. */
  readonly offsetBytes: number
  readonly lengthBytes: number
  readonly root: bigint
  /** 0: the root is the only direct block. */
  readonly rows: number
}

/** Ids tell how their object is kept in bits 4 and 5. */
const MANAGED = 0
const TINY = 2

/** Links and attributes are at most 64 kB where they are managed. */
const LONGEST_OBJECT = 1024 * 1024

/** Indirect blocks inside of each other; the address space ends after a few. */
const DEEPEST = 16

/** Reads the header of a heap. Throws FormatError when it is damaged or packed by filters. */
export async function readFractalHeap(file: Hdf5File, address: bigint): Promise<FractalHeap> {
  const head = await file.read(address, 22 + 3 * file.offsetBytes + 12 * file.lengthBytes)
  head.signature('FRHP')
  head.skip(1)
  const idBytes = head.number(2)
  const filterBytes = head.number(2)
  head.skip(1)
  const largestManaged = BigInt(head.number(4))
  // Huge objects, free space, counts: ten lengths and two addresses that are not needed.
  head.skip(10 * file.lengthBytes + 2 * file.offsetBytes)
  const width = BigInt(head.number(2))
  const startBlock = head.size()
  const largestDirect = head.size()
  const heapBits = head.number(2)
  head.skip(2)
  const root = head.offset()
  const rows = head.number(2)
  if (filterBytes > 0)
    throw new FormatError('FORMAT_VERSION', 'an HDF5 heap is packed by filters', { byte: file.place(address) })
  if (width === 0n || startBlock === 0n || heapBits === 0 || heapBits > 64) {
    throw new FormatError('FORMAT_SYNTAX', 'an HDF5 heap has blocks of no size', { byte: file.place(address) })
  }
  const smaller = largestDirect < largestManaged ? largestDirect : largestManaged
  const shape: Shape = {
    width,
    startBlock,
    largestDirect,
    offsetBytes: Math.ceil(heapBits / 8),
    lengthBytes: bytesFor(smaller),
    root,
    rows,
  }
  return { idBytes, object: (id) => objectOf(file, shape, id) }
}

/** Bytes that hold a number up to this one (H5VM_limit_enc_size). */
export function bytesFor(largest: bigint): number {
  return Math.floor((largest.toString(2).length - 1) / 8) + 1
}

async function objectOf(file: Hdf5File, shape: Shape, id: Fields): Promise<Fields> {
  const first = id.number(1)
  const kind = (first >> 4) & 3
  if (kind === TINY) return id.part(Math.min((first & 15) + 1, id.left))
  if (kind !== MANAGED)
    throw new FormatError('FORMAT_VERSION', 'an HDF5 heap object is kept apart (huge)', { byte: id.place })
  const offset = id.wide(shape.offsetBytes)
  const length = id.wide(shape.lengthBytes)
  if (length > BigInt(LONGEST_OBJECT))
    throw new FormatError('FORMAT_SYNTAX', `an HDF5 heap object of ${length} bytes`, { byte: id.place })
  spend(file, Number(length), id)
  const block =
    shape.rows === 0
      ? { address: shape.root, start: 0n }
      : await directBlock(file, shape, shape.root, offset, 0n, DEEPEST)
  return file.read(block.address + offset - block.start, Number(length))
}

/** Objects may share their bytes: a small file can hold millions of large ones. */
function spend(file: Hdf5File, length: number, id: Fields): void {
  file.budget.text -= length
  if (file.budget.text < 0)
    throw new LimitError('LIMIT_SIZE', 'more HDF5 heap objects than are read of one file', { byte: id.place })
}

/** The direct block that holds an offset: rows of blocks that double in size, direct ones first, then indirect ones. */
async function directBlock(
  file: Hdf5File,
  shape: Shape,
  indirect: bigint,
  offset: bigint,
  start: bigint,
  left: number,
): Promise<{ address: bigint; start: bigint }> {
  step(file, indirect)
  if (left === 0 || isUndefined(indirect, file.offsetBytes)) {
    throw new FormatError('FORMAT_SYNTAX', 'an HDF5 heap leads nowhere', {
      byte: Math.min(file.place(indirect), file.size),
    })
  }
  let row = 0n
  let rowStart = start
  for (; ; row++) {
    const end = rowStart + shape.width * blockSize(shape, row)
    if (offset < end) break
    if (row > 64n)
      throw new FormatError('FORMAT_SYNTAX', 'an HDF5 heap object lies outside its heap', {
        byte: file.place(indirect),
      })
    rowStart = end
  }
  const size = blockSize(shape, row)
  const column = (offset - rowStart) / size
  const head = BigInt(5 + file.offsetBytes + shape.offsetBytes)
  const entry = await file.read(
    indirect + head + (row * shape.width + column) * BigInt(file.offsetBytes),
    file.offsetBytes,
  )
  const child = { address: entry.offset(), start: rowStart + column * size }
  return size <= shape.largestDirect ? child : directBlock(file, shape, child.address, offset, child.start, left - 1)
}

/** The first two rows have blocks of the same size. */
function blockSize({ startBlock }: Shape, row: bigint): bigint {
  return row < 2n ? startBlock : startBlock << (row - 1n)
}
