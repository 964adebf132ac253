import { Op, Shape, SHAPES } from '../../../formats/pickle/opcodes.ts'

/** Enough to tell a pickle from text; a real one is read by the pickle machine. */
const MOST_OPCODES = 4_000
const CONVINCING_OPCODES = 64
const LONGEST_LINE = 10_000

/**
 * Could pickles without PROTO opcode (protocol 0 or 1, or written by hand) be what `head`, the start of a file of `size` bytes,
 * holds? The opcodes are walked with the depth of the stack. `true` where one calls what it has imported, even when it breaks off
 * behind that: the call has run by then. What imports must reach its STOP, or every list of words that begins with `c` would be
 * one (`cat`, `dog`); what does not import must fill the file with whole pickles, and does nothing. Bounded, linear, never throws.
 */
export function isTrialPickle(head: Uint8Array, size: number): boolean {
  const state: Trial = { depth: 0, marks: [], imported: false, called: false }
  let at = 0
  for (let count = 0; count < MOST_OPCODES; count++) {
    const code = head[at]
    if (code === undefined) return state.called || atEnd(state, head.length < size, count)
    const next = operandEnd(head, at)
    if (next === undefined) return state.called
    // Past the bytes at hand: a long operand of a plausible pickle, if the file holds it.
    if (next > head.length) return state.called || (count > 0 && isLong(code) && next < size)
    if (isImport(code) && !namesModule(head, at + 1)) return state.called
    if (code === Op.STOP) {
      if (state.imported || state.depth === 0) return state.imported && state.depth > 0
      state.depth = 0
      state.marks = []
    } else if (!step(code, state)) return state.called
    state.imported ||= isImport(code) || code === Op.STACK_GLOBAL
    state.called ||= state.imported && CALLS.has(code)
    at = next
  }
  return true
}

interface Trial {
  depth: number
  marks: number[]
  imported: boolean
  called: boolean
}

const CALLS: ReadonlySet<number> = new Set([Op.REDUCE, Op.INST, Op.OBJ, Op.NEWOBJ, Op.NEWOBJ_EX, Op.BUILD])

/** No more bytes: cut by the head after many opcodes that fit, or behind the STOP of the last pickle. */
function atEnd(state: Trial, cut: boolean, count: number): boolean {
  return cut
    ? state.imported || count >= CONVINCING_OPCODES
    : count > 1 && state.depth === 0 && state.marks.length === 0
}

function isImport(code: number): boolean {
  return code === Op.GLOBAL || code === Op.INST
}

function isLong(code: number): boolean {
  const shape = SHAPES[code] ?? Shape.invalid
  return shape === Shape.count4 || shape === Shape.count8 || shape === Shape.signedCount4
}

/** Prose that begins with `c` has blanks and punctuation on its first line; a module has none. */
function namesModule(head: Uint8Array, at: number): boolean {
  const end = head.indexOf(0x0a, at)
  const name = Buffer.from(head.subarray(at, Math.min(end, at + 200))).toString('utf8')
  return end > at && end - at <= 200 && /^[^\s()[\]{}=,:;"'<>#/\\]+$/.test(name)
}

/** Where the next opcode stands; undefined for a byte that is none or an operand that cannot be one. */
function operandEnd(head: Uint8Array, at: number): number | undefined {
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const start = at + 1
  switch (SHAPES[head[at] ?? 0]) {
    case Shape.none:
      return start
    case Shape.fixed1:
      return start + 1
    case Shape.fixed2:
      return start + 2
    case Shape.fixed4:
      return start + 4
    case Shape.fixed8:
      return start + 8
    case Shape.count1:
      return start + 1 + (head[start] ?? 0)
    case Shape.count4:
    case Shape.signedCount4:
      return start + 4 > head.length ? head.length + 1 : start + 4 + view.readUInt32LE(start)
    case Shape.count8:
      return start + 8 > head.length ? head.length + 1 : start + 8 + Number(view.readBigUInt64LE(start))
    case Shape.line:
      return isPlainLine(head, at) ? lineEnd(head, start) : undefined
    case Shape.linePair: {
      const first = lineEnd(head, start)
      return first === undefined ? undefined : lineEnd(head, first)
    }
    default:
      return undefined
  }
}

const FREE_TEXT: ReadonlySet<number> = new Set([Op.UNICODE, Op.STRING])

/**
 * Numbers and names are printable ASCII and blanks: `PK` and binary up to a newline is no persistent id. The C reader of Python
 * stops reading a number at a NUL, whatever stands behind it.
 */
function isPlainLine(head: Uint8Array, at: number): boolean {
  const end = lineEnd(head, at + 1)
  if (end === undefined || FREE_TEXT.has(head[at] ?? 0)) return end !== undefined
  const line = head.subarray(at + 1, end - 1)
  const nul = NUMBERS.has(head[at] ?? 0) ? line.indexOf(0) : -1
  return nul !== 0 && (nul < 0 ? line : line.subarray(0, nul)).every(isPlain)
}

function isPlain(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d)
}

