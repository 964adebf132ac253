import { Op, PUSHES_CONSTANT, Shape, SHAPES } from './opcodes.ts'

/** Says whether bytes are one pickle of nothing but data. */
export type PlainDataCheck = (bytes: Uint8Array) => boolean

/** Longest pickle that is looked at; the tables of a check are made for it. */
export const PLAIN_DATA_BYTES = 64 * 1024

/**
 * A check whether all bytes (at most `PLAIN_DATA_BYTES`) are one pickle of protocol 2 to 5, as a pickler writes it, of
 * nothing but numbers, texts, bytes, lists, tuples, dicts and sets. Where it says yes the pickle machine finds no name, no
 * call, no change of anything but a container, and nothing to note. No means nothing: the machine tells. It looks at each byte
 * once at most, calls nothing that could take longer, never throws; the check keeps its tables from file to file.
 */
export function plainDataCheck(): PlainDataCheck {
  return plainCheck(PLAIN_DATA_BYTES, new Set())
}

/**
 * The same for at most `most` bytes, where the globals in `names` (`module name`) may be called too, and what they make may be
 * filled, as checkpoints do. Then the machine may have something to say, but nothing that takes it long.
 */
export function plainCheck(most: number, names: ReadonlySet<string>): PlainDataCheck {
  const values = new Uint8Array(most + 1)
  const marks = new Int32Array(most + 1)
  const memo = new Uint8Array(most + 1)
  return (bytes) => {
    if (bytes.length > most) return false
    const protocol = bytes[1] ?? 0
    if (bytes[0] !== Op.PROTO || protocol < 2 || protocol > 5) return false
    let size = 0
    let markCount = 0
    let floor = 0
    let frameEnd = 0
    let firstKey = -1
    let nextKey = 0
    for (let at = 2; at < bytes.length;) {
      const code = bytes[at] as number
      const next = code === Op.GLOBAL ? globalEnd(bytes, at + 1, names) : operandEnd(bytes, at, code)
      if (next < 0 || next > bytes.length || (at < frameEnd && next > frameEnd)) return false
      if (PUSHES_CONSTANT[code] === 1) values[size++] = Kind.other
      else if (code === Op.BINPUT || code === Op.LONG_BINPUT || code === Op.MEMOIZE) {
        const key = code === Op.MEMOIZE ? nextKey : numberAt(bytes, at + 1, next)
        // Picklers count up, from 0 or (cPickle) from 1. MEMOIZE writes to the number of entries: after a hole that is another key.
        if (firstKey < 0 && key <= 1) nextKey = firstKey = key
        if (size === floor || key !== nextKey || (code === Op.MEMOIZE && firstKey !== 0)) return false
        memo[nextKey++] = values[size - 1] as number
      } else if (code === Op.BINGET || code === Op.LONG_BINGET) {
        const key = numberAt(bytes, at + 1, next)
        if (key >= nextKey || key < firstKey) return false
        values[size++] = memo[key] as number
      } else if (code === Op.MARK) {
        marks[markCount++] = floor
        floor = size
      } else if (code === Op.FRAME) {
        if (at < frameEnd) return false
        frameEnd = next + numberAt(bytes, at + 1, next)
        if (frameEnd > bytes.length) return false
      } else if (code === Op.STOP) return next === bytes.length && markCount === 0 && size === 1
      else {
        const effect = EFFECTS[code] ?? Effect.refuse
        if (effect === Effect.refuse || (effect === Effect.named && names.size === 0)) return false
        if (effect === Effect.fromMark) {
          if (markCount === 0) return false
          size = floor
          floor = marks[--markCount] as number
        }
        const taken = TAKEN[code] as number
        if (size - taken < floor) return false
        size -= taken
        const target = TARGETS[code] as number
        // Adding to what is no container of that kind calls methods of whatever it is.
        if (target !== Kind.none && (size === floor || !fits(values[size - 1] as number, target))) return false
        if (code === Op.REDUCE) size--
        const made = MADE[code] as number
        if (made !== Kind.none) values[size++] = made
      }
      at = next
    }
    return false
  }
}

/** What a value is, as far as it matters. */
const Kind = { none: 0, other: 1, list: 2, dict: 3, set: 4, name: 5, made: 6 } as const

