import type { ByteWindow } from './byte-window.ts'
import { type DecodedConstant, decodeConstant, textOf } from './constant.ts'
import type { Span } from './frames.ts'
import type { Value } from './value.ts'

/** The longest name that is read, in bytes: four for each of the 512 units of `limits.nameLength`. */
const NAME_BYTES = 2048
/** So many names may be fetched from far away (20 to 50 microseconds each); then they count as not known. */
const MOST_FETCHES = 100_000

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Reads names back from where they stand, as far as they are in memory. */
export class OperandText {
  /** What `Pause.piece` and `Pause.line` ask for. */
  wanted = 0
  /** Payloads that do not stand behind their opcode, by its offset. */
  readonly displaced = new Map<number, Span>()
  private readonly window: ByteWindow

  constructor(window: ByteWindow) {
    this.window = window
  }

  /** Was so much fetched from far away that no more is? */
  get exhausted(): boolean {
    return this.window.fetched >= MOST_FETCHES
  }

  /** The constant of a value; undefined when its bytes have to be fetched first (`wanted`). */
  constant(value: Value): DecodedConstant | undefined {
    const piece = this.piece(value)
    if (piece === undefined) return undefined
    const moved = this.displaced.get(value)
    if (moved === undefined) return decodeConstant(piece, value, NAME_BYTES)
    const content = this.piece(moved.offset)
    if (content === undefined) return undefined
    const plain = decodeConstant(piece, value, 0)
    const kept = content.subarray(0, Math.min(moved.length, NAME_BYTES))
    const payload = { ...plain.payload, ...moved }
    const { text, broken } = textOf(piece[0] ?? 0, payload, kept)
    return { ...plain, text, cut: broken || kept.length < moved.length, payload }
  }

  /** The characters of a line, cut to the longest name; undefined when its bytes have to be fetched first. */
  line(line: Span): string | undefined {
    const piece = this.piece(line.offset)
    return piece === undefined ? undefined : UTF8.decode(piece.subarray(0, Math.min(line.length, NAME_BYTES)))
  }

  private piece(offset: number): Uint8Array | undefined {
    const piece = this.window.piece(offset)
    if (piece === undefined) this.wanted = offset
    return piece
  }
}
