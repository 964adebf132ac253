/** A run of characters in bytes, and where it begins. */
export interface PrintableRun {
  readonly text: string
  readonly offset: number
}

/** Shorter ones are chance in machine code; what is looked for is longer. */
const SHORTEST = 6

/**
 * Longer runs are cut, with the last characters repeated in the next piece: Go and Rust write their strings without zeros between
 * them, and a path must not be lost in a cut.
 */
const LONGEST = 8192
const REPEATED = 256

/**
 * Runs of at least six printable ASCII characters, one for one byte (`ascii`) or one for two (`wide`: UTF-16, little-endian, as Windows
 * and .NET have them). One pass, whatever the bytes are.
 */
export function* printableRuns(bytes: Uint8Array, form: 'ascii' | 'wide'): Generator<PrintableRun> {
  const step = form === 'ascii' ? 1 : 2
  // UTF-16 may begin at an odd byte: a resource or a heap of .NET is not aligned.
  for (let phase = 0; phase < step; phase++) {
    let start = -1
    let at = phase
    for (; at + step <= bytes.length; at += step) {
      const isPrintable = PRINTABLE[bytes[at] ?? 0] === 1 && (step === 1 || bytes[at + 1] === 0)
      if (!isPrintable) {
        if (start >= 0 && at - start >= SHORTEST * step) yield run(bytes, start, at, step)
        start = -1
      } else if (start < 0) start = at
      else if (at - start >= LONGEST * step) {
        yield run(bytes, start, at, step)
        start = at - REPEATED * step
      }
    }
    if (start >= 0 && at - start >= SHORTEST * step) yield run(bytes, start, at, step)
  }
}

const PRINTABLE = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 ? 1 : 0,
)

function run(bytes: Uint8Array, start: number, end: number, step: number): PrintableRun {
  const piece = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
  return { text: piece.toString(step === 1 ? 'latin1' : 'utf16le'), offset: start }
}
