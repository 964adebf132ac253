import { compressionsOf } from '../../../formats/compression-kind.ts'
import { NPY_MAGIC } from '../../../formats/npy.ts'
import { SEVEN_ZIP_MAGIC } from '../../../formats/sevenzip.ts'
import { isTarHead } from '../../../formats/tar.ts'
import { ecosystemKinds } from './ecosystem-kinds.ts'
import { graphKinds } from './graph-kinds.ts'
import type { Identification, ModelKind } from './model-kind.ts'
import { protobufKinds } from './protobuf-kinds.ts'
import { isTrialPickle } from './trial-pickle.ts'

/** How much of the start and the end `identifyModel` wants; a zip keeps its end record in the last 64 KiB. */
export const HEAD_BYTES = 64 * 1024
export const TAIL_BYTES = 0xffff + 22

/**
 * Every kind of model file, container or stream these bytes can be read as, by content only; the name plays no part. `head`
 * and `tail` are the first and the last bytes (the same for short files), `size` is that of the whole. A kind told by `tail`
 * alone (a zip behind something else) has to be confirmed by reading it.
 */
export function identifyModel(head: Uint8Array, tail: Uint8Array, size = head.length): readonly Identification[] {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength)
  // Plain loops: lists made on the way are most of what looking at ten thousand small files costs.
  const found: Identification[] = []
  for (const magic of AT_START.get(bytes[0]) ?? []) addMagic(found, bytes, magic)
  for (const magic of INSIDE) addMagic(found, bytes, magic)
  found.push(...compressions(bytes), ...pickles(bytes, size), ...structures(bytes, size), ...protobufKinds(bytes, size))
  found.push(...ecosystemKinds(bytes, size), ...graphKinds(bytes))
  // From the back, where most zip readers start; whatever stands in front.
  if (!found.some(({ kind }) => kind === 'zip') && end.includes(END_RECORD))
    found.push({ kind: 'zip', certainty: 'structure' })
  return found
}

interface Magic {
  readonly at: number
  readonly bytes: Buffer
}

const END_RECORD = Buffer.from('PK\x05\x06')

const MAGICS: readonly (readonly [ModelKind, ...Magic[]])[] = [
  ['zip', magic(0, 'PK\x03\x04'), magic(0, 'PK\x05\x06'), magic(0, 'PK\x07\x08')],
  ['7z', { at: 0, bytes: Buffer.from(SEVEN_ZIP_MAGIC) }],
  ['rar', magic(0, 'Rar!\x1a\x07')],
  ['npy', { at: 0, bytes: Buffer.from(NPY_MAGIC) }],
  ['gguf', magic(0, 'GGUF')],
  // ggml, ggmf, ggjt, ggla as little-endian numbers.
  ['ggml', magic(0, 'lmgg'), magic(0, 'fmgg'), magic(0, 'tjgg'), magic(0, 'algg')],
  // The superblock may stand at 0, 512, 1024 and so on (HDF5 specification, II.A).
  ['hdf5', ...[0, 512, 1024, 2048, 4096, 8192].map((at) => magic(at, '\x89HDF\r\n\x1a\n'))],
  ['tflite', magic(4, 'TFL3')],
  ['executorch', magic(4, 'ET12')],
  ['ort', magic(4, 'ORTM')],
  ['catboost', magic(0, 'CBM1')],
  ['torch7', magic(0, '\x04\x00\x00\x00\x01\x00\x00\x00\x03\x00\x00\x00V 1')],
  [
    'r-data',
    magic(0, 'RDX2\n'),
    magic(0, 'RDX3\n'),
    magic(0, 'RDA2\n'),
    magic(0, 'RDA3\n'),
    magic(0, 'X\n\x00\x00\x00\x02'),
    magic(0, 'X\n\x00\x00\x00\x03'),
    // The same in the byte order of the machine.
    magic(0, 'RDB2\n'),
    magic(0, 'RDB3\n'),
    magic(0, 'B\n\x02\x00\x00\x00'),
    magic(0, 'B\n\x03\x00\x00\x00'),
  ],
  ['rknn', magic(0, 'RKNN')],
  ['cntk', magic(0, 'B\0C\0N\0\0\0')],
  // ELF, Mach-O, and the two letters of DOS, with which an "actually portable" llamafile begins too.
  ['executable', magic(0, '\x7fELF'), magic(0, 'MZ'), magic(0, '\xcf\xfa\xed\xfe'), magic(0, '\xca\xfe\xba\xbe')],
  ['script', magic(0, '#!')],
]

