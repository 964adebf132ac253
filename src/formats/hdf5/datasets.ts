import { readDataspace, readDatatype } from './datatypes.ts'
import type { Fields } from './fields.ts'
import { type Hdf5File, step } from './file.ts'
import { globalHeapObject, readLocalHeap } from './heaps.ts'
import type { Hdf5Dataset } from './model.ts'
import type { HeaderMessage } from './object-header.ts'

const DATASPACE = 0x01
const DATATYPE = 0x03
const EXTERNAL_FILES = 0x07
const LAYOUT = 0x08
const FILTERS = 0x0b

const LAYOUTS = ['compact', 'contiguous', 'chunked', 'virtual'] as const

/** First number of filters that are not part of the library. */
const FIRST_PLUGIN = 256

/** What the messages of an object say of it as a dataset; undefined when they have no layout, which makes it a group or a type. */
export async function readDataset(
  file: Hdf5File,
  messages: readonly HeaderMessage[],
  path: string,
  byte: number,
): Promise<Hdf5Dataset | undefined> {
  const body = (type: number): Fields | undefined =>
    messages.find((message) => message.type === type && !message.shared)?.body
  const layoutBody = body(LAYOUT)
  if (layoutBody === undefined) return undefined
  const space = body(DATASPACE)
  const type = body(DATATYPE)
  const external = body(EXTERNAL_FILES)
  const filters = body(FILTERS)
  const { layout, sources } = await readLayout(file, layoutBody)
  return {
    path,
    shape: space === undefined ? [] : readDataspace(space).shape,
    elementBytes: type === undefined ? 0 : readDatatype(type).bytes,
    layout,
    files: [...(external === undefined ? [] : await externalFiles(file, external)), ...sources],
    plugins: filters === undefined ? [] : pluginFilters(filters),
    byte,
  }
}

async function readLayout(
  file: Hdf5File,
  body: Fields,
): Promise<{ layout: Hdf5Dataset['layout']; sources: readonly string[] }> {
  const version = body.number(1)
  if (version < 3) body.skip(1)
  const layout = LAYOUTS[body.number(1)] ?? 'unknown'
  if (layout !== 'virtual' || version < 4) return { layout, sources: [] }
  return { layout, sources: await virtualSources(file, body.offset(), body.number(4)) }
}

/** The file of the first source of a virtual dataset (III.E, global heap block of virtual datasets); `.` is this file. */
async function virtualSources(file: Hdf5File, heap: bigint, index: number): Promise<readonly string[]> {
  const object = await globalHeapObject(file, heap, index)
  const body = await file.read(object.address, Number(object.size > 8192n ? 8192n : object.size))
  const version = body.number(1)
  const entries = body.size()
  if (entries === 0n) return []
  if (version > 0) body.skip(1)
  const first = body.terminated()
  if (entries > 1n)
    file.log.add('not-inspected', `a virtual dataset has ${entries} sources, the first was read`, body.place)
  return first === '.' ? [] : [first]
}

/** Names in an external data files message (IV.A.2.h). */
async function externalFiles(file: Hdf5File, body: Fields): Promise<readonly string[]> {
  body.skip(6)
  const used = body.number(2)
  const heap = await readLocalHeap(file, body.offset())
  const names: string[] = []
  for (let slot = 0; slot < used; slot++) {
    step(file, 0n)
    names.push(await heap.text(body.size()))
    body.skip(2 * file.lengthBytes)
  }
  return names
}

/** Numbers of the filters in a pipeline message (IV.A.2.l) that come as plug-ins. */
function pluginFilters(body: Fields): readonly number[] {
  const version = body.number(1)
  const count = body.number(1)
  if (version === 1) body.skip(6)
  const plugins: number[] = []
  for (let index = 0; index < count; index++) {
    const id = body.number(2)
    const nameBytes = version === 1 || id >= FIRST_PLUGIN ? body.number(2) : 0
    body.skip(2)
    const values = body.number(2)
    body.skip(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes)
    body.skip(4 * values + (version === 1 && values % 2 === 1 ? 4 : 0))
    if (id >= FIRST_PLUGIN) plugins.push(id)
  }
  return plugins
}
