import { FormatError } from '../../base/errors.ts'
import { readDataspace, readDatatype } from './datatypes.ts'
import type { Fields } from './fields.ts'
import { type Hdf5File, step } from './file.ts'
import { globalHeapObject } from './heaps.ts'
import type { Hdf5Attribute } from './model.ts'

/** Texts of one attribute that are read: layer names of a model come as arrays. */
const MOST_ELEMENTS = 100_000

/** An attribute message (IV.A.2.m) when it holds text; undefined for numbers and for an empty one. */
export async function readAttribute(file: Hdf5File, body: Fields, path: string): Promise<Hdf5Attribute | undefined> {
  const version = body.number(1)
  if (version < 1 || version > 3)
    throw new FormatError('FORMAT_VERSION', `expected an HDF5 attribute of version 1 to 3, found ${version}`, {
      byte: body.place,
    })
  const flags = body.number(1)
  const nameBytes = body.number(2)
  const typeBytes = body.number(2)
  const spaceBytes = body.number(2)
  if (version === 3) body.skip(1)
  const padding = (bytes: number): number => (version === 1 ? (8 - (bytes % 8)) % 8 : 0)
  const name = body.part(nameBytes).terminated()
  body.skip(padding(nameBytes))
  if (version > 1 && (flags & 3) !== 0) {
    file.log.add(
      'not-inspected',
      `attribute \`${name.slice(0, 80)}\` of ${path.slice(0, 200)} has a shared type`,
      body.place,
    )
    return undefined
  }
  const type = readDatatype(body.part(typeBytes))
  body.skip(padding(typeBytes))
  const space = readDataspace(body.part(spaceBytes))
  body.skip(padding(spaceBytes))
  if (type.kind === 'other' || space.elements === 0n) return undefined
  const count = Number(space.elements > BigInt(MOST_ELEMENTS) ? BigInt(MOST_ELEMENTS) : space.elements)
  if (BigInt(count) < space.elements)
    file.log.add('not-inspected', `attribute \`${name.slice(0, 80)}\` has ${space.elements} elements`, body.place)
  return type.kind === 'text'
    ? fixedText(file, body, path, name, type.bytes * count)
    : variableText(file, body, path, name, count)
}

function fixedText(file: Hdf5File, body: Fields, path: string, name: string, bytes: number): Hdf5Attribute {
  const byte = body.place
  const kept = Math.min(bytes, body.left, file.budget.text)
  file.budget.text -= kept
  if (kept < bytes)
    file.log.add('not-inspected', `attribute \`${name.slice(0, 80)}\` is cut at ${kept} of ${bytes} bytes`, byte)
  return { path, name, text: trimmed(body.text(kept)), byte }
}

/** Each element is a length and a place in a global heap. */
async function variableText(
  file: Hdf5File,
  body: Fields,
  path: string,
  name: string,
  count: number,
): Promise<Hdf5Attribute> {
  const texts: string[] = []
  let byte = body.place
  for (let index = 0; index < count; index++) {
    step(file, 0n)
    const length = body.number(4)
    const heap = body.offset()
    const object = body.number(4)
    if (length === 0) continue
    const found = await globalHeapObject(file, heap, object)
    const kept = Math.min(length, Number(found.size), file.budget.text)
    file.budget.text -= kept
    if (kept < length)
      file.log.add(
        'not-inspected',
        `attribute \`${name.slice(0, 80)}\` is cut at ${kept} of ${length} bytes`,
        body.place,
      )
    if (texts.length === 0) byte = file.place(found.address)
    texts.push(trimmed((await file.read(found.address, kept)).text(kept)))
  }
  return { path, name, text: texts.join('\0'), byte }
}

/** Strings are padded with NUL or blanks. */
function trimmed(text: string): string {
  const end = text.indexOf('\0')
  return end >= 0 && !/[^\0]/.test(text.slice(end)) ? text.slice(0, end) : text
}
