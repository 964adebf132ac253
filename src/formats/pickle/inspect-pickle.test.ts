import { describe, expect, it } from 'vitest'
import {
  assemble,
  bytes,
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
  stackGlobal,
  text,
  tuple,
} from '../../../test/support/pickle-assembler.ts'
import { decompile, decompileCall } from './decompile.ts'
import { inspectPickle } from './inspect-pickle.ts'
import { Op, opcodeName, SHAPES } from './opcodes.ts'
import type { PickleReport, ReadingReport } from './report.ts'

async function plain(...parts: readonly Part[]): Promise<ReadingReport> {
  const report = await inspectPickle(sourceOf(assemble(...parts)), { interestOf: () => 'every' })
  return report.readings[0]
}

/** What a loader would give back, as a line of Python. */
async function valueOf(...parts: readonly Part[]): Promise<string> {
  const { streams, notes } = await plain(...parts, 'STOP')
  expect(notes.map(({ code }) => code)).toEqual([])
  const value = streams[0]?.value
  return value === undefined ? 'nothing' : decompile(value)
}

/** A report without the places at which windows began. */
function meaningOf({ readings, ...file }: PickleReport): unknown {
  return { ...file, readings: readings.map(({ starts: _starts, ...reading }) => reading) }
}

const f = global('m', 'f')
const mark: Part = 'MARK'

