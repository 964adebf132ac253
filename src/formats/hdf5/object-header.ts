import { FormatError } from '../../base/errors.ts'
import type { Fields } from './fields.ts'
import { type Hdf5File, step } from './file.ts'

/** One message of an object header. */
export interface HeaderMessage {
  readonly type: number
  /** The body is a reference to a message stored elsewhere. */
  readonly shared: boolean
  readonly body: Fields
}

const CONTINUATION = 0x10
const SHARED_FLAG = 2

/** Most header bytes read in one piece; a chunk of version 1 can state four gigabytes. */
const LONGEST_CHUNK = 16 * 1024 * 1024

interface Chunk {
  readonly address: bigint
  readonly length: bigint
}

/** The layout of messages in version 1 or 2. */
interface Dialect {
  readonly version: 1 | 2
  readonly hasOrder: boolean
}

/**
 * All messages of the object header at an address, versions 1 and 2, continuation blocks included, each block once (IV.A).
 * Throws FormatError; blocks that come back on themselves end the reading of this header.
 */
export async function readHeader(file: Hdf5File, address: bigint): Promise<readonly HeaderMessage[]> {
  const start = await file.read(address, 4)
  const isNew = start.latin1(4) === 'OHDR'
  const { dialect, first } = isNew ? await startOfVersion2(file, address) : await startOfVersion1(file, address)
  const messages: HeaderMessage[] = []
  const chunks: Chunk[] = [first]
  const seen = new Set<bigint>()
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
    if (seen.has(chunk.address))
      throw new FormatError('FORMAT_SYNTAX', 'an HDF5 header continues in a block it already has', {
        byte: file.place(chunk.address),
      })
    seen.add(chunk.address)
    for (const message of await messagesOf(file, chunk, dialect)) {
      if (message.type === CONTINUATION) chunks.push(continuation(file, message, dialect))
      else messages.push(message)
    }
  }
  return messages
}

async function startOfVersion1(file: Hdf5File, address: bigint): Promise<{ dialect: Dialect; first: Chunk }> {
  const fields = await file.read(address, 16)
  const version = fields.number(1)
  if (version !== 1)
    throw new FormatError('FORMAT_SYNTAX', `expected an HDF5 object header, found version ${version}`, {
      byte: file.place(address),
    })
  fields.skip(7)
  return {
    dialect: { version: 1, hasOrder: false },
    first: { address: address + 16n, length: BigInt(fields.number(4)) },
  }
}

async function startOfVersion2(file: Hdf5File, address: bigint): Promise<{ dialect: Dialect; first: Chunk }> {
  const fields = await file.read(address, 6)
  fields.skip(5)
  const flags = fields.number(1)
  const before = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0)
  const widthOfSize = 1 << (flags & 3)
  const rest = await file.read(address + BigInt(before), widthOfSize)
  const first = { address: address + BigInt(before + widthOfSize), length: rest.wide(widthOfSize) }
  return { dialect: { version: 2, hasOrder: (flags & 4) !== 0 }, first }
}

/** A block of version 2 has a signature in front and a checksum behind. */
function continuation(file: Hdf5File, { body }: HeaderMessage, { version }: Dialect): Chunk {
  const address = body.offset()
  const length = body.size()
  if (version === 1) return { address, length }
  if (length < 8n)
    throw new FormatError('FORMAT_SYNTAX', `an HDF5 continuation block of ${length} bytes`, {
      byte: file.place(address),
    })
  return { address: address + 4n, length: length - 8n }
}

async function messagesOf(
  file: Hdf5File,
  { address, length }: Chunk,
  { version, hasOrder }: Dialect,
): Promise<readonly HeaderMessage[]> {
  if (length > BigInt(LONGEST_CHUNK))
    throw new FormatError('FORMAT_SHAPE', `an HDF5 header block of ${length} bytes`, { byte: file.place(address) })
  const block = await file.read(address, Number(length))
  const messages: HeaderMessage[] = []
  const prefix = version === 1 ? 8 : hasOrder ? 6 : 4
  // What is too short for another message is the gap that version 2 allows.
  while (block.left >= prefix) {
    step(file, address)
    const type = version === 1 ? block.number(2) : block.number(1)
    const size = block.number(2)
    const flags = block.number(1)
    block.skip(prefix - (version === 1 ? 5 : 4))
    messages.push({ type, shared: (flags & SHARED_FLAG) !== 0, body: block.part(size) })
  }
  return messages
}
