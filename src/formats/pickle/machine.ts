import { type ByteWindow, PADDING } from './byte-window.ts'
import { littleEndian } from './constant.ts'
import { bufferedOperand, type FrameReading, type Span } from './frames.ts'
import { Interpreter } from './interpreter.ts'
import type { Journal } from './journal.ts'
import { Op, opcodeName, PUSHES_CONSTANT, Shape, SHAPES } from './opcodes.ts'
import { Pause } from './pause.ts'
import type { Workspace } from './workspace.ts'

/** How a file is read; see inspect-pickle for when which reading is taken. */
export interface MachineOptions {
  readonly frames: FrameReading
  readonly skipArrays: boolean
}

const NO_LINE: Span = { offset: 0, length: 0 }

/**
 * Walks over the opcodes of a stream. It works on what the window holds and stops with a `Pause` when it needs more, so
 * that the loop itself is synchronous: an await for each opcode would cost more than everything else.
 */
export class PickleMachine {
  readonly interpreter: Interpreter
  position: number
  opcodes = 0
  /** Did an operand cross the end of a frame? Then the two readings of frames differ. */
  framesDisagree = false
  private readonly window: ByteWindow
  private readonly journal: Journal
  private readonly limit: number
  private readonly options: MachineOptions
  private frameEnd = Infinity
  private streamStart: number
  /** The operand of the opcode at hand. */
  private operand = 0
  private first: Span = NO_LINE
  private second: Span = NO_LINE

  /** Reads from `start` up to, not including, `limit`. */
  constructor(window: ByteWindow, journal: Journal, range: { start: number; limit: number }, options: MachineOptions) {
    this.window = window
    this.journal = journal
    this.limit = range.limit
    this.position = range.start
    this.streamStart = range.start
    this.options = options
    this.interpreter = new Interpreter(journal, window)
    this.interpreter.skipArrays = options.skipArrays
  }

  /** Begins a stream at `position` on this workspace. */
  begin(space: Workspace, position: number): void {
    this.interpreter.space = space
    this.interpreter.failed = false
    this.position = position
    this.streamStart = position
    this.frameEnd = Infinity
  }

  /** Goes on until something is needed or the stream ends. `position` is then the opcode at hand, or behind STOP. */
  run(): number {
    const { window, interpreter, limit } = this
    const { bytes, start } = window
    const { stack } = interpreter.space
    const last = window.end >= limit
    const safe = last ? limit : window.end - PADDING
    let at = this.position
    let count = 0
    let pause: number = Pause.none
    while (at < safe) {
      const code = bytes[at - start] as number
      let next = this.decode(code, at)
      if (next < 0) {
        pause = -next
        break
      }
      if (next > this.frameEnd) {
        next = this.crossFrame(code, at, next)
        if (next < 0) {
          pause = -next
          break
        }
      }
      if (next > limit) {
        pause = this.truncated(code, at, next)
        break
      }
      if (PUSHES_CONSTANT[code] === 1) stack.push(at)
      else {
        if (code === Op.FRAME) next = this.enterFrame(at, next)
        else if (code === Op.PROTO && at !== this.streamStart) this.lateProtocol(at)
        pause = interpreter.execute(code, at, this.operand, this.first, this.second)
        if (interpreter.failed) pause = Pause.broken
        if (pause !== Pause.none) {
          if (pause === Pause.stop || pause === Pause.array) at = next
          break
        }
      }
      at = next
      count++
    }
    this.position = at
    this.opcodes += count
    if (pause !== Pause.none) return pause
    return last ? this.endWithoutStop(at) : Pause.window
  }

  /** The offset behind the opcode and its operand; minus a pause when that cannot be said. */
  private decode(code: number, at: number): number {
    const { bytes } = this.window
    const from = at + 1 - this.window.start
    switch (SHAPES[code]) {
      case Shape.none:
        return at + 1
      case Shape.fixed1:
        this.operand = bytes[from] as number
        return at + 2
      case Shape.count1:
        return at + 2 + (bytes[from] as number)
      case Shape.fixed4:
        this.operand = unsigned4(bytes, from)
        return at + 5
      case Shape.count4:
        return at + 5 + unsigned4(bytes, from)
      case Shape.fixed2:
        this.operand = (bytes[from] as number) + (bytes[from + 1] as number) * 256
        return at + 3
      case Shape.fixed8:
        this.operand = littleEndian(bytes, from, 8)
        return at + 9
      case Shape.count8:
        return at + 9 + littleEndian(bytes, from, 8)
      case Shape.signedCount4:
        return this.signedCount(code, at, unsigned4(bytes, from))
      case Shape.line:
      case Shape.linePair:
        return this.lines(SHAPES[code] === Shape.linePair, at)
      default:
        return this.invalid(code, at)
    }
  }