describe('each opcode', () => {
  const cases: readonly (readonly [name: string, parts: readonly Part[], value: string])[] = [
    ['NONE', ['NONE'], 'None'],
    ['NEWTRUE', ['NEWTRUE'], 'True'],
    ['NEWFALSE', ['NEWFALSE'], 'False'],
    ['INT', ['INT', raw('-42\n')], '-42'],
    ['INT true', ['INT', raw('01\n')], 'True'],
    ['INT false', ['INT', raw('00\n')], 'False'],
    ['BININT', ['BININT', number4(-2)], '-2'],
    ['BININT1', ['BININT1', raw([200])], '200'],
    ['BININT2', ['BININT2', raw([1, 2])], '513'],
    ['LONG', ['LONG', raw('123456789012345678901L\n')], '123456789012345678901'],
    ['LONG1 negative', ['LONG1', raw([2, 0x00, 0xff])], '-256'],
    ['LONG1 empty', ['LONG1', raw([0])], '0'],
    ['LONG4', ['LONG4', number4(1), raw([5])], '5'],
    ['FLOAT', ['FLOAT', raw('1.5\n')], '1.5'],
    ['BINFLOAT', ['BINFLOAT', raw([0x40, 0x04, 0, 0, 0, 0, 0, 0])], '2.5'],
    ['STRING', ['STRING', raw("'o\\x73\\163'\n")], "'oss'"],
    ['BINSTRING', ['BINSTRING', number4(2), raw('ab')], "'ab'"],
    ['SHORT_BINSTRING', ['SHORT_BINSTRING', raw([2]), raw('ab')], "'ab'"],
    ['UNICODE', ['UNICODE', raw('a\\u20acb\n')], "'a€b'"],
    ['BINUNICODE', ['BINUNICODE', number4(3), raw([0xe2, 0x82, 0xac])], "'€'"],
    ['SHORT_BINUNICODE', ['SHORT_BINUNICODE', raw([1]), raw('a')], "'a'"],
    ['BINUNICODE8', ['BINUNICODE8', number8(1), raw('a')], "'a'"],
    ['BINBYTES', ['BINBYTES', number4(2), raw([0, 65])], "b'\\x00A'"],
    ['SHORT_BINBYTES', ['SHORT_BINBYTES', raw([1]), raw('a')], "b'a'"],
    ['BINBYTES8', ['BINBYTES8', number8(1), raw('a')], "b'a'"],
    ['BYTEARRAY8', ['BYTEARRAY8', number8(1), raw('a')], "b'a'"],
    ['EMPTY_TUPLE', ['EMPTY_TUPLE'], '()'],
    ['TUPLE', [mark, 'NONE', 'NEWTRUE', 'TUPLE'], '(None, True)'],
    ['TUPLE1', ['NONE', 'TUPLE1'], '(None,)'],
    ['TUPLE2', ['NONE', 'NEWTRUE', 'TUPLE2'], '(None, True)'],
    ['TUPLE3', ['NONE', 'NEWTRUE', 'NEWFALSE', 'TUPLE3'], '(None, True, False)'],
    ['EMPTY_LIST', ['EMPTY_LIST'], '[]'],
    ['LIST', [mark, 'NONE', 'LIST'], '[None]'],
    ['APPEND', ['EMPTY_LIST', 'NONE', 'APPEND'], '[None]'],
    ['APPENDS', ['EMPTY_LIST', mark, 'NONE', 'NEWTRUE', 'APPENDS'], '[None, True]'],
    ['EMPTY_DICT', ['EMPTY_DICT'], '{}'],
    ['DICT', [mark, text('a'), 'NONE', 'DICT'], "{'a': None}"],
    ['SETITEM', ['EMPTY_DICT', text('a'), 'NONE', 'SETITEM'], "{'a': None}"],
    ['SETITEMS', ['EMPTY_DICT', mark, text('a'), 'NONE', 'SETITEMS'], "{'a': None}"],
    ['EMPTY_SET', ['EMPTY_SET'], 'set()'],
    ['ADDITEMS', ['EMPTY_SET', mark, 'NONE', 'ADDITEMS'], '{None}'],
    ['FROZENSET', [mark, 'NONE', 'FROZENSET'], 'frozenset({None})'],
    ['POP', ['NONE', 'NEWTRUE', 'POP'], 'None'],
    ['POP on a mark', ['NONE', mark, 'POP'], 'None'],
    ['POP_MARK', ['NONE', mark, 'NEWTRUE', 'NEWTRUE', 'POP_MARK'], 'None'],
    ['DUP', ['NONE', 'DUP', 'TUPLE2'], '(None, None)'],
    ['PUT and GET', ['NEWTRUE', 'PUT', raw('7\n'), 'POP', 'GET', raw('7\n')], 'True'],
    ['BINPUT and BINGET', ['NEWTRUE', put(7), 'POP', get(7)], 'True'],
    [
      'LONG_BINPUT and LONG_BINGET',
      ['NONE', 'LONG_BINPUT', number4(99_999), 'POP', 'LONG_BINGET', number4(99_999)],
      'None',
    ],
    ['MEMOIZE', ['NEWTRUE', 'MEMOIZE', 'NONE', 'MEMOIZE', 'POP', 'POP', get(1), get(0), 'TUPLE2'], '(None, True)'],
    ['GLOBAL', [global('os', 'system')], 'os.system'],
    ['STACK_GLOBAL', [stackGlobal('os', 'system')], 'os.system'],
    ['REDUCE', [call(global('os', 'system'), text('id'))], "os.system('id')"],
    ['INST', [mark, text('id'), 'INST', raw('os\nsystem\n')], "os.system('id')"],
    ['OBJ', [mark, global('os', 'system'), text('id'), 'OBJ'], "os.system('id')"],
    ['NEWOBJ', [f, tuple(text('a')), 'NEWOBJ'], "m.f('a')"],
    ['NEWOBJ_EX', [f, tuple(text('a')), 'EMPTY_DICT', 'NEWOBJ_EX'], "m.f('a')"],
    ['BUILD', [call(f), 'EMPTY_DICT', 'BUILD'], 'm.f()'],
    ['PERSID', ['PERSID', raw('some id\n')], "persistent_load('some id')"],
    ['BINPERSID', [tuple(text('storage'), integer(3)), 'BINPERSID'], "persistent_load(('storage', 3))"],
    ['EXT1', ['EXT1', raw([5])], 'copyreg._inverted_registry[5]'],
    ['EXT2', ['EXT2', raw([0, 1])], 'copyreg._inverted_registry[256]'],
    ['EXT4', ['EXT4', number4(70_000)], 'copyreg._inverted_registry[70000]'],
    ['PROTO', [proto(5), 'NONE'], 'None'],
    ['FRAME', [proto(4), frame(2), 'NONE'], 'None'],
    ['NEXT_BUFFER and READONLY_BUFFER', [proto(5), 'NEXT_BUFFER', 'READONLY_BUFFER'], 'next(buffers)'],
    ['STOP', ['NONE', 'NEWTRUE'], 'True'],
  ]

  it.each(cases)('%s', async (_name, parts, value) => {
    expect(await valueOf(...parts)).toBe(value)
  })

  it('is in the table', () => {
    const used = new Set(assembledNames(cases.flatMap(([, parts]) => parts)))
    expect(Object.keys(Op).filter((name) => !used.has(name) && name !== 'STOP')).toEqual([])
    expect(Object.keys(Op)).toHaveLength(68)
    expect([...SHAPES].filter((shape) => shape !== 0)).toHaveLength(68)
    expect(opcodeName(0)).toBeUndefined()
  })
})

function assembledNames(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [part]
    return part instanceof Uint8Array ? [] : assembledNames(part as readonly Part[])
  })
}