const NUMBERS: ReadonlySet<number> = new Set([Op.GET, Op.PUT, Op.INT, Op.LONG, Op.FLOAT])

function lineEnd(head: Uint8Array, at: number): number | undefined {
  const end = head.subarray(at, at + LONGEST_LINE).indexOf(0x0a)
  return end < 0 ? undefined : at + end + 1
}

/** Taken from the stack and put back; opcodes that are not named put one value. */
const EFFECTS: ReadonlyMap<number, readonly [number, number]> = new Map<number, readonly [number, number]>([
  ...([Op.PROTO, Op.FRAME] as const).map((code) => [code, [0, 0] as const] as const),
  ...([Op.PUT, Op.BINPUT, Op.LONG_BINPUT, Op.MEMOIZE, Op.READONLY_BUFFER, Op.BINPERSID, Op.TUPLE1] as const).map(
    (code) => [code, [1, 1] as const] as const,
  ),
  ...([Op.REDUCE, Op.BUILD, Op.APPEND, Op.NEWOBJ, Op.TUPLE2, Op.STACK_GLOBAL] as const).map(
    (code) => [code, [2, 1] as const] as const,
  ),
  ...([Op.SETITEM, Op.TUPLE3, Op.NEWOBJ_EX] as const).map((code) => [code, [3, 1] as const] as const),
  [Op.POP, [1, 0]],
  [Op.DUP, [1, 2]],
])

/** Opcodes that take everything above the mark, with what they take below and put back. */
const MARKED: ReadonlyMap<number, readonly [number, number]> = new Map<number, readonly [number, number]>([
  ...([Op.TUPLE, Op.LIST, Op.DICT, Op.FROZENSET, Op.INST, Op.OBJ] as const).map(
    (code) => [code, [0, 1] as const] as const,
  ),
  ...([Op.APPENDS, Op.SETITEMS, Op.ADDITEMS] as const).map((code) => [code, [1, 1] as const] as const),
  [Op.POP_MARK, [0, 0]],
])

function step(code: number, state: Trial): boolean {
  if (code === Op.MARK) {
    state.marks.push(state.depth)
    state.depth = 0
    return true
  }
  const marked = MARKED.get(code)
  if (marked !== undefined) {
    const below = state.marks.pop()
    if (below === undefined) return false
    state.depth = below
    return change(state, marked)
  }
  // POP takes a mark when nothing stands above it (CPython).
  if (code === Op.POP && state.depth === 0 && state.marks.length > 0) {
    state.depth = state.marks.pop() ?? 0
    return true
  }
  return change(state, EFFECTS.get(code) ?? [0, 1])
}

function change(state: Trial, [taken, put]: readonly [number, number]): boolean {
  if (state.depth < taken) return false
  state.depth += put - taken
  return true
}
