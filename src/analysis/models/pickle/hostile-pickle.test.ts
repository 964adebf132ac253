import { describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../../../test/support/random.ts'
import {
  assemble,
  bytes,
  call,
  frame,
  get,
  global,
  integer,
  number4,
  type Part,
  proto,
  put,
  raw,
  sourceOf,
  stackGlobal,
  text,
  tuple,
} from '../../../../test/support/pickle-assembler.ts'
import { inspectPickle } from '../../../formats/pickle/inspect-pickle.ts'
import type { PickleReport } from '../../../formats/pickle/report.ts'
import { judgePickle } from './judge-pickle.ts'

const system = call(global('os', 'system'), text('id'))

/** A random value as a pickler would write it, with everything in it that the machine knows. */
function value(random: Random, depth: number): Part {
  const leaf: readonly [Part, ...Part[]] = [
    'NONE',
    integer(random.integer(2 ** 31)),
    text(random.hex(random.integer(40))),
    ['BINFLOAT', raw([64, 4, 0, 0, 0, 0, 0, 0])],
    ['INT', raw('01\n')],
    ['LONG4', number4(3), raw([1, 2, 3])],
    ['UNICODE', raw('abc\n')],
    bytes(raw(random.hex(20))),
  ]
  if (depth === 0 || random.oneIn(3)) return random.pick(leaf)
  const inner = (): Part => value(random, depth - 1)
  // Functions: only the one that is picked is made.
  return random.pick<() => Part>([
    () => tuple(inner(), inner()),
    () => ['EMPTY_LIST', 'MEMOIZE', 'MARK', inner(), inner(), 'APPENDS'],
    () => ['EMPTY_DICT', put(random.integer(200)), 'MARK', text('k'), inner(), 'SETITEMS'],
    () => call(global('collections', 'OrderedDict'), inner()),
    () => call(stackGlobal('numpy', 'dtype'), text('f8')),
    () => [global('sklearn.svm._classes', 'SVC'), 'EMPTY_TUPLE', 'NEWOBJ', inner(), 'BUILD'],
    () => ['MARK', inner(), 'INST', raw('datetime\ndate\n')],
    () => [tuple(text('storage'), inner()), 'BINPERSID'],
    () => ['EXT1', raw([random.integer(256)])],
    () => [get(random.integer(200)), 'POP', inner()],
  ])()
}

/** A report without the places at which windows began. */
function meaningOf({ readings, ...file }: PickleReport): unknown {
  return { ...file, readings: readings.map(({ starts: _starts, ...reading }) => reading) }
}

describe('mutated pickles', () => {
  it('end in time, without an error, 200 files cut and flipped', async () => {
    const random = seededRandom(20_261_122)
    const toldAsClean: string[] = []
    for (let file = 0; file < 200; file++) {
      const body = assemble(value(random, 9), value(random, 9), 'TUPLE2', 'STOP')
      const content = random.oneIn(2) ? assemble(proto(4), frame(body.length), body) : assemble(proto(2), body)
      for (let mutation = 0; mutation < 50; mutation++) {
        const mutated = Uint8Array.from(
          content.subarray(0, random.oneIn(3) ? random.integer(content.length) : undefined),
        )
        for (let flip = random.integer(4); flip > 0 && mutated.length > 0; flip--) {
          mutated[random.integer(mutated.length)] = random.integer(256)
        }
        const { gaps, report } = await judgePickle(sourceOf(mutated))
        if (!report.readings[0].complete && gaps.length === 0) toldAsClean.push(`${file}/${mutation}`)
      }
    }
    expect(toldAsClean).toEqual([])
  })

  it('mean the same whatever part of them is in memory', async () => {
    const random = seededRandom(3)
    for (let file = 0; file < 200; file++) {
      const body = assemble(value(random, 9), 'POP', value(random, 9), 'STOP')
      const content = Uint8Array.from(assemble(proto(4), frame(random.integer(body.length + 2)), body))
      content[random.integer(content.length)] = random.integer(256)
      const whole = await inspectPickle(sourceOf(content))
      const pieces = await inspectPickle(sourceOf(content), { windowBytes: 128 })
      expect(meaningOf(pieces)).toEqual(meaningOf(whole))
    }
  })

  it('find a payload before the place where they were cut', async () => {
    const random = seededRandom(7)
    for (let file = 0; file < 50; file++) {
      const head = assemble(proto(4), system, 'POP')
      const content = Buffer.concat([head, assemble(value(random, 4), 'STOP')])
      const cut = content.subarray(0, head.length + random.integer(content.length - head.length))
      expect((await judgePickle(sourceOf(cut))).tier).toBe('execution')
    }
  })
})

describe('a megabyte of the worst', () => {
  const repeated = (unit: string | readonly number[], size = 1_000_000): Uint8Array => {
    const one = raw(unit)
    return Buffer.alloc(Math.floor(size / one.length) * one.length, one)
  }
  const cases: readonly (readonly [name: string, content: Uint8Array])[] = [
    ['marks', repeated('(')],
    ['pickles of nothing', repeated('N.')],
    ['pickles with a memo each', repeated('Np0\n.')],
    ['stops', repeated('.')],
    ['memo keys far apart', assemble('NONE', repeated([0x72, 1, 0, 7, 9, 0x72, 0, 9, 9, 200]))],
    [
      'different globals',
      assemble(Array.from({ length: 60_000 }, (_, index) => [global(`m${index}`, 'f'), 'POP'] as const)),
    ],
    ['one global called', assemble(global('m', 'f'), repeated(')R'))],
    ['getattr called on itself', assemble(global('builtins', 'getattr'), repeated(')R'))],
    [
      'getattr called again and again',
      assemble(global('builtins', 'getattr'), put(0), repeated([0x30, 0x68, 0, 0x29, 0x52])),
    ],
    ['tuples in tuples', assemble('NONE', repeated([0x85]))],
    ['a list in itself', assemble('EMPTY_LIST', repeated('2a'))],
    ['BUILD on the same object', assemble(call(global('m', 'f')), repeated('}b'))],
    ['extension codes', repeated([0x83, 1, 2, 0x83, 3, 4])],
    ['persistent ids', repeated('Px\n0')],
    ['lines without an end', repeated('I1')],
    ['lines', repeated('I1\n0')],
    ['frames', assemble(proto(4), repeated([0x95, 1, 0, 0, 0, 0, 0, 0, 0, 0x4e]))],
    ['frames that cross', assemble(proto(4), repeated([0x95, 2, 0, 0, 0, 0, 0, 0, 0, 0x8c, 3, 0x30, 0x30, 0x30]))],
    ['computed globals', repeated([0x4e, 0x4e, 0x93, 0x30])],
    [
      'names far away',
      assemble(
        text('m'),
        put(0),
        text('f'),
        put(1),
        repeated('N0', 600_000),
        repeated([0x68, 0, 0x68, 1, 0x93, 0x30], 900_000),
      ),
    ],
    ['pickles loaded in pickles', nested(200)],
    ['escapes', assemble('STRING', raw("'"), repeated('\\x41'), raw("'\n"), 'STOP')],
    ['a number of many digits', assemble('LONG4', number4(900_000), repeated([0xff], 900_000), 'STOP')],
  ]

  it.each(cases)('%s', async (_name, content) => {
    const started = performance.now()
    await judgePickle(sourceOf(content))
    // Most take 20 to 200 ms; the bound only tells linear from quadratic on a busy machine.
    expect(performance.now() - started).toBeLessThan(8000)
  })
})

function nested(levels: number): Uint8Array {
  let content = assemble(system, 'STOP')
  for (let level = 0; level < levels; level++) {
    content = assemble(call(global('torch.storage', '_load_from_bytes'), bytes(content)), 'STOP')
  }
  return content
}

describe('limits that were reached', () => {
  it('are told: pickles nested deeper than they are followed', async () => {
    const { gaps, tier } = await judgePickle(sourceOf(nested(20)))
    expect([gaps, tier]).toEqual([['pickles are nested deeper than 6'], 'unknown'])
  })

  it('are not reached by a payload behind twenty thousand decoys', async () => {
    const decoys = Array.from({ length: 25_000 }, (_, index) => [global(`m${index}`, 'f'), 'POP'] as const)
    const { gaps, incidents, tier } = await judgePickle(
      sourceOf(assemble(decoys, call(global('pickle', 'loads'), bytes(raw('N.'))), 'STOP')),
    )
    expect([tier, gaps.length > 0, incidents[0]?.subject]).toEqual(['capability', true, 'pickle.loads'])
  })
})