describe('globals', () => {
  it.each([
    [0, 'commands', 'getoutput', 'subprocess.getoutput'],
    [2, '__builtin__', 'eval', 'builtins.eval'],
    [2, '__builtin__', 'reduce', 'functools.reduce'],
    [2, 'copy_reg', '_reconstructor', 'copyreg._reconstructor'],
    [2, 'exceptions', 'ValueError', 'builtins.ValueError'],
    [2, 'os', 'system', 'os.system'],
    [3, 'commands', 'getoutput', 'commands.getoutput'],
    [4, '__builtin__', 'eval', '__builtin__.eval'],
  ] as const)('of protocol %i: %s.%s is %s', async (protocol, module, name, expected) => {
    const [found] = (await plain(proto(protocol), global(module, name), 'STOP')).globals
    expect(`${found?.module}.${found?.name}`).toBe(expected)
    const renamed = expected !== `${module}.${name}`
    expect(found?.written).toEqual(renamed ? { module, name } : undefined)
  })

  it('are counted once for each name, with their calls', async () => {
    const { globals } = await plain(call(f), call(f), f, global('m', 'g'), 'STOP')
    expect(globals.map(({ name, count, calls }) => [name, count, calls])).toEqual([
      ['f', 3, 2],
      ['g', 1, 0],
    ])
  })

  it.each([
    ['a call', [call(global('m', 'join'), text('os')), text('system')]],
    ['bytes', [bytes(raw('os')), text('system')]],
    ['a number', [integer(1), text('system')]],
    ['an entry of the memo that is not there', [get(9), text('system')]],
    ['a tuple', [tuple(text('os')), text('system')]],
  ] as const)('are computed when an operand is %s', async (_what, operands) => {
    const { computed, globals } = await plain(...operands, 'STACK_GLOBAL', 'STOP')
    expect(computed.count).toBe(1)
    expect(globals.map(({ name }) => name)).not.toContain('system')
  })

  it('are found through the memo whatever stands between', async () => {
    const decoys: Part = [text('json'), text('dumps'), 'POP', mark, text('x'), 'POP_MARK', integer(3), 'POP']
    const { globals } = await plain(
      text('os'),
      put(1),
      'POP',
      text('system'),
      'DUP',
      put(2),
      decoys,
      'POP',
      get(1),
      get(2),
      'STACK_GLOBAL',
      'STOP',
    )
    expect(globals.map(({ module, name }) => `${module}.${name}`)).toEqual(['os.system'])
  })

  it('are found when their names stand megabytes before', async () => {
    const filler = Array.from({ length: 300_000 }, () => [integer(1), 'POP'] as const)
    const { globals } = await plain(
      proto(4),
      text('os'),
      'MEMOIZE',
      text('system'),
      'MEMOIZE',
      filler,
      get(0),
      get(1),
      'STACK_GLOBAL',
      'STOP',
    )
    expect(globals.map(({ module, name }) => `${module}.${name}`)).toEqual(['os.system'])
  })

  it('are found on every edge of the window', async () => {
    for (let shift = 0; shift < 64; shift++) {
      const filler = bytes(new Uint8Array(2 ** 20 + 8 * 1024 - 64 + shift))
      const { globals, complete } = await plain(filler, global('os', 'system'), 'STOP')
      expect([globals[0]?.name, complete]).toEqual(['system', true])
    }
  })

  it('can stand in a line of megabytes', async () => {
    const { globals, complete } = await plain(
      'UNICODE',
      raw('x'.repeat(3_000_000)),
      raw('\n'),
      'POP',
      global('os', 'system'),
      'STOP',
    )
    expect([globals[0]?.name, complete]).toEqual(['system', true])
  })
})

