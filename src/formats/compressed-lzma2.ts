import type { PackedInput, Spending } from './compressed-input.ts'
import { decodeLzma, dictionaryProblems, MOST_DICTIONARY } from './compressed-lzma.ts'
import { LzmaCoder, SYMBOL_BYTES } from './compressed-lzma-coder.ts'
import { LzmaWindow } from './compressed-lzma-window.ts'

/** The control bytes of chunks: below `lzma` stored ones, from there on each bound adds something that begins anew. */
const CONTROL = { end: 0, storedForget: 1, stored: 2, lzma: 0x80, state: 0xa0, properties: 0xc0, forget: 0xe0 } as const

/**
 * Unpacks the chunks of LZMA2 up to their end mark: LZMA in pieces of known size, and stored pieces. Source: "The .xz file format"
 * 1.2.1, section 5.3.1, and the layout XZ Utils write. Gives what was wrong; nothing when the input came to its end or all is well.
 */
export async function* unpackLzma2(
  input: PackedInput,
  dictionary: number,
  spending: Spending,
): AsyncGenerator<Uint8Array, readonly string[], void> {
  const window = new LzmaWindow(Math.min(dictionary, MOST_DICTIONARY))
  // Made when a chunk needs it: a megabyte of empty blocks took 1.2 seconds with it, 0.25 without.
  let coder: LzmaCoder | undefined
  const damage = (what: string): readonly string[] =>
    input.exhausted ? [] : [`a chunk ${what}`, ...dictionaryProblems('xz', dictionary)]
  let forgotten = false
  let hasProperties = false
  for (;;) {
    const [control] = await input.bytes(1)
    if (control === undefined || control === CONTROL.end) return []
    if (control >= CONTROL.forget || control === CONTROL.storedForget) {
      window.forget()
      forgotten = true
      hasProperties = false
    }
    if (!forgotten) return damage('without a dictionary')
    if (control < CONTROL.lzma) {
      if (control > CONTROL.stored) return damage('of no known kind')
      yield* copyStored(input, window, spending)
      if (input.exhausted) return []
      continue
    }
    const head = Buffer.from(await input.bytes(control >= CONTROL.properties ? 5 : 4))
    if (input.exhausted) return []
    coder ??= new LzmaCoder(window, input)
    if (control >= CONTROL.properties) hasProperties = coder.properties(head[4] ?? 255, true)
    if (!hasProperties) return damage('without properties that an encoder writes')
    if (control >= CONTROL.state) coder.resetState()
    await input.fill(SYMBOL_BYTES)
    const end = input.offset + head.readUInt16BE(2) + 1
    if (!coder.startRange()) return damage('that does not begin with zero')
    const size = ((control & 0x1f) << 16) + head.readUInt16BE(0) + 1
    const ended = yield* decodeLzma(input, coder, window, size, spending)
    if (ended !== 'size' || input.exhausted) return damage('that is damaged')
    if (input.offset !== end) return damage('of another size than its head says')
  }
}

async function* copyStored(
  input: PackedInput,
  window: LzmaWindow,
  spending: Spending,
): AsyncGenerator<Uint8Array, void, void> {
  const size = Buffer.from(await input.bytes(2))
  for (const byte of await input.bytes(size.length < 2 ? 0 : size.readUInt16BE(0) + 1)) window.put(byte)
  for (const chunk of window.take()) {
    spending.take(chunk.length)
    yield chunk
  }
}