  private signedCount(code: number, at: number, count: number): number {
    if (count < 2 ** 31) return at + 5 + count
    this.journal.notes.add('negative-length', at, `expected a length for ${opcodeName(code)}, found ${count - 2 ** 32}`)
    return -Pause.broken
  }

  private lines(pair: boolean, at: number): number {
    const end = this.lineEnd(at + 1, at)
    if (end < 0) return end
    this.first = { offset: at + 1, length: end - at - 1 }
    if (!pair) return end + 1
    const secondEnd = this.lineEnd(end + 1, at)
    if (secondEnd < 0) return secondEnd
    this.second = { offset: end + 1, length: secondEnd - end - 1 }
    return secondEnd + 1
  }

  private lineEnd(from: number, at: number): number {
    const end = this.window.newline(from)
    if (end === undefined) {
      this.interpreter.names.wanted = from
      return -Pause.line
    }
    if (end >= 0) return end
    this.journal.notes.add('truncated', at, 'expected a newline at the end of the operand, the data ends before')
    return -Pause.broken
  }

  private invalid(code: number, at: number): number {
    this.journal.notes.add(
      'invalid-opcode',
      at,
      `expected an opcode, found byte 0x${code.toString(16).padStart(2, '0')}`,
    )
    return -Pause.broken
  }

  private truncated(code: number, at: number, next: number): number {
    const missing = next - this.limit
    this.journal.notes.add(
      'truncated',
      at,
      `the operand of ${opcodeName(code)} needs ${missing} more bytes than there are`,
    )
    return Pause.broken
  }

  private endWithoutStop(at: number): number {
    this.journal.notes.add('truncated', at, 'expected STOP, the data ends before')
    return Pause.broken
  }

  private lateProtocol(at: number): void {
    this.journal.notes.add('protocol-late', at, 'expected PROTO at the start of the stream only')
  }

  /** The opcode reaches over the end of the frame, or stands behind it. */
  private crossFrame(code: number, at: number, next: number): number {
    if (at >= this.frameEnd) {
      this.frameEnd = Infinity
      return next
    }
    const buffered = bufferedOperand(this.window, { code, shape: SHAPES[code] ?? 0, at }, this.frameEnd)
    if (buffered !== undefined && 'missing' in buffered) {
      this.interpreter.names.wanted = buffered.missing
      return -Pause.line
    }
    this.frameEnd = Infinity
    // Bytes that cross the end of a frame are put together by both readings.
    if (buffered?.next === next) return next
    this.framesDisagree = true
    this.journal.notes.add(
      'frame-crossed',
      at,
      `${opcodeName(code)} reaches over the end of its frame: readers disagree`,
    )
    if (this.options.frames === 'linear') return next
    if (buffered === undefined) return -Pause.broken
    this.operand = buffered.operand
    this.first = buffered.payload
    this.second = buffered.second
    if (PUSHES_CONSTANT[code] === 1 || code === Op.PERSID) this.interpreter.names.displaced.set(at, buffered.payload)
    return buffered.next
  }

  /** FRAME: gives the offset at which to go on, which is not always the next one in the buffered reading. */
  private enterFrame(at: number, next: number): number {
    const { notes } = this.journal
    const length = this.operand
    const inside = next < this.frameEnd && this.frameEnd !== Infinity
    if (inside) notes.add('frame-nested', at, 'expected the end of the frame before the next one begins')
    if (inside && next + length <= this.frameEnd) return next
    if (inside) {
      this.framesDisagree = true
      if (this.options.frames === 'buffered') next = this.frameEnd
    }
    if (next + length > this.limit) {
      notes.add(
        'frame-overlong',
        at,
        `a frame of ${length} bytes, but only ${this.limit - next} follow: readers disagree`,
      )
      this.frameEnd = Infinity
      return next
    }
    this.frameEnd = next + length
    return next
  }
}

function unsigned4(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) +
    (bytes[at + 1] as number) * 0x100 +
    (bytes[at + 2] as number) * 0x10000 +
    (bytes[at + 3] as number) * 0x1000000
  )
}
