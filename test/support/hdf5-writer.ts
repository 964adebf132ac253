/** An object of an HDF5 file in a test: a group, or a dataset when it has a shape. */
export interface Hdf5Part {
  readonly attributes?: Readonly<Record<string, string>>
  readonly members?: Readonly<Record<string, Hdf5Part>>
  readonly links?: readonly {
    readonly name: string
    readonly kind: 'soft' | 'external'
    readonly file?: string
    readonly target: string
  }[]
  readonly shape?: readonly bigint[]
  /** Further header messages, by type. */
  readonly messages?: readonly (readonly [type: number, body: Uint8Array])[]
}

/** A file of the new style: superblock 3 and object headers of version 2, checksums left zero (readers here do not check them). */
export function hdf5Of(root: Hdf5Part): Uint8Array {
  const pieces: Uint8Array[] = []
  let end = SUPERBLOCK_BYTES
  const write = (bytes: Uint8Array): bigint => {
    const address = end
    pieces.push(bytes)
    end += bytes.length
    return BigInt(address)
  }
  const rootAddress = writeObject(root, write)
  const superblock = Buffer.concat([
    Buffer.from('\u0089HDF\r\n\u001a\n\u0003\u0008\u0008\0', 'latin1'),
    u64(0n),
    UNDEFINED,
    u64(BigInt(end)),
    u64(rootAddress),
    u32(0),
  ])
  return Buffer.concat([superblock, ...pieces])
}

const SUPERBLOCK_BYTES = 48
const UNDEFINED = Buffer.alloc(8, 255)

function writeObject(part: Hdf5Part, write: (bytes: Uint8Array) => bigint): bigint {
  const members = Object.entries(part.members ?? {}).map(([name, member]) =>
    hdf5Message(6, hardLink(name, writeObject(member, write))),
  )
  const links = (part.links ?? []).map(({ name, kind, file = '', target }) =>
    hdf5Message(6, kind === 'soft' ? softLink(name, target) : externalLink(name, file, target)),
  )
  const attributes = Object.entries(part.attributes ?? {}).map(([name, text]) =>
    hdf5Message(12, textAttribute(name, text)),
  )
  const dataset =
    part.shape === undefined
      ? []
      : [hdf5Message(1, dataspace(part.shape)), hdf5Message(3, FLOAT32), hdf5Message(8, CONTIGUOUS)]
  const more = (part.messages ?? []).map(([type, body]) => hdf5Message(type, body))
  const block = Buffer.concat([...dataset, ...members, ...links, ...attributes, ...more])
  // Flags 2: the size of the block has four bytes.
  return write(Buffer.concat([Buffer.from('OHDR\u0002\u0002', 'latin1'), u32(block.length), block, u32(0)]))
}

/** A header message of version 2. */
function hdf5Message(type: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(type), u16(body.length), Uint8Array.of(0), body])
}

function linkHead(name: string, type: number): Uint8Array {
  const bytes = Buffer.from(name)
  return Buffer.concat([Uint8Array.of(1, 8 | 1, type), u16(bytes.length), bytes])
}

function hardLink(name: string, address: bigint): Uint8Array {
  return Buffer.concat([linkHead(name, 0), u64(address)])
}

function softLink(name: string, target: string): Uint8Array {
  return Buffer.concat([linkHead(name, 1), u16(Buffer.byteLength(target)), Buffer.from(target)])
}

function externalLink(name: string, file: string, target: string): Uint8Array {
  const value = Buffer.from(`\0${file}\0${target}\0`)
  return Buffer.concat([linkHead(name, 64), u16(value.length), value])
}

/** Version 3, a scalar of fixed length. */
function textAttribute(name: string, text: string): Uint8Array {
  const label = Buffer.from(`${name}\0`)
  const value = Buffer.from(text)
  const type = Buffer.concat([Uint8Array.of(0x13, 0, 0, 0), u32(value.length)])
  return Buffer.concat([
    Uint8Array.of(3, 0),
    u16(label.length),
    u16(type.length),
    u16(4),
    Uint8Array.of(1),
    label,
    type,
    Uint8Array.of(2, 0, 0, 0),
    value,
  ])
}

function dataspace(shape: readonly bigint[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(2, shape.length, 0, 1), ...shape.map(u64)])
}

const FLOAT32 = Buffer.from([0x11, 0x20, 0x1f, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0])
/** Version 3, nothing allocated. */
const CONTIGUOUS = Buffer.concat([Uint8Array.of(3, 1), UNDEFINED, Buffer.alloc(8)])

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >> 8)
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}
