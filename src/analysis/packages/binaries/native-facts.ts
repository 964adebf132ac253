import type { ByteSource } from '../../../base/bytes.ts'
import { BoundedReader } from '../../../formats/native/bounded-reader.ts'
import type { NativeFile } from '../../../formats/native/native-file.ts'
import type { PeFile } from '../../../formats/pe/pe-file.ts'
import { type ByteArea, lookAtStrings } from './binary-strings.ts'
import { bundleOf } from './bundles.ts'
import { LOOKED_FOR, type NativeFacts } from './native-behaviours.ts'
import { packingOf } from './packers.ts'

/** Looks into what a native file holds besides its tables: strings, packing, bundles. `stringBytes` bounds what is read for strings. */
export async function nativeFacts(source: ByteSource, native: NativeFile, stringBytes: number): Promise<NativeFacts> {
  const reader = new BoundedReader(source, stringBytes + EXTRA_BYTES)
  const bundle = await bundleOf(reader, native)
  const packing = await packingOf(reader, native)
  const isDotNet = native.format === 'pe' && (native as PeFile).isDotNet
  const forms = native.format === 'pe' ? (['ascii', 'wide'] as const) : (['ascii'] as const)
  const strings = await lookAtStrings(reader, stringAreas(native), forms, LOOKED_FOR, stringBytes)
  const language = await languageOf(reader, native)
  return {
    native,
    strings,
    isDotNet,
    ...(language === undefined ? {} : { language }),
    ...(bundle === undefined ? {} : { bundle }),
    ...(packing === undefined ? {} : { packing }),
  }
}

/** For the trailer, the samples of entropy and the marks of languages. */
const EXTRA_BYTES = 32 * 1024 * 1024

/** The start of what hangs behind a program, which may be a script. */
const OVERLAY_BYTES = 1024 * 1024

/** Data first, then code: sections of a hostile file are named as it likes, so all that is loaded is looked at. */
function stringAreas(native: NativeFile): readonly (readonly ByteArea[])[] {
  const isObject = native.segments.length === 0
  const loaded = isObject ? native.sections : native.segments.filter(({ name }) => name !== '__LINKEDIT')
  const overlay =
    native.overlay === undefined ? [] : [{ ...native.overlay, size: Math.min(native.overlay.size, OVERLAY_BYTES) }]
  return [
    [...loaded.filter(({ executable }) => !executable), ...overlay],
    loaded.filter(({ executable }) => executable),
  ]
}

/** Go keeps what it was built from; Rust keeps the paths of its own sources. */
async function languageOf(reader: BoundedReader, native: NativeFile): Promise<string | undefined> {
  if (
    native.sections.some(({ name }) => /(?:^|,)(?:\.go\.buildinfo|__go_buildinfo|\.gopclntab|__gopclntab)$/.test(name))
  )
    return 'Go'
  const data = native.sections.find(({ name }) => /(?:^|,)(?:\.rodata|\.rdata|__const|__cstring)$/.test(name))
  if (data === undefined) return undefined
  const bytes = await reader.upTo(data.offset, Math.min(data.size, 8 * 1024 * 1024))
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('/rustc/') ? 'Rust' : undefined
}
