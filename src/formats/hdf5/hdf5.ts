import type { ByteSource } from '../../base/bytes.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { readAttribute } from './attributes.ts'
import { readDataset } from './datasets.ts'
import { denseMessages } from './dense-storage.ts'
import type { Fields } from './fields.ts'
import { type Hdf5File, orLog } from './file.ts'
import { denseAttributes, denseLinks, type GroupMember, linkMessage, symbolTableMembers } from './groups.ts'
import type { Hdf5, Hdf5Attribute, Hdf5Dataset, Hdf5Link } from './model.ts'
import { type HeaderMessage, readHeader } from './object-header.ts'
import { readSuperblock } from './superblock.ts'

const LINK_INFO = 0x02
const LINK = 0x06
const ATTRIBUTE = 0x0c
const SYMBOL_TABLE = 0x11
const ATTRIBUTE_INFO = 0x15
const LAST_KNOWN = 0x18

interface Walk {
  readonly file: Hdf5File
  readonly attributes: Hdf5Attribute[]
  readonly links: Hdf5Link[]
  readonly datasets: Hdf5Dataset[]
  readonly queue: { readonly address: bigint; readonly path: string }[]
}

/**
 * Walks an HDF5 file (file format specification 3.0): groups, text attributes, links, datasets with their external storage.
 * Data of datasets is never read; links are never followed. An object that is linked twice is read once. Throws FormatError
 * when there is no superblock; whatever is broken, too much, or of a kind that is not read (shared
 * messages, huge heap objects) is a breach, and the rest is read.
 */
export async function readHdf5(source: ByteSource, limits: Limits): Promise<Hdf5> {
  const { file, version, root, start } = await readSuperblock(source, limits)
  if (start > 0) file.log.add('user-block', `${start} bytes stand in front of the superblock`, 0)
  const walk: Walk = { file, attributes: [], links: [], datasets: [], queue: [{ address: root, path: '/' }] }
  const seen = new Set<bigint>([root])
  let objects = 0
  for (let index = 0; index < walk.queue.length && file.budget.steps > 0; index++) {
    const next = walk.queue[index]
    if (next === undefined) break
    objects++
    await orLog(file, () => readObject(walk, next.address, next.path, seen))
  }
  if (file.budget.steps <= 0) file.log.add('limit', `more than ${limits.nodes} structures`)
  const { attributes, links, datasets } = walk
  return { superblock: version, objects, attributes, links, datasets, breaches: file.log.list() }
}

async function readObject(walk: Walk, address: bigint, path: string, seen: Set<bigint>): Promise<void> {
  const { file } = walk
  const messages = await readHeader(file, address)
  // Before attributes: readers of a dataset never see its attributes broken.
  const dataset = await orLog(file, () => readDataset(file, messages, path, file.place(address)))
  if (dataset !== undefined) walk.datasets.push(dataset)
  for (const message of messages) {
    const members = await orLog(file, () => readMessage(walk, message, path))
    for (const member of members ?? []) keep(walk, member, path, seen)
  }
}

async function readMessage(
  walk: Walk,
  { type, shared, body }: HeaderMessage,
  path: string,
): Promise<readonly GroupMember[]> {
  const { file } = walk
  const what = excerpt(path, 200)
  if (type > LAST_KNOWN) file.log.add('unknown-message', `${what} has a header message of type ${type}`, body.place)
  if (shared && (type === ATTRIBUTE || type === LINK)) {
    file.log.add('not-inspected', `${what} has a shared message of type ${type}`, body.place)
    return []
  }
  switch (type) {
    case SYMBOL_TABLE:
      return symbolTableMembers(file, body)
    case LINK:
      return [linkMessage(body)]
    case LINK_INFO: {
      const place = denseLinks(file, body)
      return place === undefined ? [] : (await denseMessages(file, place.heap, place.index)).map(linkMessage)
    }
    case ATTRIBUTE_INFO: {
      const place = denseAttributes(file, body)
      const messages = place === undefined ? [] : await denseMessages(file, place.heap, place.index)
      for (const message of messages) await orLog(file, () => keepAttribute(walk, message, path))
      return []
    }
    case ATTRIBUTE:
      await keepAttribute(walk, body, path)
      return []
    default:
      return []
  }
}

async function keepAttribute({ file, attributes }: Walk, body: Fields, path: string): Promise<void> {
  const attribute = await readAttribute(file, body, path)
  if (attribute !== undefined) attributes.push(attribute)
}

function keep(walk: Walk, member: GroupMember, parent: string, seen: Set<bigint>): void {
  const path = `${parent === '/' ? '' : parent}/${member.name.slice(0, 1024)}`
  if (!('address' in member)) {
    const { kind, file, target, byte } = member
    walk.links.push({ kind, path, file, target, byte })
    return
  }
  if (seen.has(member.address)) return
  seen.add(member.address)
  walk.queue.push({ address: member.address, path })
}
