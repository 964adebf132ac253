import type { ByteSource } from '../base/bytes.ts'
import { unpackBzip2 } from './compressed-bzip2.ts'
import { unpack } from './compressed-engine.ts'
import { unpackFrames } from './compressed-frames.ts'
import { PackedInput, Spending } from './compressed-input.ts'
import { unpackRawLzma } from './compressed-lzma.ts'
import { unpackLzma2 } from './compressed-lzma2.ts'
import type { Meter, PackedRange, Unpacking } from './compressed-stream.ts'
import type { SevenZipCoder, SevenZipFolder } from './sevenzip-streams.ts'
import { piecesOf } from './source-part.ts'

/** How to unpack a folder, or why that cannot be done here. */
export type FolderUnpacking =
  | { readonly kind: 'open'; readonly open: () => Unpacking }
  | { readonly kind: 'unreadable'; readonly reason: string }

/**
 * One stream through one coder: what 7z writes for everything that is no program. Chains (filters for machine code, AES) and
 * PPMd are named and not unpacked. `dataStart` is where packed streams are counted from.
 */
export function unpackFolder(
  source: ByteSource,
  folder: SevenZipFolder,
  dataStart: number,
  meter: Meter,
): FolderUnpacking {
  const [coder, ...others] = folder.coders
  const [packed, ...more] = folder.packed
  if (coder === undefined || packed === undefined) return { kind: 'unreadable', reason: 'a folder without data' }
  const unread =
    others.length + more.length > 0 ? chainOf(folder) : METHODS[coder.method] === undefined ? nameOf(coder) : undefined
  if (unread !== undefined) return { kind: 'unreadable', reason: `members packed with ${unread}` }
  const range = { from: dataStart + packed.offset, to: dataStart + packed.offset + packed.size }
  if (range.to > source.size) return { kind: 'unreadable', reason: 'members beyond the end of the file' }
  const decode = METHODS[coder.method] ?? copy
  return { kind: 'open', open: () => decode(source, range, meter, coder) }
}

type Method = (source: ByteSource, range: PackedRange, meter: Meter, coder: SevenZipCoder) => Unpacking

/** Methods.txt of the LZMA SDK. */
const METHODS: Readonly<Record<string, Method>> = {
  '00': copy,
  '030101': lzma,
  '21': lzma2,
  '040108': (source, range, meter) => unpack('deflate', source, range, meter),
  '040202': unpackBzip2,
  '04f71101': unpackFrames,
  '04f71104': unpackFrames,
}

const NAMES: Readonly<Record<string, string>> = {
  '03': 'the delta filter',
  '03030103': 'the x86 filter',
  '0303011b': 'the x86 filter BCJ2',
  '030401': 'PPMd',
  '040109': 'Deflate64',
  '06f10701': 'AES (a password is needed)',
}

function chainOf({ coders }: SevenZipFolder): string {
  return coders.map((coder) => (METHODS[coder.method] === undefined ? nameOf(coder) : 'another method')).join(' and ')
}

function nameOf({ method }: SevenZipCoder): string {
  return NAMES[method] ?? `the method ${method}`
}

const PIECE_BYTES = 64 * 1024

async function* copy(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  let unpacked = 0
  for await (const piece of piecesOf(source, range.from, range.to, PIECE_BYTES)) {
    unpacked += piece.length
    meter.take(piece.length, unpacked, unpacked)
    yield piece
  }
  return { end: range.to, state: range.from + unpacked < range.to ? 'truncated' : 'complete', problems: [] }
}

async function* lzma(source: ByteSource, range: PackedRange, meter: Meter, coder: SevenZipCoder): Unpacking {
  if (coder.properties.length < 5)
    return { end: range.from, state: 'corrupt', problems: ['7z: LZMA without properties'] }
  const settings = {
    properties: coder.properties[0] ?? 255,
    dictionary: coder.properties.readUInt32LE(1),
    size: coder.unpackedSize,
  }
  return yield* unpackRawLzma(new PackedInput(source, range), settings, meter)
}

async function* lzma2(source: ByteSource, range: PackedRange, meter: Meter, coder: SevenZipCoder): Unpacking {
  const bits = coder.properties[0] ?? 255
  if (bits > 40) return { end: range.from, state: 'corrupt', problems: ['7z: LZMA2 without properties'] }
  const input = new PackedInput(source, range)
  const dictionary = bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11)
  const problems = yield* unpackLzma2(input, dictionary, new Spending(meter, input))
  if (input.exhausted) return { end: range.to, state: 'truncated', problems }
  return { end: input.offset, state: problems.length > 0 ? 'corrupt' : 'complete', problems }
}
