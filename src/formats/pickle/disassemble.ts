import type { ByteSource } from '../../base/bytes.ts'
import { littleEndian } from './constant.ts'
import { ConstantReader } from './constant-reader.ts'
import { Op, opcodeName, PUSHES_CONSTANT, Shape, SHAPES } from './opcodes.ts'
import { quoted } from './python-literal.ts'

/** Which opcodes to write down. */
export interface ListingTask {
  /** The opcode that matters. */
  readonly at: number
  /** An opcode before it at which to begin to count; the closer, the cheaper. */
  readonly from: number
  /** Where the data ends. */
  readonly end: number
}

const LINES_BEFORE = 14
const LINES_BEHIND = 5
/** Nobody writes longer lines; a listing ends there. */
const PAGE_BYTES = 64 * 1024
const HEADER_BYTES = 9
const NOT_SHOWN = -1
const MOST_OPERAND = 60

/**
 * The opcodes around one of them, a line each, in the style of `pickletools.dis`: `14: GLOBAL 'os system'`; at most twenty.
 * Only where `from` leads to `at` are there lines before it. Work is linear in the distance from `from`. Throws what the
 * source throws.
 */
export async function disassemble(source: ByteSource, { at, from, end }: ListingTask): Promise<readonly string[]> {
  const walk = new OpcodeWalk(source, end)
  const before: number[] = []
  const reached = await walk.from(Math.min(from, at), at, (position) => {
    before.push(position)
    if (before.length > LINES_BEFORE) before.shift()
  })
  // Frames and arrays can hide an opcode from a reader that goes straight on: then it is shown with what follows.
  const listed = reached === at ? before : []
  for (let position: number | undefined = at, count = 0; position !== undefined && count <= LINES_BEHIND; count++) {
    if (position >= end) break
    listed.push(position)
    position = (await walk.code(position)) === Op.STOP ? undefined : await walk.next(position)
  }
  const lines: string[] = []
  for (const offset of listed) lines.push(await walk.line(offset))
  return lines
}

/** Finds the ends of opcodes; reads a page at a time and jumps over payloads. */
class OpcodeWalk {
  private readonly source: ByteSource
  private readonly end: number
  private readonly constants: ConstantReader
  private page: Uint8Array = new Uint8Array()
  private start = 0

  constructor(source: ByteSource, end: number) {
    this.source = source
    this.end = end
    this.constants = new ConstantReader(source)
  }

  /** Opcode after opcode up to the first one at or behind `to`; gives where it came to, undefined when it broke off. */
  async from(position: number, to: number, meet: (position: number) => void): Promise<number | undefined> {
    let at = position
    while (at < to) {
      // Synchronous while the page lasts: a wait for each opcode would cost more than all else.
      let behind = this.behind(at)
      if (behind === NOT_SHOWN) {
        await this.load(at)
        behind = this.behind(at)
      }
      if (behind <= at || behind > this.end) return undefined
      meet(at)
      at = behind
    }
    return at
  }

  async code(at: number): Promise<number> {
    return (await this.bytes(at, 1))[0] ?? 0
  }

  /** Behind the opcode at `at`; undefined where there is none. */
  async next(at: number): Promise<number | undefined> {
    return this.from(at, at + 1, () => undefined)
  }

  /** `NOT_SHOWN` where the page does not hold what is needed to say it, or no opcode is there. */
  private behind(at: number): number {
    const from = at - this.start
    if (from < 0 || from >= this.page.length) return NOT_SHOWN
    const shape = SHAPES[this.page[from] ?? 0] ?? Shape.invalid
    const fixed = FIXED[shape]
    if (fixed !== undefined) return at + 1 + fixed
    const width = COUNT_WIDTH[shape]
    if (width !== undefined) {
      if (from + 1 + width > this.page.length) return NOT_SHOWN
      return at + 1 + width + littleEndian(this.page, from + 1, width)
    }
    if (shape === Shape.line) return this.lineEnd(at + 1)
    const second = shape === Shape.linePair ? this.lineEnd(at + 1) : NOT_SHOWN
    return second === NOT_SHOWN ? NOT_SHOWN : this.lineEnd(second)
  }

  private lineEnd(from: number): number {
    const index = this.page.indexOf(0x0a, from - this.start)
    return index < 0 ? NOT_SHOWN : this.start + index + 1
  }

  async line(at: number): Promise<string> {
    const code = await this.code(at)
    const name = opcodeName(code)
    if (name === undefined) return `${at}: no opcode, byte 0x${code.toString(16).padStart(2, '0')}`
    const operand = await this.operand(at, code)
    return `${at}: ${name}${operand === '' ? '' : ` ${operand}`}`
  }

  private async operand(at: number, code: number): Promise<string> {
    const shape = SHAPES[code] ?? Shape.none
    if (shape === Shape.none) return ''
    if (shape === Shape.linePair) {
      const first = await this.lineText(at + 1)
      const second = await this.lineText(at + 1 + first.length + 1)
      return quoted(`${latin1ToText(first)} ${latin1ToText(second)}`, MOST_OPERAND)
    }
    if (PUSHES_CONSTANT[code] === 1) {
      const { type, text, cut } = await this.constants.read(at)
      if (type === 'text') return quoted(text, MOST_OPERAND, cut)
      if (type === 'bytes') return `b${quoted(text, MOST_OPERAND, cut, 'bytes')}`
      return quoted(text, MOST_OPERAND, cut).slice(1, -1)
    }
    if (shape === Shape.line) return quoted(latin1ToText(await this.lineText(at + 1)), MOST_OPERAND).slice(1, -1)
    const bytes = await this.bytes(at, HEADER_BYTES)
    return String(littleEndian(bytes, 1, FIXED[shape] ?? 0))
  }

  private async lineText(from: number): Promise<string> {
    const bytes = await this.bytes(from, 2048)
    const end = bytes.indexOf(0x0a)
    return Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString('latin1')
  }

  private shows(at: number, length: number): boolean {
    return at >= this.start && at + length <= this.start + this.page.length
  }

  private async bytes(at: number, length: number): Promise<Uint8Array> {
    if (!this.shows(at, length)) await this.load(at)
    return this.page.subarray(at - this.start, at - this.start + length)
  }

  private async load(at: number): Promise<void> {
    this.start = at
    this.page = await this.source.slice(at, Math.max(0, Math.min(PAGE_BYTES, this.end - at)))
  }
}

/** Bytes of an operand of fixed length, by shape. */
const FIXED: Readonly<Record<number, number>> = {
  [Shape.none]: 0,
  [Shape.fixed1]: 1,
  [Shape.fixed2]: 2,
  [Shape.fixed4]: 4,
  [Shape.fixed8]: 8,
}

const COUNT_WIDTH: Readonly<Record<number, number>> = {
  [Shape.count1]: 1,
  [Shape.count4]: 4,
  [Shape.count8]: 8,
  [Shape.signedCount4]: 4,
}

function latin1ToText(line: string): string {
  return Buffer.from(line, 'latin1').toString('utf8')
}
