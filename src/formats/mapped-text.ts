/**
 * A text put together from pieces of another one (escapes undone, continuation lines joined, variables put in) that still
 * knows where each of its characters came from.
 */
export interface MappedText {
  readonly text: string
  /** The offset in the original of the character at `index`; past the end, the offset behind the last piece. */
  original(index: number): number
}

/** A text that is its own original, standing at `offset`. */
export function plainText(text: string, offset = 0): MappedText {
  return { text, original: (index) => offset + Math.max(0, Math.min(index, text.length)) }
}

/** A part of a mapped text; it maps to the same original. */
export function slicePart(whole: MappedText, start: number, end = whole.text.length): MappedText {
  const text = whole.text.slice(start, end)
  return { text, original: (index) => whole.original(start + Math.max(0, Math.min(index, text.length))) }
}

/** A text that maps to the original of what it maps to: a shell word inside a string inside a notebook. */
export function through(inner: MappedText, outer: MappedText): MappedText {
  return { text: inner.text, original: (index) => outer.original(inner.original(index)) }
}

/** Collects a mapped text piece by piece. A class because it lives exactly as long as one token. */
export class MappedTextBuilder {
  #text = ''
  #end = 0
  /** Triples: start in the text, offset in the original, and 1 when the piece runs along with it, 0 when it stands for one place. */
  readonly #pieces: number[] = []

  get length(): number {
    return this.#text.length
  }

  /** Adds text that stands in the original exactly so, from `offset` on. */
  add(text: string, offset: number): void {
    if (text === '') return
    const last = this.#pieces.length - 3
    const runsOn = last >= 0 && this.#pieces[last + 2] === 1 && this.#end === offset
    if (!runsOn) this.#pieces.push(this.#text.length, offset, 1)
    this.#text += text
    this.#end = offset + text.length
  }

  /** Adds text that stands for what is written at `start` to `end`: an escape sequence, the value of a variable. */
  addFor(text: string, start: number, end: number): void {
    if (text !== '') this.#pieces.push(this.#text.length, start, 0)
    this.#text += text
    this.#end = end
  }

  /** The text so far; `offset` is where an empty one stands. */
  build(offset = 0): MappedText {
    const pieces = this.#pieces
    const text = this.#text
    const end = pieces.length === 0 ? offset : this.#end
    return { text, original: (index) => (index >= text.length ? end : locate(pieces, Math.max(0, index))) }
  }
}

function locate(pieces: readonly number[], index: number): number {
  let low = 0
  let high = pieces.length / 3 - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((pieces[middle * 3] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  const start = pieces[low * 3] ?? 0
  const offset = pieces[low * 3 + 1] ?? 0
  return offset + (index - start) * (pieces[low * 3 + 2] ?? 0)
}