const ALL_MAGICS = MAGICS.flatMap(([kind, ...magics]) => magics.map((one) => ({ kind, ...one })))
/** By the first byte: all of this is asked of every part of every archive. */
const AT_START: ReadonlyMap<number | undefined, typeof ALL_MAGICS> = Map.groupBy(
  ALL_MAGICS.filter(({ at }) => at === 0),
  ({ bytes }) => bytes[0],
)
const INSIDE = ALL_MAGICS.filter(({ at }) => at > 0)

/** The magic number of torch.save before 1.6, as the pickle that opens the file: PROTO 2, LONG1 of ten bytes, STOP. */
const TORCH_MAGIC = Buffer.from('8a0a6cfc9c46f9206aa850192e', 'hex')

function magic(at: number, text: string): Magic {
  return { at, bytes: Buffer.from(text, 'latin1') }
}

function addMagic(found: Identification[], head: Buffer, magic: Magic & { readonly kind: ModelKind }): void {
  const { kind } = magic
  if (hasMagic(head, magic) && !found.some((one) => one.kind === kind)) found.push({ kind, certainty: 'magic' })
}

function hasMagic(head: Buffer, { at, bytes }: Magic): boolean {
  return head.length >= at + bytes.length && head.subarray(at, at + bytes.length).equals(bytes)
}

/** zlib and LZMA have no fixed magic: that they unpack is the proof. */
function compressions(head: Buffer): readonly Identification[] {
  return compressionsOf(head).map((kind) => ({
    kind,
    certainty: kind === 'zlib' || kind === 'lzma' ? 'trial' : 'magic',
  }))
}

function pickles(head: Buffer, size: number): readonly Identification[] {
  // Loaders read any PROTO up to 5; a higher number is a lie of the writer or a future protocol, and worth reading either way.
  const proto = head[0] === 0x80 && (head[1] ?? 255) <= 9
  if (!proto && !isTrialPickle(head, size)) return []
  const text = head.toString('latin1')
  const hints: string[] = []
  for (const { name, marks } of HINTS) if (marks.some((mark) => text.includes(mark))) hints.push(name)
  const marks = hints.length === 0 ? {} : { hints }
  const pickle: Identification = { kind: 'pickle', certainty: proto ? 'magic' : 'trial', ...marks }
  const legacy = head.subarray(0, 64).includes(TORCH_MAGIC)
  return legacy ? [pickle, { kind: 'torch-legacy', certainty: 'magic' }] : [pickle]
}

const HINTS: readonly { readonly name: string; readonly marks: readonly string[] }[] = [
  { name: 'joblib', marks: ['NumpyArrayWrapper', 'joblib.numpy_pickle'] },
  { name: 'dill', marks: ['dill._dill', 'dill.dill'] },
  { name: 'cloudpickle', marks: ['cloudpickle.cloudpickle', '_make_skeleton_class', '_fill_function'] },
  { name: 'scikit-learn', marks: ['sklearn.'] },
  { name: 'torch', marks: ['torch._utils', 'torch.storage', 'ctorch\n'] },
]

/** The reference implementation of safetensors refuses headers above 100 MB. */
const SAFETENSORS_HEADER_BYTES = 100_000_000

function structures(head: Buffer, size: number): readonly Identification[] {
  const found: Identification[] = []
  if (isSafetensors(head, size)) found.push({ kind: 'safetensors', certainty: 'structure' })
  if (isTarHead(head)) found.push({ kind: 'tar', certainty: 'structure' })
  return found
}

/** A length of eight bytes, then JSON. The length may lie: that is for the reader of the format to tell. */
function isSafetensors(head: Buffer, size: number): boolean {
  if (head.length < 9 || head[8] !== 0x7b) return false
  const length = head.readBigUInt64LE(0)
  // Eight letters and a brace are code or JSON: as a length they would be more bytes than there are in the world.
  if (/^[\t\n\r -~]{8}$/.test(head.toString('latin1', 0, 8))) return false
  const fits = length <= BigInt(Math.max(0, size - 8)) && length <= BigInt(SAFETENSORS_HEADER_BYTES)
  return length >= 2n && (fits || /^\{\s*"/.test(head.toString('latin1', 8, 64)))
}
