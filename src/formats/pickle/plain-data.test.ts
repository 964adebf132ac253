import { describe, expect, it } from 'vitest'
import {
  assemble,
  call,
  frame,
  get,
  global,
  integer,
  number4,
  number8,
  type Part,
  proto,
  put,
  raw,
  sourceOf,
  text,
} from '../../../test/support/pickle-assembler.ts'
import { seededRandom } from '../../../test/support/random.ts'
import { mutations } from '../../../test/support/mutations.ts'
import { inspectPickle } from './inspect-pickle.ts'
import { PLAIN_DATA_BYTES, plainDataCheck } from './plain-data.ts'

const isPlainData = plainDataCheck()

const LIST: Part = ['EMPTY_LIST', put(0), 'MARK', integer(1), integer(2), 'APPENDS']
const DICT: Part = ['EMPTY_DICT', put(0), 'MARK', text('name'), put(1), text('value'), put(2), 'SETITEMS']
const framed = assemble(text('framed'), 'MEMOIZE', 'STOP')

const PLAIN: readonly (readonly [string, Uint8Array])[] = [
  ['a number', assemble(proto(2), integer(7), 'STOP')],
  ['a list', assemble(proto(2), LIST, 'STOP')],
  ['a dict', assemble(proto(2), DICT, 'STOP')],
  ['a dict with one entry', assemble(proto(3), 'EMPTY_DICT', put(0), text('a'), 'NONE', 'SETITEM', 'STOP')],
  ['a list with one item', assemble(proto(2), 'EMPTY_LIST', 'NEWTRUE', 'APPEND', 'STOP')],
  ['a set', assemble(proto(4), 'EMPTY_SET', 'MEMOIZE', 'MARK', integer(1), 'ADDITEMS', 'STOP')],
  ['a frozen set', assemble(proto(4), 'MARK', integer(1), 'FROZENSET', 'MEMOIZE', 'STOP')],
  [
    'tuples',
    assemble(proto(2), 'NONE', 'TUPLE1', 'NONE', 'TUPLE2', 'NONE', 'NONE', 'TUPLE3', 'EMPTY_TUPLE', 'TUPLE2', 'STOP'),
  ],
  ['a list in itself', assemble(proto(2), 'EMPTY_LIST', put(0), get(0), 'APPEND', 'STOP')],
  [
    'keys from one on, as cPickle writes them',
    assemble(proto(2), 'EMPTY_LIST', put(1), text('x'), put(2), 'APPEND', 'STOP'),
  ],
  ['a frame', assemble(proto(4), frame(framed.length), framed)],
  [
    'long operands',
    assemble(proto(5), 'BINBYTES8', number8(3), raw('abc'), 'BINUNICODE', number4(1), raw('x'), 'TUPLE2', 'STOP'),
  ],
]

const NOT_PLAIN: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', new Uint8Array()],
  ['no PROTO', assemble(integer(7), 'STOP')],
  ['protocol 1', assemble(proto(1), integer(7), 'STOP')],
  ['protocol 6', assemble(proto(6), integer(7), 'STOP')],
  ['a global', assemble(proto(2), global('builtins', 'list'), 'STOP')],
  ['a call', assemble(proto(2), call(global('posix', 'system'), text('id')), 'STOP')],
  ['a persistent id', assemble(proto(2), text('0'), 'BINPERSID', 'STOP')],
  ['an extension', assemble(proto(2), 'EXT1', raw([1]), 'STOP')],
  ['BUILD', assemble(proto(2), 'EMPTY_DICT', 'EMPTY_DICT', 'BUILD', 'STOP')],
  ['lines of protocol 0', assemble(proto(2), 'INT', raw('7\n'), 'STOP')],
  ['APPEND to a dict', assemble(proto(2), 'EMPTY_DICT', 'NONE', 'APPEND', 'STOP')],
  ['SETITEMS on a number', assemble(proto(2), integer(1), 'MARK', 'NONE', 'NONE', 'SETITEMS', 'STOP')],
  [
    'APPENDS through the memo to a text',
    assemble(proto(2), text('x'), put(0), get(0), 'MARK', 'NONE', 'APPENDS', 'STOP'),
  ],
  ['an entry of the memo that was never written', assemble(proto(2), get(0), 'STOP')],
  ['a hole in the memo', assemble(proto(2), 'NONE', put(0), 'NONE', put(5), 'TUPLE2', 'STOP')],
  ['an entry written twice', assemble(proto(2), 'NONE', put(0), 'NONE', put(0), 'TUPLE2', 'STOP')],
  ['MEMOIZE behind a key of 1', assemble(proto(4), 'NONE', put(1), 'MEMOIZE', 'STOP')],
  ['an empty stack', assemble(proto(2), 'STOP')],
  ['an empty stack for APPEND', assemble(proto(2), 'EMPTY_LIST', 'APPEND', 'STOP')],
  ['a mark that is taken for a value', assemble(proto(2), 'NONE', 'MARK', 'TUPLE1', 'STOP')],
  ['a mark left behind', assemble(proto(2), 'MARK', 'NONE', 'STOP')],
  ['no mark', assemble(proto(2), 'NONE', 'TUPLE', 'STOP')],
  ['two values left', assemble(proto(2), 'NONE', 'NONE', 'STOP')],
  ['a second pickle', assemble(proto(2), 'NONE', 'STOP', proto(2), 'NONE', 'STOP')],
  ['bytes behind STOP', assemble(proto(2), 'NONE', 'STOP', raw('x'))],
  ['no STOP', assemble(proto(2), 'NONE')],
  ['an operand that is cut off', assemble(proto(2), 'BINUNICODE', number4(100), raw('abc'))],
  ['a negative length', assemble(proto(2), 'LONG4', number4(0xffff_ffff), 'STOP')],
  ['a length of 2^63', assemble(proto(4), 'BINBYTES8', raw([0, 0, 0, 0, 0, 0, 0, 0x80]), 'STOP')],
  ['a frame that is too long', assemble(proto(4), frame(framed.length + 1), framed)],
  ['an operand across the end of its frame', assemble(proto(4), frame(3), framed)],
  ['a frame in a frame', assemble(proto(4), frame(20), frame(framed.length), framed)],
  ['a second PROTO', assemble(proto(2), proto(2), 'NONE', 'STOP')],
  ['a byte that is no opcode', assemble(proto(2), raw([0xff]), 'STOP')],
  [
    'more than is looked at',
    assemble(proto(2), 'BINBYTES', number4(PLAIN_DATA_BYTES), new Uint8Array(PLAIN_DATA_BYTES), 'STOP'),
  ],
]

