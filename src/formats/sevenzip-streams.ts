import type { SevenZipCursor } from './sevenzip-cursor.ts'

/** One step of a folder: `method` in hexadecimal, for example `030101` (LZMA). */
export interface SevenZipCoder {
  readonly method: string
  readonly properties: Buffer
  readonly inputs: number
  readonly outputs: number
  readonly unpackedSize: number
}

/** Members packed together: what is unpacked as one stream and then cut into them. */
export interface SevenZipFolder {
  readonly coders: readonly SevenZipCoder[]
  /** Pairs of an input and the output that feeds it. */
  readonly bonds: readonly (readonly [input: number, output: number])[]
  /** The packed streams, from the start of the archive's data. */
  readonly packed: readonly { readonly offset: number; readonly size: number }[]
  /** Sizes of the members in it, in order. */
  readonly sizes: readonly number[]
}

/** Property ids of 7zFormat.txt. */
const ID = {
  end: 0x00,
  packInfo: 0x06,
  unpackInfo: 0x07,
  subStreams: 0x08,
  size: 0x09,
  digests: 0x0a,
  folder: 0x0b,
  unpackSize: 0x0c,
  numUnpackStream: 0x0d,
} as const

/** More coders in one folder no encoder writes: BCJ2 has four, AES one more. */
const MOST_CODERS = 8
const MOST_STREAMS = 32

/** StreamsInfo: packed streams, folders, and the members each folder holds. Throws FormatError. */
export function readStreams(cursor: SevenZipCursor): readonly SevenZipFolder[] {
  let packed: readonly PackedStream[] = []
  let folders: readonly Folder[] = []
  let sizes: readonly (readonly number[])[] | undefined
  for (let id = cursor.byte(); id !== ID.end; id = cursor.byte()) {
    if (id === ID.packInfo) packed = readPackInfo(cursor)
    else if (id === ID.unpackInfo) folders = readFolders(cursor)
    else if (id === ID.subStreams) sizes = readSubStreams(cursor, folders)
    else throw cursor.error(`expected streams, found property ${id}`)
  }
  let next = 0
  return folders.map((folder, index) => {
    const own = packed.slice(next, next + folder.packedStreams)
    next += folder.packedStreams
    return {
      coders: folder.coders,
      bonds: folder.bonds,
      packed: own,
      sizes: sizes?.[index] ?? [mainSize(folder)],
    }
  })
}

interface PackedStream {
  readonly offset: number
  readonly size: number
}

interface Folder {
  /** Is the digest of its whole output stated? */
  readonly digested: boolean
  readonly coders: readonly SevenZipCoder[]
  readonly bonds: readonly (readonly [number, number])[]
  readonly packedStreams: number
}

function readPackInfo(cursor: SevenZipCursor): readonly PackedStream[] {
  let offset = cursor.number()
  const count = cursor.count('packed streams')
  let sizes: readonly number[] = []
  for (let id = cursor.byte(); id !== ID.end; id = cursor.byte()) {
    if (id === ID.size) sizes = Array.from({ length: count }, () => cursor.number())
    else if (id === ID.digests) skipDigests(cursor, count)
    else throw cursor.error(`expected sizes of packed streams, found property ${id}`)
  }
  return sizes.map((size) => {
    const stream = { offset, size }
    offset += size
    return stream
  })
}

function readFolders(cursor: SevenZipCursor): readonly Folder[] {
  expectId(cursor, ID.folder, 'folders')
  const count = cursor.count('folders')
  if (cursor.byte() !== 0) throw cursor.error('folders in a stream of their own, which no encoder writes')
  const drafts = Array.from({ length: count }, () => readFolder(cursor))
  expectId(cursor, ID.unpackSize, 'unpacked sizes')
  const folders = drafts.map((draft): Folder => {
    const coders = draft.coders.map((coder) => ({ ...coder, unpackedSize: 0 }))
    const sizes = coders.map(({ outputs }) => Array.from({ length: outputs }, () => cursor.number()))
    const sized = coders.map((coder, index) => ({ ...coder, unpackedSize: sizes[index]?.[0] ?? 0 }))
    return { ...draft, coders: sized, digested: false }
  })
  let digested: readonly boolean[] = []
  for (let id = cursor.byte(); id !== ID.end; id = cursor.byte()) {
    if (id !== ID.digests) throw cursor.error(`expected digests of folders, found property ${id}`)
    digested = skipDigests(cursor, count)
  }
  return folders.map((folder, index) => ({ ...folder, digested: digested[index] ?? false }))
}

