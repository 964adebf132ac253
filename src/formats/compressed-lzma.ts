import type { ByteSource } from '../base/bytes.ts'
import { PackedInput, Spending } from './compressed-input.ts'
import { LzmaCoder, SYMBOL_BYTES } from './compressed-lzma-coder.ts'
import { LzmaWindow } from './compressed-lzma-window.ts'
import type { Meter, PackedRange, StreamEnd, Unpacking } from './compressed-stream.ts'

/** As much as `xz -9` uses. A stream may ask for more; it is read as long as it does not reach back further. */
export const MOST_DICTIONARY = 64 * 1024 * 1024
const HEADER_BYTES = 13
const PIECE_BYTES = 64 * 1024
const UNKNOWN_SIZE = 0xffff_ffff_ffff_ffffn

/**
 * Unpacks one .lzma stream ("lzma-alone"): properties, dictionary, size, then LZMA to an end mark or to the stated size; both at
 * once is allowed, as liblzma does. Source: "LZMA specification" of the LZMA SDK, 2015. There is no checksum.
 */
export async function* unpackLzmaAlone(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const input = new PackedInput(source, range)
  const head = Buffer.from(await input.bytes(HEADER_BYTES))
  if (head.length < HEADER_BYTES)
    return { end: range.to, state: 'truncated', problems: ['lzma: the header is cut off'] }
  const stated = head.readBigUInt64LE(5)
  const size = stated === UNKNOWN_SIZE ? Number.POSITIVE_INFINITY : Number(stated)
  const dictionary = head.readUInt32LE(1)
  return yield* unpackRawLzma(input, { properties: head[0] ?? 255, dictionary, size }, meter)
}

/** What a container says of a stream of LZMA that has no header of its own. */
export interface LzmaSettings {
  /** The byte of lc, lp and pb. */
  readonly properties: number
  /** In bytes. */
  readonly dictionary: number
  /** Unpacked bytes, or infinity where only an end mark tells. */
  readonly size: number
}

/** Unpacks LZMA without a header from where `input` stands: in 7z archives and lzip files the container has it. */
export async function* unpackRawLzma(input: PackedInput, settings: LzmaSettings, meter: Meter): Unpacking {
  const { properties, dictionary, size } = settings
  const window = new LzmaWindow(Math.min(dictionary, size, MOST_DICTIONARY))
  const coder = new LzmaCoder(window, input)
  if (!coder.properties(properties, false)) return damaged(input, ['lzma: properties that no encoder writes'])
  coder.resetState()
  await input.fill(SYMBOL_BYTES)
  if (!coder.startRange()) return damaged(input, ['lzma: the range coder does not begin with zero'])
  const ended = yield* decodeLzma(input, coder, window, size, new Spending(meter, input))
  const problems = dictionaryProblems('lzma', dictionary)
  if (ended === 'damaged' || input.exhausted) return damaged(input, problems)
  if (ended === 'size') return await behindSize(input, coder)
  const lies = size !== Number.POSITIVE_INFINITY && window.total !== size
  const lie = `lzma: ends after ${window.total} bytes, the header says ${size}`
  return { end: input.offset, state: 'complete', problems: lies ? [lie] : [] }
}

/**
 * Runs the coder until `size` bytes came out, an end mark or damage; shared by both containers. What came out before damage is
 * given. Throws LimitError from the meter.
 */
export async function* decodeLzma(
  input: PackedInput,
  coder: LzmaCoder,
  window: LzmaWindow,
  size: number,
  spending: Spending,
): AsyncGenerator<Uint8Array, 'end-mark' | 'size' | 'damaged', void> {
  for (let left = size; left > 0;) {
    await input.fill(SYMBOL_BYTES)
    const before = window.total
    // At the end of the range fewer bytes than a symbol may take are left: the coder runs until they are used up.
    const step = coder.run(Math.min(PIECE_BYTES, left), input.ready < SYMBOL_BYTES ? 0 : SYMBOL_BYTES)
    left -= window.total - before
    for (const chunk of window.take()) {
      spending.take(chunk.length)
      yield chunk
    }
    if (step !== 'more') return step
  }
  return coder.unfinishedCopy ? 'damaged' : 'size'
}

/** What an unreachable distance may mean; nothing for the dictionaries of the presets. */
export function dictionaryProblems(format: string, dictionary: number): readonly string[] {
  if (dictionary <= MOST_DICTIONARY) return []
  return [`${format}: a dictionary of ${dictionary} bytes, ${MOST_DICTIONARY} are kept`]
}

/** An end mark may stand behind the stated size too: the method LZMA of zip writes it so. */
async function behindSize(input: PackedInput, coder: LzmaCoder): Promise<StreamEnd> {
  const end = input.offset
  if (coder.settled) return { end, state: 'complete', problems: [] }
  await input.fill(SYMBOL_BYTES)
  if (coder.run(1, 0) === 'end-mark' && !input.exhausted) return { end: input.offset, state: 'complete', problems: [] }
  return { end, state: 'complete', problems: ['lzma: the stream goes on behind the size in its header'] }
}

function damaged(input: PackedInput, problems: readonly string[]): StreamEnd {
  return { end: input.offset, state: input.exhausted ? 'truncated' : 'corrupt', problems }
}
