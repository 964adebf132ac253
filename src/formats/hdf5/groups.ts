import { FormatError } from '../../base/errors.ts'
import type { Fields } from './fields.ts'
import { type Hdf5File, isUndefined, step } from './file.ts'
import { type LocalHeap, readLocalHeap } from './heaps.ts'
import type { Hdf5Link } from './model.ts'

/** A member of a group: an object in the file, or a link by name. */
export type GroupMember =
  | { readonly name: string; readonly address: bigint }
  | (Omit<Hdf5Link, 'path'> & { readonly name: string })

/** B-trees of groups are a few levels high; 30 levels of the smallest order hold more entries than any file has. */
const HIGHEST_TREE = 30

/** Members of a group of the old kind: a B-tree of symbol table nodes and a heap of names (III.A.1, III.B, III.C). */
export async function symbolTableMembers(file: Hdf5File, body: Fields): Promise<readonly GroupMember[]> {
  const tree = body.offset()
  const heap = await readLocalHeap(file, body.offset())
  const members: GroupMember[] = []
  await visitTree(
    file,
    tree,
    HIGHEST_TREE,
    new Set(),
    async (node) => void members.push(...(await symbolNode(file, node, heap))),
  )
  return members
}

async function visitTree(
  file: Hdf5File,
  address: bigint,
  height: number,
  seen: Set<bigint>,
  leaf: (address: bigint) => Promise<void>,
): Promise<void> {
  step(file, address)
  if (height === 0 || seen.has(address))
    throw new FormatError('FORMAT_SYNTAX', 'an HDF5 group index leads back to itself', { byte: file.place(address) })
  seen.add(address)
  const head = await file.read(address, 8)
  head.signature('TREE')
  const type = head.number(1)
  const level = head.number(1)
  const used = head.number(2)
  if (type !== 0)
    throw new FormatError('FORMAT_SYNTAX', `expected the index of a group, found type ${type}`, {
      byte: file.place(address),
    })
  const keys = 2 * file.offsetBytes
  const body = await file.read(address + 8n + BigInt(keys), used * (file.lengthBytes + file.offsetBytes))
  for (let index = 0; index < used; index++) {
    body.size()
    const child = body.offset()
    if (level === 0) await leaf(child)
    else await visitTree(file, child, height - 1, seen, leaf)
  }
}

/** Cache type of a symbol table entry that is a soft link. */
const SOFT_LINK = 2

async function symbolNode(file: Hdf5File, address: bigint, heap: LocalHeap): Promise<readonly GroupMember[]> {
  const head = await file.read(address, 8)
  head.signature('SNOD')
  head.skip(2)
  const count = head.number(2)
  const entryBytes = 2 * file.offsetBytes + 24
  const body = await file.read(address + 8n, count * entryBytes)
  const members: GroupMember[] = []
  for (let index = 0; index < count; index++) {
    step(file, address)
    const byte = body.place
    const name = await heap.text(body.offset())
    const object = body.offset()
    const cacheType = body.number(4)
    body.skip(4)
    const scratch = body.part(16)
    if (cacheType === SOFT_LINK)
      members.push({ name, kind: 'soft', file: '', target: await heap.text(BigInt(scratch.number(4))), byte })
    else members.push({ name, address: object })
  }
  return members
}

const EXTERNAL_LINK = 64

/** The member that a link message describes (IV.A.2.g). */
export function linkMessage(body: Fields): GroupMember {
  const byte = body.place
  const version = body.number(1)
  if (version !== 1)
    throw new FormatError('FORMAT_VERSION', `expected an HDF5 link of version 1, found ${version}`, { byte })
  const flags = body.number(1)
  const type = flags & 8 ? body.number(1) : 0
  if (flags & 4) body.skip(8)
  if (flags & 16) body.skip(1)
  const name = body.text(shortLength(body, 1 << (flags & 3)))
  if (type === 0) return { name, address: body.offset() }
  const value = body.part(body.number(2))
  if (type === 1) return { name, kind: 'soft', file: '', target: value.text(value.left), byte }
  if (type !== EXTERNAL_LINK) return { name, kind: 'user-defined', file: '', target: `link of type ${type}`, byte }
  value.skip(1)
  return { name, kind: 'external', file: value.terminated(), target: value.terminated(), byte }
}

function shortLength(body: Fields, width: number): number {
  const length = body.wide(width)
  return length > BigInt(body.left) ? body.left + 1 : Number(length)
}

/** Where links outside the header stand, from a link info message (IV.A.2.c); undefined when there are none. */
export function denseLinks(file: Hdf5File, body: Fields): DensePlace | undefined {
  body.skip(1)
  if (body.number(1) & 1) body.skip(8)
  return densePlace(file, body)
}

/** Where attributes outside the header stand, from an attribute info message (IV.A.2.v); undefined when there are none. */
export function denseAttributes(file: Hdf5File, body: Fields): DensePlace | undefined {
  body.skip(1)
  if (body.number(1) & 1) body.skip(2)
  return densePlace(file, body)
}

/** A fractal heap and its index by name. */
export interface DensePlace {
  readonly heap: bigint
  readonly index: bigint
}

function densePlace(file: Hdf5File, body: Fields): DensePlace | undefined {
  const heap = body.offset()
  const index = body.offset()
  return isUndefined(heap, file.offsetBytes) ? undefined : { heap, index }
}