describe('streams', () => {
  it('follow each other, each with a memo of its own', async () => {
    const report = await inspectPickle(
      sourceOf(assemble(text('os'), put(0), 'STOP', get(0), text('system'), 'STACK_GLOBAL', 'STOP')),
    )
    const [own, carried] = report.readings
    expect(own.streams.map(({ end }) => end)).toEqual(['stop', 'stop'])
    expect(own.globals).toEqual([])
    expect(own.notes.map(({ code }) => code)).toEqual(['memo-missing'])
    expect(carried?.reading).toBe('carried-memo')
    expect(carried?.globals.map(({ module, name }) => `${module}.${name}`)).toEqual(['os.system'])
  })

  it('tell where the data behind them begins', async () => {
    const { trailing, complete, streamCount } = await plain('NONE', 'STOP', raw([0, 1, 2, 3]))
    expect([trailing, complete, streamCount]).toEqual([{ offset: 2, length: 4 }, true, 1])
  })

  it('forget what random bytes behind them seemed to mean', async () => {
    const { trailing, calls, notes } = await plain('NONE', 'STOP', 'NONE', 'NONE', 'REDUCE', raw([0xff]))
    expect([trailing?.length, calls, notes]).toEqual([4, [], []])
  })

  it('keep a name that was meant in a broken one', async () => {
    const { globals, complete } = await plain('NONE', 'STOP', global('os', 'system'), raw([0xff]))
    expect([globals[0]?.name, complete]).toEqual(['system', false])
  })

  it('tell what a loader gives back: the magic number of torch before 1.6', async () => {
    const magic = raw([0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19])
    const { streams } = await plain(proto(2), 'LONG1', raw([10]), magic, 'STOP', integer(1001), 'STOP')
    expect(streams.map(({ value }) => value && decompile(value))).toEqual(['119547037146038801333356', '1001'])
  })
})

describe('frames', () => {
  it('that are honest give one reading', async () => {
    const report = await inspectPickle(sourceOf(assemble(proto(4), frame(2), 'NONE', 'STOP')))
    expect(report.readings.map(({ reading }) => reading)).toEqual(['plain'])
    expect(report.readings[0].notes).toEqual([])
  })

  it('end before bytes that the C pickler writes outside', async () => {
    const report = await inspectPickle(
      sourceOf(assemble(proto(4), frame(1), 'NONE', bytes(new Uint8Array(70_000)), frame(2), 'TUPLE2', 'STOP')),
    )
    expect(report.readings).toHaveLength(1)
    expect(report.readings[0].notes).toEqual([])
  })

  it('that an operand crosses give the buffered reading too', async () => {
    const inside = assemble('SHORT_BINUNICODE', raw([3]), raw('x'))
    const content = assemble(proto(4), frame(inside.length), inside, raw('os!'), text('system'), 'POP', 'STOP')
    const report = await inspectPickle(sourceOf(content))
    expect(report.readings.map(({ reading }) => reading)).toEqual(['plain', 'buffered-frames'])
    expect(report.readings[0].notes.map(({ code }) => code)).toContain('frame-crossed')
    expect(report.readings[1]?.streams[0]?.value).toMatchObject({ kind: 'constant', text: 'os!' })
    expect(report.readings[0].streams[0]?.value).not.toMatchObject({ text: 'os!' })
  })

  it('hide a global from linear readers', async () => {
    // In the frame: a text of 10 bytes of which 1 fits. Linear: 'y' + 9 bytes; buffered: the 10 bytes behind the frame.
    const tail = assemble(raw('0123456789'), 'POP', global('os', 'system'), 'STOP')
    const head = assemble('SHORT_BINUNICODE', raw([10]), raw('y'))
    const report = await inspectPickle(sourceOf(assemble(proto(4), frame(head.length), head, tail)))
    expect(report.readings[1]?.globals.map(({ name }) => name)).toEqual(['system'])
    expect(report.readings[0].globals).toEqual([])
  })

  it('end in the middle of names whose lines are longer than the window', async () => {
    const long = 'x'.repeat(600)
    const lines = raw(`${long}\n${long}\n${long}\n${long}\n${long}\n`)
    for (const length of [300, 601, 602, 700, 1202, 1203, 1300]) {
      const content = assemble(proto(4), frame(length), 'GLOBAL', lines, 'STOP')
      const pieces = await inspectPickle(sourceOf(content), { windowBytes: 128 })
      expect(meaningOf(pieces)).toEqual(meaningOf(await inspectPickle(sourceOf(content))))
    }
  })

  it.each([
    ['longer than the file', [proto(4), frame(1000), 'NONE', 'STOP'], 'frame-overlong'],
    [
      'in another frame',
      [proto(4), frame(12), frame(2), 'NONE', 'NONE', 'POP', 'NONE', 'POP', 'NONE', 'POP', 'NONE', 'POP', 'STOP'],
      'frame-nested',
    ],
  ] as const)('%s are noted', async (_what, parts, code) => {
    expect((await plain(...parts)).notes.map((note) => note.code)).toContain(code)
  })
})