describe('is plain data', () => {
  it.each(PLAIN)('%s', (_, pickle) => expect(isPlainData(pickle)).toBe(true))
})

describe('is left to the machine', () => {
  it.each(NOT_PLAIN)('%s', (_, pickle) => expect(isPlainData(pickle)).toBe(false))
})

/** What the machine has to say; empty for a pickle of nothing but data. */
async function machineSays(pickle: Uint8Array): Promise<readonly unknown[]> {
  const { readings } = await inspectPickle(sourceOf(pickle))
  const [plain] = readings
  return [
    ...readings.slice(1).map(({ reading }) => reading),
    ...plain.globals,
    ...plain.calls,
    ...plain.changes,
    ...plain.notes,
    ...(plain.complete ? [] : ['not complete']),
    ...(plain.streams.length === 1 ? [] : [`${plain.streams.length} streams`]),
  ]
}

describe('what is called plain data says nothing to the machine', () => {
  it.each(PLAIN)('%s and all its mutations', async (_, pickle) => {
    let plain = 0
    for (const mutant of mutations(pickle, 400)) {
      if (!isPlainData(mutant)) continue
      plain++
      expect(await machineSays(mutant), Buffer.from(mutant).toString('hex')).toEqual([])
    }
    expect(plain).toBeGreaterThan(0)
  })

  it('rows of random opcodes', async () => {
    const random = seededRandom(20_261_122)
    let plain = 0
    for (let round = 0; round < 40_000; round++) {
      const pickle = assemble(proto(2 + random.integer(4)), randomParts(random, 1 + random.integer(9)), 'STOP')
      if (!isPlainData(pickle)) continue
      plain++
      expect(await machineSays(pickle), Buffer.from(pickle).toString('hex')).toEqual([])
    }
    expect(plain).toBeGreaterThan(1000)
  })
})

function randomParts(random: ReturnType<typeof seededRandom>, count: number): Part {
  return Array.from({ length: count }, () => random.pick<Part>(PARTS))
}

const PARTS: [Part, ...Part[]] = [
  'NONE',
  'EMPTY_LIST',
  'EMPTY_DICT',
  'EMPTY_SET',
  'EMPTY_TUPLE',
  'MARK',
  'MARK',
  'TUPLE',
  'TUPLE1',
  'TUPLE2',
  'APPEND',
  'APPENDS',
  'SETITEM',
  'SETITEMS',
  'ADDITEMS',
  'FROZENSET',
  'MEMOIZE',
  'POP',
  'DUP',
  'LIST',
  'DICT',
  put(0),
  put(1),
  get(0),
  get(1),
  integer(5),
  text('x'),
  frame(1),
  frame(4),
]

it('takes the time of the bytes alone', () => {
  const pickle = new Uint8Array(PLAIN_DATA_BYTES).fill(0x28)
  pickle.set([0x80, 4])
  const began = performance.now()
  for (let round = 0; round < 100; round++) isPlainData(pickle)
  // 6.5 MB; a busy machine is given a hundred times what an idle one takes.
  expect(performance.now() - began).toBeLessThan(2000)
})
