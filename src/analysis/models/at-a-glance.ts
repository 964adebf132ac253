import type { ByteSource } from '../../base/bytes.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { PLAIN_DATA_BYTES, plainCheck, plainDataCheck } from '../../formats/pickle/plain-data.ts'
import { readLenientZip } from '../../formats/lenient-zip.ts'
import type { ZipReading } from '../../formats/lenient-zip-types.ts'
import { bufferOf, partOf } from '../../formats/source-part.ts'
import { HEAD_BYTES, identifyModel, TAIL_BYTES } from './containers/identify.ts'

/**
 * Looks that say of plain files that `inspectModel` finds nothing in them, with bounded work and without a worker (decision 0008).
 * Yes is a proof, no means nothing: whatever is unusual, larger or found has to go the long way.
 */
export interface Glance {
  /** May the name (in lower case, without folders) be that of a file that can be settled? */
  fits(name: string): boolean
  /** Is nothing to be found in a file of this name with exactly these bytes? */
  settles(name: string, bytes: Uint8Array): boolean
  /** The same for pickles that name things and for archives of torch; `looks` of them are taken, then always no. */
  settlesSlowly(name: string, source: ByteSource): Promise<boolean>
}

/** Files that may need more than one reading, for each scan: from the fifth on workers are faster. */
export const SLOW_LOOKS = 4

/** Largest file that is settled in one piece. */
export const GLANCE_BYTES = PLAIN_DATA_BYTES

/** Largest pickle that is interpreted. The worst of those that are let through takes a fifth of a second (at-a-glance.test.ts). */
const MACHINE_BYTES = 256 * 1024

/** Checkpoints of language models have some hundred storages. */
const MOST_MEMBERS = 512

/** A glance for one scan; it keeps its tables from file to file. */
export function modelGlance(): Glance {
  const isPlainData = plainDataCheck()
  let looks = SLOW_LOOKS
  return {
    fits: (name) => PICKLE_NAMES.test(name),
    settles: (name, bytes) => PICKLE_NAMES.test(name) && isPlainData(bytes) && isOnly('pickle', bytes, bytes),
    async settlesSlowly(name, source) {
      if (looks === 0 || !PICKLE_NAMES.test(name)) return false
      const [first, second] = await source.slice(0, 2)
      const isZip = first === 0x50 && second === 0x4b
      if (!isZip && (first !== 0x80 || source.size > MACHINE_BYTES)) return false
      looks--
      return isZip ? settlesZip(source, isPlainData) : settlesPickle(source, isPlainData)
    },
  }
}

/** Names under which loaders look for nothing but what the content is: texts that are read by their names have others. */
const PICKLE_NAMES = /\.(?:pkl|pickle|pk|p|pt|pth|bin|ckpt|th|torch|joblib|dill|sav|dat|data|model)$/

/** What torch.save writes into an archive. */
const MEMBER_NAMES =
  /\/(?:data\.pkl|data\/\d+|version|byteorder|\.format_version|\.storage_alignment|\.data\/serialization_id)$/

function isOnly(kind: 'pickle' | 'zip', head: Uint8Array, tail: Uint8Array, size = head.length): boolean {
  const [first, second] = identifyModel(head, tail, size)
  return first?.kind === kind && first.certainty === 'magic' && second === undefined
}

type PlainCheck = (bytes: Uint8Array) => boolean

async function settlesPickle(source: ByteSource, isPlainData: PlainCheck): Promise<boolean> {
  if (source.size > MACHINE_BYTES) return false
  const bytes = await source.slice(0, source.size)
  const head = bytes.subarray(0, HEAD_BYTES)
  const tail = bytes.length <= HEAD_BYTES ? head : bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES))
  if (bytes.length !== source.size || !isOnly('pickle', head, tail, bytes.length)) return false
  if (isPlainData(bytes)) return true
  // The machine is linear, but what it keeps of calls of calls is dear: 256 KiB of them take three seconds, and nobody ends the main thread.
  if (!plainCheck(MACHINE_BYTES, CHECKPOINT_NAMES)(bytes)) return false
  const [{ judgePickle }, { observePickle }] = await Promise.all([
    import('./pickle/judge-pickle.ts'),
    import('./pickle/observe-pickle.ts'),
  ])
  const whole = {
    size: bytes.length,
    all: async () => bytes,
    slice: async (from: number, count: number) => bytes.subarray(from, from + count),
  }
  return observePickle(await judgePickle(whole, { limits: DEFAULT_LIMITS })).length === 0
}

const STORAGES = 'Bool Byte Char Short Int Long Half BFloat16 Float Double ComplexFloat ComplexDouble Untyped'

/** What the checkpoints of torch name; whether it is harmless there, the machine says. */
const CHECKPOINT_NAMES: ReadonlySet<string> = new Set([
  'collections OrderedDict',
  'torch._utils _rebuild_tensor_v2',
  'torch._utils _rebuild_parameter',
  ...STORAGES.split(' ').map((type) => `torch ${type}Storage`),
])

/** An archive as torch writes it, every byte of which belongs to a member that both headers describe alike. */
async function settlesZip(source: ByteSource, isPlainData: PlainCheck): Promise<boolean> {
  const head = await source.slice(0, HEAD_BYTES)
  const tail = source.size <= HEAD_BYTES ? head : await source.slice(source.size - TAIL_BYTES, TAIL_BYTES)
  if (!isOnly('zip', head, tail, source.size) || !hasOneShortDirectory(bufferOf(tail))) return false
  const zip = await readLenientZip(source, { entries: MOST_MEMBERS, searchBytes: SEARCH_BYTES })
  if (zip === undefined || zip.problems.length > 0 || zip.gaps.length > 0) return false
  if (zip.extent.from !== 0 || zip.extent.to !== source.size || !zip.readings.every(isPlainMember)) return false
  for (const member of zip.readings) {
    const part = partOf(source, member.dataOffset, member.packedSize)
    if (part.size > 0 && !(await settlesMember(member, part, isPlainData))) return false
  }
  return true
}

/** Bytes outside of members that are searched for others; there are none in an archive of torch. */
const SEARCH_BYTES = 64 * 1024

/** End records that contradict each other would each be followed. */
function hasOneShortDirectory(tail: Buffer): boolean {
  const at = tail.indexOf(END_RECORD)
  if (at < 0 || at + END_RECORD_BYTES !== tail.length) return false
  return tail.readUInt16LE(at + 10) <= MOST_MEMBERS
}

const END_RECORD = Buffer.from('PK\x05\x06')
const END_RECORD_BYTES = 22

function isPlainMember({ name, reading, method, size, packedSize, symlink, directoryMark }: ZipReading): boolean {
  const isStored = reading === 'both' && method === 0 && size === packedSize
  return isStored && !symlink && !directoryMark && MEMBER_NAMES.test(name.toLowerCase())
}

async function settlesMember({ name }: ZipReading, part: ByteSource, isPlainData: PlainCheck): Promise<boolean> {
  if (name.endsWith('/data.pkl')) return settlesPickle(part, isPlainData)
  const head = await part.slice(0, HEAD_BYTES)
  const tail = part.size <= HEAD_BYTES ? head : await part.slice(Math.max(0, part.size - TAIL_BYTES), TAIL_BYTES)
  return identifyModel(head, tail, part.size).length === 0
}
