/** How the operand of an opcode is laid out behind its byte. Numbers, because the machine switches on them for every opcode. */
export const Shape = {
  invalid: 0,
  none: 1,
  fixed1: 2,
  fixed2: 3,
  fixed4: 4,
  fixed8: 5,
  /** A length of 1, 4 or 8 bytes (unsigned, little-endian) and as many bytes. */
  count1: 6,
  count4: 7,
  count8: 8,
  /** A length of 4 bytes that is signed in the C and Python readers: a negative one is an error there. */
  signedCount4: 9,
  /** Text up to a newline. */
  line: 10,
  linePair: 11,
} as const

/** The 68 opcodes of protocols 0 to 5 (CPython, Lib/pickle.py) by name. */
export const Op = {
  MARK: 0x28,
  EMPTY_TUPLE: 0x29,
  STOP: 0x2e,
  POP: 0x30,
  POP_MARK: 0x31,
  DUP: 0x32,
  BINBYTES: 0x42,
  SHORT_BINBYTES: 0x43,
  FLOAT: 0x46,
  BINFLOAT: 0x47,
  INT: 0x49,
  BININT: 0x4a,
  BININT1: 0x4b,
  LONG: 0x4c,
  BININT2: 0x4d,
  NONE: 0x4e,
  PERSID: 0x50,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  STRING: 0x53,
  BINSTRING: 0x54,
  SHORT_BINSTRING: 0x55,
  UNICODE: 0x56,
  BINUNICODE: 0x58,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  BUILD: 0x62,
  GLOBAL: 0x63,
  DICT: 0x64,
  APPENDS: 0x65,
  GET: 0x67,
  BINGET: 0x68,
  INST: 0x69,
  LONG_BINGET: 0x6a,
  LIST: 0x6c,
  OBJ: 0x6f,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  TUPLE: 0x74,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  NEWOBJ: 0x81,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d,
  BINBYTES8: 0x8e,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ_EX: 0x92,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
} as const

export type OpcodeName = keyof typeof Op

const SHAPED: Readonly<Partial<Record<keyof typeof Shape, readonly OpcodeName[]>>> = {
  fixed1: ['BININT1', 'BINGET', 'BINPUT', 'EXT1', 'PROTO'],
  fixed2: ['BININT2', 'EXT2'],
  fixed4: ['BININT', 'LONG_BINGET', 'LONG_BINPUT', 'EXT4'],
  fixed8: ['BINFLOAT', 'FRAME'],
  count1: ['SHORT_BINBYTES', 'SHORT_BINSTRING', 'SHORT_BINUNICODE', 'LONG1'],
  count4: ['BINBYTES', 'BINUNICODE'],
  count8: ['BINBYTES8', 'BINUNICODE8', 'BYTEARRAY8'],
  signedCount4: ['BINSTRING', 'LONG4'],
  line: ['FLOAT', 'INT', 'LONG', 'STRING', 'UNICODE', 'PERSID', 'GET', 'PUT'],
  linePair: ['GLOBAL', 'INST'],
}

/** The operand shape of each byte value; `Shape.invalid` where it is no opcode. */
export const SHAPES: Uint8Array = shapes()

const CONSTANTS: readonly OpcodeName[] = [
  'NONE',
  'NEWTRUE',
  'NEWFALSE',
  'INT',
  'BININT',
  'BININT1',
  'BININT2',
  'LONG',
  'LONG1',
  'LONG4',
  'FLOAT',
  'BINFLOAT',
  'STRING',
  'BINSTRING',
  'SHORT_BINSTRING',
  'UNICODE',
  'BINUNICODE',
  'SHORT_BINUNICODE',
  'BINUNICODE8',
  'BINBYTES',
  'SHORT_BINBYTES',
  'BINBYTES8',
  'BYTEARRAY8',
]

/** 1 for every opcode that does nothing but push a value written in the stream. */
export const PUSHES_CONSTANT: Uint8Array = flags(CONSTANTS)

const NAMES: ReadonlyMap<number, OpcodeName> = new Map(
  Object.entries(Op).map(([name, code]) => [code, name as OpcodeName]),
)

/** The name of an opcode byte, for example `REDUCE` for 0x52; undefined when it is none. */
export function opcodeName(code: number): OpcodeName | undefined {
  return NAMES.get(code)
}

function shapes(): Uint8Array {
  const table = new Uint8Array(256)
  for (const code of Object.values(Op)) table[code] = Shape.none
  for (const [shape, names] of Object.entries(SHAPED)) {
    for (const name of names) table[Op[name]] = Shape[shape as keyof typeof Shape]
  }
  return table
}

function flags(names: readonly OpcodeName[]): Uint8Array {
  const table = new Uint8Array(256)
  for (const name of names) table[Op[name]] = 1
  return table
}
