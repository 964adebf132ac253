import { latin1 } from './bytes-at.ts'

/** Bytes as text of one character a byte, a small window of them at a time: most hits of a file stand close together or nowhere. */
export class TextWindow {
  readonly #bytes: Uint8Array
  #text = ''
  #from = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Makes the window hold `from` up to `to` with some bytes around them; `text` and `from` then say what it holds. */
  show(from: number, to: number): void {
    const behind = Math.min(this.#bytes.length, to + AFTER)
    if (from - BEFORE >= this.#from && behind <= this.#from + this.#text.length) return
    if (from >= this.#from && this.#from === 0 && behind <= this.#text.length) return
    this.#from = Math.max(0, from - BEFORE)
    this.#text = latin1(this.#bytes, this.#from, Math.min(this.#bytes.length, Math.max(behind, this.#from + LEAST)))
  }

  get text(): string {
    return this.#text
  }

  get from(): number {
    return this.#from
  }

  /** A piece by itself. */
  slice(from: number, to: number): string {
    return latin1(this.#bytes, from, to)
  }
}

/** For look-behind and look-ahead of a pattern. */
const BEFORE = 64
const AFTER = 64
const LEAST = 2048