describe('broken streams keep what was found', () => {
  const evil = call(global('os', 'system'), text('id'))
  it.each([
    ['cut', [evil], 'truncated'],
    ['cut in a length', [evil, 'BINUNICODE', raw([1, 0])], 'truncated'],
    ['cut in text', [evil, 'BINUNICODE', number4(100), raw('abc')], 'truncated'],
    ['a line without an end', [evil, 'UNICODE', raw('abc')], 'truncated'],
    ['no opcode', [evil, raw([0xff])], 'invalid-opcode'],
    ['negative length of BINSTRING', [evil, 'BINSTRING', number4(-5), raw('abcde')], 'negative-length'],
    ['negative length of LONG4', [evil, 'LONG4', number4(-1), raw('abcde')], 'negative-length'],
    ['length beyond every file', [evil, 'BINBYTES8', raw([255, 255, 255, 255, 255, 255, 255, 255])], 'truncated'],
  ] as const)('%s', async (_what, parts, code) => {
    const { globals, calls, notes, complete } = await plain(...parts)
    expect(globals.map(({ name }) => name)).toEqual(['system'])
    expect(calls.map(decompileCall)).toEqual(["os.system('id')"])
    expect([notes.map((note) => note.code), complete]).toEqual([[code], false])
  })

  it.each([
    ['nothing to reduce', ['REDUCE', 'STOP']],
    ['nothing to pop', ['POP', 'POP', 'NONE', 'STOP']],
    ['no mark', ['TUPLE', 'STOP']],
    ['a mark in the way', ['NONE', 'NONE', 'MARK', 'REDUCE', 'STOP']],
    ['nothing to stop with', ['STOP']],
  ] as const)('with %s', async (_what, parts) => {
    expect((await plain(...parts, evil, 'STOP')).notes.map(({ code }) => code)).toContain('stack-underflow')
  })

  it('with a memo key that is no number', async () => {
    const { notes, globals } = await plain('NONE', 'PUT', raw('x\n'), 'GET', raw('-1\n'), evil, 'STOP')
    expect([notes.map(({ code }) => code), globals.length]).toEqual([['memo-key'], 1])
  })
})

describe('joblib', () => {
  const dtype = (code: string): Part => call(global('numpy', 'dtype'), text(code))
  const wrapper = (code: string, shape: readonly number[], aligned: boolean): Part => [
    [global('joblib.numpy_pickle', 'NumpyArrayWrapper'), 'EMPTY_TUPLE', 'NEWOBJ', 'EMPTY_DICT', 'MARK'],
    [text('shape'), tuple(...shape.map(integer)), text('dtype'), dtype(code)],
    aligned ? [text('numpy_array_alignment_bytes'), integer(16)] : [],
    ['SETITEMS', 'BUILD'],
  ]

  it.each([
    ['without padding', [wrapper('<f8', [2, 2], false), new Uint8Array(32)]],
    ['with padding', [wrapper('f4', [3], true), raw([2, 0xff, 0xff]), new Uint8Array(12)]],
    ['text of four bytes a character', [wrapper('<U3', [2], false), new Uint8Array(24)]],
    ['a scalar', [wrapper('i8', [], false), new Uint8Array(8)]],
  ] as const)('arrays are passed over: %s', async (_what, parts) => {
    const { globals, complete, notes } = await plain(...parts, 'POP', global('os', 'system'), 'STOP')
    expect(globals.map(({ name }) => name)).toContain('system')
    expect([complete, notes]).toEqual([true, []])
  })

  it('arrays of objects are pickles of their own', async () => {
    const inner: Part = [proto(4), text('a'), 'MEMOIZE', 'POP', get(0), 'STOP']
    const { streams, complete } = await plain(
      text('b'),
      'MEMOIZE',
      wrapper('|O', [2], false),
      inner,
      'POP',
      get(0),
      'STOP',
    )
    expect(streams).toHaveLength(2)
    expect(complete).toBe(true)
    expect(streams[1]?.value).toMatchObject({ text: 'a' })
    expect(streams[0]?.value).toMatchObject({ text: 'b' })
  })

  it('code in the place of an array is found as pickle.load reads it', async () => {
    const hidden = assemble('POP', call(global('os', 'system'), text('id')), 'STOP')
    const report = await inspectPickle(sourceOf(assemble(wrapper('u1', [hidden.length], false), hidden, 'STOP')))
    expect(report.readings.map(({ reading }) => reading)).toEqual(['plain', 'arrays-as-opcodes'])
    expect(report.readings[0].globals.map(({ name }) => name)).not.toContain('system')
    expect(report.readings[1]?.globals.map(({ name }) => name)).toContain('system')
  })

  it('an array of unknown length is a gap', async () => {
    const { complete, notes } = await plain(wrapper('mystery type', [2], false), 'STOP')
    expect([complete, notes.map(({ code }) => code)]).toEqual([false, ['array-length']])
  })
})