interface FolderDraft extends Omit<Folder, 'coders' | 'digested'> {
  readonly coders: readonly Omit<SevenZipCoder, 'unpackedSize'>[]
}

function readFolder(cursor: SevenZipCursor): FolderDraft {
  const count = cursor.number()
  if (count === 0 || count > MOST_CODERS) throw cursor.error(`a folder of ${count} coders`)
  const coders = Array.from({ length: count }, () => readCoder(cursor))
  const inputs = sum(coders.map((coder) => coder.inputs))
  const outputs = sum(coders.map((coder) => coder.outputs))
  const bonds = Array.from({ length: Math.max(0, outputs - 1) }, () => [cursor.number(), cursor.number()] as const)
  const packedStreams = inputs - bonds.length
  if (packedStreams < 1) throw cursor.error('a folder that nothing is packed in')
  if (packedStreams > 1) for (let index = 0; index < packedStreams; index++) cursor.number()
  return { coders, bonds, packedStreams }
}

function readCoder(cursor: SevenZipCursor): Omit<SevenZipCoder, 'unpackedSize'> {
  const flags = cursor.byte()
  if ((flags & 0xc0) !== 0) throw cursor.error('a coder with reserved flags')
  const method = cursor.take(flags & 0x0f).toString('hex')
  const [inputs, outputs] = (flags & 0x10) === 0 ? [1, 1] : [cursor.number(), cursor.number()]
  if (inputs > MOST_STREAMS || outputs > MOST_STREAMS)
    throw cursor.error(`a coder of ${inputs} inputs and ${outputs} outputs`)
  const properties = (flags & 0x20) === 0 ? Buffer.alloc(0) : Buffer.from(cursor.take(cursor.count('property bytes')))
  return { method, properties, inputs, outputs }
}

/** How many members each folder holds; of the last in each the size is what is left. */
function readSubStreams(cursor: SevenZipCursor, folders: readonly Folder[]): readonly (readonly number[])[] {
  let counts = folders.map(() => 1)
  let sizes: readonly (readonly number[])[] | undefined
  for (let id = cursor.byte(); id !== ID.end; id = cursor.byte()) {
    if (id === ID.numUnpackStream) counts = folders.map(() => cursor.count('members', 0))
    else if (id === ID.size) sizes = folders.map((folder, index) => memberSizes(cursor, folder, counts[index] ?? 0))
    else if (id === ID.digests) skipDigests(cursor, undigested(folders, counts))
    else throw cursor.error(`expected members of folders, found property ${id}`)
    if (sum(counts) > cursor.left + folders.length + MOST_MEMBERS) throw cursor.error(`${sum(counts)} members`)
  }
  return sizes ?? folders.map((folder, index) => lone(folder, counts[index] ?? 0))
}

/** Empty members take no bytes of the header; more of them than these only a crafted archive has. */
const MOST_MEMBERS = 100_000

function memberSizes(cursor: SevenZipCursor, folder: Folder, count: number): readonly number[] {
  if (count === 0) return []
  if (count - 1 > cursor.left) throw cursor.error(`${count} members in ${cursor.left} bytes`)
  const sizes = Array.from({ length: count - 1 }, () => cursor.number())
  return [...sizes, Math.max(0, mainSize(folder) - sum(sizes))]
}

function lone(folder: Folder, count: number): readonly number[] {
  return count === 0 ? [] : [mainSize(folder)]
}

/** The output that feeds no input is that of the folder. */
function mainSize({ coders, bonds }: Pick<Folder, 'coders' | 'bonds'>): number {
  const fed = new Set(bonds.map(([, output]) => output))
  let output = 0
  for (const coder of coders) {
    if (!fed.has(output)) return coder.unpackedSize
    output += coder.outputs
  }
  return 0
}

/** Members whose digest is not that of their folder already. */
function undigested(folders: readonly Folder[], counts: readonly number[]): number {
  return sum(folders.map(({ digested }, index) => (digested && counts[index] === 1 ? 0 : (counts[index] ?? 0))))
}

/** Which of them are stated; their values are not compared, since loaders of models do not compare them either. */
function skipDigests(cursor: SevenZipCursor, count: number): readonly boolean[] {
  const defined = cursor.bits(count, true)
  cursor.take(4 * defined.filter(Boolean).length)
  return defined
}

function expectId(cursor: SevenZipCursor, id: number, what: string): void {
  const found = cursor.byte()
  if (found !== id) throw cursor.error(`expected ${what}, found property ${found}`)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