const Effect = { refuse: 0, plain: 1, fromMark: 2, named: 3 } as const

/** What a name made is filled like a dict. */
function fits(kind: number, target: number): boolean {
  return kind === target || (kind === Kind.made && target === Kind.dict)
}

interface Row {
  readonly code: number
  readonly effect: number
  /** Values taken from the stack. */
  readonly taken?: number
  /** What must be on top then, and is kept. */
  readonly target?: number
  /** What is put on top. */
  readonly made?: number
}

const ROWS: readonly Row[] = [
  { code: Op.EMPTY_TUPLE, effect: Effect.plain, made: Kind.other },
  { code: Op.EMPTY_LIST, effect: Effect.plain, made: Kind.list },
  { code: Op.EMPTY_DICT, effect: Effect.plain, made: Kind.dict },
  { code: Op.EMPTY_SET, effect: Effect.plain, made: Kind.set },
  { code: Op.TUPLE1, effect: Effect.plain, taken: 1, made: Kind.other },
  { code: Op.TUPLE2, effect: Effect.plain, taken: 2, made: Kind.other },
  { code: Op.TUPLE3, effect: Effect.plain, taken: 3, made: Kind.other },
  { code: Op.TUPLE, effect: Effect.fromMark, made: Kind.other },
  { code: Op.FROZENSET, effect: Effect.fromMark, made: Kind.other },
  { code: Op.APPEND, effect: Effect.plain, taken: 1, target: Kind.list },
  { code: Op.SETITEM, effect: Effect.plain, taken: 2, target: Kind.dict },
  { code: Op.APPENDS, effect: Effect.fromMark, target: Kind.list },
  { code: Op.SETITEMS, effect: Effect.fromMark, target: Kind.dict },
  { code: Op.ADDITEMS, effect: Effect.fromMark, target: Kind.set },
  { code: Op.GLOBAL, effect: Effect.named, made: Kind.name },
  { code: Op.REDUCE, effect: Effect.named, taken: 1, target: Kind.name, made: Kind.made },
  { code: Op.BUILD, effect: Effect.named, taken: 1, target: Kind.made },
  { code: Op.BINPERSID, effect: Effect.named, taken: 1, made: Kind.other },
]

const EFFECTS = table(({ effect }) => effect)
const TAKEN = table(({ taken }) => taken)
const TARGETS = table(({ target }) => target)
const MADE = table(({ made }) => made)

function table(valueOf: (row: Row) => number | undefined): Uint8Array {
  const values = new Uint8Array(256)
  for (const row of ROWS) values[row.code] = valueOf(row) ?? 0
  return values
}

/** The offset behind the opcode and its operand; behind all bytes where its length is cut off; -1 for what is not plain data. */
function operandEnd(bytes: Uint8Array, at: number, code: number): number {
  switch (SHAPES[code]) {
    case Shape.none:
      return at + 1
    case Shape.fixed1:
      return at + 2
    case Shape.fixed2:
      return at + 3
    case Shape.fixed4:
      return at + 5
    case Shape.fixed8:
      return at + 9
    case Shape.count1:
      return at + 2 + (bytes[at + 1] ?? 0)
    // A length with its sign bit set is longer than any file here: the signed ones are refused with the others.
    case Shape.count4:
    case Shape.signedCount4:
      return at + 5 + numberAt(bytes, at + 1, at + 5)
    case Shape.count8:
      return at + 9 + numberAt(bytes, at + 1, at + 9)
    default:
      // Lines are of protocol 0, and what is no opcode ends every loader.
      return -1
  }
}

const LONGEST_NAME = 100

/** The offset behind the two lines of a known name; -1 for every other. */
function globalEnd(bytes: Uint8Array, from: number, names: ReadonlySet<string>): number {
  const lines = bytes.subarray(from, from + LONGEST_NAME)
  const first = lines.indexOf(0x0a)
  const second = lines.indexOf(0x0a, first + 1)
  if (first < 0 || second < 0) return -1
  const text = String.fromCharCode(...lines.subarray(0, second))
  return names.has(text.replace('\n', ' ')) ? from + second + 1 : -1
}

/** Little-endian, unsigned; of eight bytes as exact as a double is, which is enough to be too long. */
function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = to - 1; at >= from; at--) value = value * 256 + (bytes[at] ?? 0)
  return value
}
