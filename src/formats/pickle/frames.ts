import type { ByteWindow } from './byte-window.ts'
import { littleEndian } from './constant.ts'
import { Op, Shape } from './opcodes.ts'

/**
 * How FRAME is understood. `linear`: as if it were not there, like CPython's `pickle.loads` and every scanner. `buffered`:
 * like CPython's C unpickler on a file object without `peek` (io.BytesIO, a zip member): it reads a frame into a buffer,
 * and an operand that does not fit into the rest of the buffer is read from behind the frame while the rest is dropped
 * (`_Unpickler_ReadFromFile`, cpython gh-128853). The two disagree only where an operand crosses the end of a frame.
 */
export type FrameReading = 'linear' | 'buffered'

/** An operand as the buffered reading finds it. Lines have a second span where the opcode has two. */
export interface BufferedOperand {
  readonly operand: number
  readonly payload: Span
  readonly second: Span
  readonly next: number
}

export interface Span {
  readonly offset: number
  readonly length: number
}

const NOTHING: Span = { offset: 0, length: 0 }

/**
 * The operand of an opcode at `at` of which a part stands behind `frameEnd`. The offset of a newline that has to be searched
 * first comes back as `{ missing }`; -1 as its result means that the line has no end.
 */
export function bufferedOperand(
  window: ByteWindow,
  opcode: { readonly code: number; readonly shape: number; readonly at: number },
  frameEnd: number,
): BufferedOperand | { readonly missing: number } | undefined {
  const from = opcode.at + 1
  if (opcode.shape === Shape.line) return bufferedLines(window, from, frameEnd, false)
  if (opcode.shape === Shape.linePair) return bufferedLines(window, from, frameEnd, true)
  const width = HEADER_BYTES[opcode.shape] ?? 0
  const start = from < frameEnd && from + width > frameEnd ? frameEnd : from
  const operand = littleEndian(window.bytes, start - window.start, width)
  const behind = start + width
  if (opcode.shape < Shape.count1)
    return { operand, payload: { offset: start, length: width }, second: NOTHING, next: behind }
  // Binary bytes are copied over the end of the buffer (`_Unpickler_ReadInto`); text is not.
  const drops = !READ_INTO.has(opcode.code) && behind < frameEnd && behind + operand > frameEnd
  const offset = drops ? frameEnd : behind
  return { operand, payload: { offset, length: operand }, second: NOTHING, next: offset + operand }
}

const HEADER_BYTES: Readonly<Record<number, number>> = {
  [Shape.none]: 0,
  [Shape.fixed1]: 1,
  [Shape.fixed2]: 2,
  [Shape.fixed4]: 4,
  [Shape.fixed8]: 8,
  [Shape.count1]: 1,
  [Shape.count4]: 4,
  [Shape.count8]: 8,
  [Shape.signedCount4]: 4,
}

const READ_INTO: ReadonlySet<number> = new Set([Op.BINBYTES, Op.SHORT_BINBYTES, Op.BINBYTES8, Op.BYTEARRAY8])

function bufferedLines(
  window: ByteWindow,
  from: number,
  frameEnd: number,
  pair: boolean,
): BufferedOperand | { readonly missing: number } | undefined {
  const first = bufferedLine(window, from, frameEnd)
  if (first === undefined || 'missing' in first) return first
  if (!pair) return { operand: 0, payload: first, second: NOTHING, next: first.offset + first.length + 1 }
  const second = bufferedLine(window, first.offset + first.length + 1, frameEnd)
  if (second === undefined || 'missing' in second) return second
  return { operand: 0, payload: first, second, next: second.offset + second.length + 1 }
}

function bufferedLine(
  window: ByteWindow,
  from: number,
  frameEnd: number,
): Span | { readonly missing: number } | undefined {
  const end = window.newline(from)
  if (end === undefined) return { missing: from }
  if (from >= frameEnd || (end >= 0 && end < frameEnd))
    return end < 0 ? undefined : { offset: from, length: end - from }
  const behind = window.newline(frameEnd)
  if (behind === undefined) return { missing: frameEnd }
  return behind < 0 ? undefined : { offset: frameEnd, length: behind - frameEnd }
}
