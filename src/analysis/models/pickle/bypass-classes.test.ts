import { deflateSync } from 'node:zlib'
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
  type Part,
  pop,
  proto,
  put,
  raw,
  sourceOf,
  stackGlobal,
  text,
  tuple,
} from '../../../../test/support/pickle-assembler.ts'
import { judgePickle } from './judge-pickle.ts'

/** The ways around pickle scanners that are known in autumn 2026, each as smallest cases and with a twin that is harmless. */
interface BypassClass {
  readonly number: number
  readonly name: string
  readonly evil: readonly (readonly Part[])[]
  readonly twin: readonly (readonly Part[])[]
}

const STOP: Part = 'STOP'
const system = call(global('os', 'system'), text('id'))
const ordered = call(global('collections', 'OrderedDict'))
const legacyBytes = (content: Uint8Array): Part =>
  call(global('_codecs', 'encode'), text(Buffer.from(content).toString('latin1')), text('latin1'))

const evilPickle = assemble(proto(2), system, STOP)
const goodPickle = assemble(proto(2), ordered, STOP)

/** A text that begins in its frame and of which a buffered reader takes all from behind the frame. */
const crossing = (behind: Part): readonly Part[] => [
  proto(4),
  frame(3),
  'SHORT_BINUNICODE',
  raw([10]),
  raw('y'),
  raw('0123456789'),
  pop,
  behind,
  STOP,
]

const wrapper = (length: number): Part => [
  global('joblib.numpy_pickle', 'NumpyArrayWrapper'),
  ['EMPTY_TUPLE', 'NEWOBJ', 'EMPTY_DICT', 'MARK', text('shape'), tuple(integer(length))],
  [text('dtype'), call(global('numpy', 'dtype'), text('u1')), 'SETITEMS', 'BUILD'],
]

const CLASSES: readonly BypassClass[] = [
  {
    number: 1,
    name: 'a callable on no list of names to deny',
    evil: [
      [call(global('pip', 'main'), tuple(text('install'), text('x'))), STOP],
      [call(global('timeit', 'timeit'), text('1')), STOP],
      [call(global('numpy.testing._private.utils', 'runstring'), text('1'), 'EMPTY_DICT'), STOP],
    ],
    twin: [
      [ordered, STOP],
      [call(global('builtins', 'set'), 'EMPTY_LIST'), STOP],
    ],
  },
  {
    number: 2,
    name: 'a resolver that turns text into a callable, even uncalled',
    evil: [
      [call(global('pkgutil', 'resolve_name'), text('os:system')), STOP],
      [global('pydoc', 'locate'), STOP],
      [call(global('operator', 'attrgetter'), text('system.__globals__')), STOP],
      [global('operator', 'attrgetter'), STOP],
    ],
    twin: [[call(global('operator', 'itemgetter'), integer(0)), STOP]],
  },
  {
    number: 3,
    name: 'a submodule or a method of a denied module',
    evil: [
      [call(global('asyncio.unix_events', '_UnixSubprocessTransport._start'), 'NONE'), STOP],
      [global('idlelib.run', 'Executive.runcode'), STOP],
      [global('torch.utils.bottleneck.__main__', 'run_cprofile'), STOP],
    ],
    twin: [[call(global('torch._utils', '_rebuild_parameter'), 'NONE', 'NEWTRUE', ordered), STOP]],
  },
  {
    number: 4,
    name: 'a dotted attribute through a harmless module',
    evil: [
      [proto(4), call(stackGlobal('torch', 'serialization.os.system'), text('id')), STOP],
      [proto(4), call(stackGlobal('numpy', 'ctypeslib.load_library'), text('x')), STOP],
      [proto(4), call(stackGlobal('pathlib', 'Path.write_text'), text('x')), STOP],
    ],
    twin: [[proto(4), call(stackGlobal('pathlib', 'PosixPath'), text('x')), STOP]],
  },
  {
    number: 5,
    name: 'the dict of builtins of a module',
    evil: [
      [proto(4), call(stackGlobal('numpy', '__builtins__.get'), text('eval')), STOP],
      [proto(4), stackGlobal('collections', 'OrderedDict.__init__.__globals__'), STOP],
      [call(global('builtins', 'getattr'), global('collections', 'OrderedDict'), text('__dict__')), STOP],
    ],
    twin: [[call(global('builtins', 'getattr'), global('torch.nn.modules.linear', 'Linear'), text('forward')), STOP]],
  },
  {
    number: 6,
    name: 'BUILD and SETITEM as a way to change what was imported',
    evil: [
      [global('collections', 'OrderedDict'), 'EMPTY_DICT', text('x'), text('y'), 'SETITEM', 'BUILD', STOP],
      [global('torch', 'float32'), text('x'), 'NONE', 'SETITEM', STOP],
      [call(global('torch._utils', '_rebuild_tensor_v2'), 'NONE'), integer(9), 'NONE', 'SETITEM', STOP],
    ],
    twin: [
      [ordered, text('x'), 'NONE', 'SETITEM', STOP],
      [call(global('torch.nn.modules.linear', 'Linear')), 'EMPTY_DICT', 'BUILD', STOP],
    ],
  },
  {
    number: 7,
    name: 'memo entries filled after DUP, GET and POP',
    evil: [
      [text('os'), 'DUP', put(0), pop, pop, text('system'), put(1), pop, get(0), get(1), 'STACK_GLOBAL', STOP],
      [text('os'), put(0), text('x'), pop, put(1), pop, get(1), text('system'), 'STACK_GLOBAL', STOP],
    ],
    twin: [[text('collections'), 'DUP', put(0), pop, pop, get(0), text('OrderedDict'), 'STACK_GLOBAL', STOP]],
  },
  {
    number: 8,
    name: 'decoys before STACK_GLOBAL',
    evil: [
      [text('os'), text('system'), text('json'), pop, 'MARK', text('dumps'), 'POP_MARK', 'STACK_GLOBAL', STOP],
      [text('os'), 'MARK', text('a'), text('b'), 'POP_MARK', text('system'), 'STACK_GLOBAL', STOP],
    ],
    twin: [[text('collections'), 'MARK', text('os'), text('system'), 'POP_MARK', text('deque'), 'STACK_GLOBAL', STOP]],
  },
  {
    number: 9,
    name: 'memo keys made to break the reader',
    evil: [
      [get(9), pop, 'PUT', raw('x\n'), 'NONE', 'LONG_BINPUT', raw([255, 255, 255, 255]), system, STOP],
      ['GET', raw('99999999999999999999\n'), pop, system, STOP],
    ],
    twin: [['NONE', 'LONG_BINPUT', raw([255, 255, 255, 255]), 'LONG_BINGET', raw([255, 255, 255, 255]), ordered, STOP]],
  },
  {
    number: 10,
    name: 'a memo carried over to the next pickle',
    evil: [
      [text('os'), put(0), STOP, get(0), text('system'), 'STACK_GLOBAL', STOP],
      [text('pickle'), put(0), STOP, get(0), text('loads'), 'STACK_GLOBAL', STOP],
      [call(global('builtins', 'str'), 'NONE'), put(0), STOP, text('os'), get(0), 'STACK_GLOBAL', STOP],
      [text('os'), 'MEMOIZE', STOP, text('collections'), 'MEMOIZE', pop, get(0), text('system'), 'STACK_GLOBAL', STOP],
    ],
    twin: [
      [text('a'), 'MEMOIZE', STOP, text('collections'), 'MEMOIZE', pop, get(0), text('deque'), 'STACK_GLOBAL', STOP],
    ],
  },
  {
    number: 11,
    name: 'names put together while loading',
    evil: [
      [call(global('builtins', 'str'), bytes(raw('os')), text('utf8')), text('system'), 'STACK_GLOBAL', STOP],
      [text('os'), call(global('builtins', 'chr'), integer(115)), 'STACK_GLOBAL', STOP],
    ],
    twin: [[call(global('builtins', 'str'), bytes(raw('os')), text('utf8')), STOP]],
  },
  {
    number: 12,
    name: 'the extension registry',
    evil: [
      ['EXT1', raw([7]), STOP],
      [call(global('copyreg', 'add_extension'), text('os'), text('system'), integer(7)), 'EXT2', raw([7, 0]), STOP],
    ],
    twin: [[integer(7), STOP]],
  },
  {
    number: 13,
    name: 'frames that readers understand in different ways',
    evil: [crossing(system), crossing('NONE')],
    twin: [[proto(4), frame(2), 'NONE', STOP]],
  },
  {
    number: 14,
    name: 'a stream broken behind the payload',
    evil: [
      [system, raw([0xff])],
      [proto(2), system],
    ],
    twin: [[ordered, STOP]],
  },
  {
    number: 15,
    name: 'another container in the bytes that are loaded',
    evil: [
      [call(global('pickle', 'loads'), call(global('zlib', 'decompress'), bytes(deflateSync(evilPickle)))), STOP],
      [
        call(
          global('pickle', 'loads'),
          call(global('base64', 'b64decode'), bytes(raw(Buffer.from(evilPickle).toString('base64')))),
        ),
        STOP,
      ],
    ],
    twin: [[bytes(deflateSync(evilPickle)), STOP]],
  },
  {
    number: 16,
    name: 'no magic number and no name to go by',
    evil: [[raw("(S'id'\nios\nsystem\n.")], [raw("cposix\nsystem\n(S'id'\ntR.")]],
    twin: [[raw("(S'a'\nI1\nd.")]],
  },
  {
    number: 17,
    name: 'a zip whose headers lie, given to a loader',
    evil: [[call(global('torch', 'load'), call(global('_io', 'BytesIO'), bytes(raw('PK\x03\x04 anything')))), STOP]],
    twin: [[call(global('_io', 'BytesIO'), bytes(raw('PK\x03\x04 anything'))), STOP]],
  },
  {
    number: 18,
    name: 'a pickle before a zip',
    evil: [[system, STOP, raw('PK\x03\x04\x14\x00\x00\x00')]],
    twin: [[ordered, STOP, raw('PK\x03\x04\x14\x00\x00\x00')]],
  },
  {
    number: 19,
    name: 'the magic number of old torch files computed by a call',
    evil: [
      [
        proto(2),
        call(global('builtins', 'eval'), text('0x1950a86a20f9469cfc6c')),
        STOP,
        integer(1001),
        STOP,
        ordered,
        STOP,
      ],
    ],
    twin: [
      [
        proto(2),
        'LONG1',
        raw([10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]),
        STOP,
        integer(1001),
        STOP,
      ],
    ],
  },
  {
    number: 20,
    name: 'a loader in the pickle',
    evil: [
      [call(global('torch.storage', '_load_from_bytes'), bytes(evilPickle)), STOP],
      [call(global('torch.storage', '_load_from_bytes'), legacyBytes(evilPickle)), STOP],
      [call(global('dill', 'loads'), bytes(goodPickle)), STOP],
      [call(global('numpy', 'load'), text('x.npy')), STOP],
      [call(global('pandas', 'read_pickle'), text('http://example.test/x')), STOP],
    ],
    twin: [
      [call(global('torch.storage', '_load_from_bytes'), bytes(goodPickle)), STOP],
      [call(global('torch.storage', '_load_from_bytes'), legacyBytes(goodPickle)), STOP],
    ],
  },
  {
    number: 21,
    name: 'a call whose result is thrown away',
    evil: [
      ['MARK', global('os', 'system'), text('id'), 'OBJ', pop, ordered, STOP],
      [raw('('), text('id'), 'INST', raw('os\nsystem\n'), pop, 'NONE', STOP],
    ],
    twin: [['MARK', global('collections', 'OrderedDict'), 'OBJ', pop, 'NONE', STOP]],
  },
  {
    number: 22,
    name: 'one finding that switches off another',
    evil: [[call(global('unknown_package', 'Model')), pop, raw('c'), raw('weird\nname\n'), pop, system, STOP]],
    twin: [[call(global('sklearn.pipeline', 'Pipeline')), STOP]],
  },
  {
    number: 23,
    name: 'a pickle that imports the scanner',
    evil: [[global('picklescan.scanner', '_safe_globals'), 'EMPTY_DICT', 'BUILD', STOP]],
    twin: [[ordered, 'EMPTY_DICT', 'BUILD', STOP]],
  },
  {
    number: 24,
    name: 'a loader that fails behind the payload',
    evil: [
      [system, 'NONE', 'EMPTY_TUPLE', 'REDUCE', STOP],
      [system, pop, pop, pop, STOP],
    ],
    twin: [[ordered, STOP]],
  },
  {
    number: 25,
    name: 'doubling, nesting and padding',
    evil: [
      [
        'EMPTY_LIST',
        Array.from({ length: 200 }, (): Part => ['DUP', 'DUP', 'TUPLE2', 'APPEND', 'DUP', 'TUPLE1']),
        system,
        STOP,
      ],
      [raw('('.repeat(700_000)), raw('t'.repeat(700_000)), system, STOP],
      [raw('N0'.repeat(1_000_000)), system, STOP],
      [raw('N'.repeat(3_000_000)), system, STOP],
      [raw(']'.repeat(1_500_000)), raw('a'.repeat(1_499_999)), system, STOP],
    ],
    twin: [['EMPTY_LIST', Array.from({ length: 200 }, (): Part => ['DUP', 'TUPLE1']), STOP]],
  },
  {
    number: 26,
    name: 'names of Python 2',
    evil: [
      [call(global('__builtin__', 'eval'), text('1')), STOP],
      [call(global('commands', 'getoutput'), text('id')), STOP],
      [call(global('urllib2', 'urlopen'), text('http://example.test')), STOP],
      [call(global('__builtin__', 'execfile'), text('x')), STOP],
    ],
    twin: [
      [
        call(
          global('copy_reg', '_reconstructor'),
          global('__builtin__', 'object'),
          global('__builtin__', 'object'),
          'NONE',
        ),
        STOP,
      ],
    ],
  },
]

describe('ways around a pickle scanner', () => {
  it('has all 26 classes', () => {
    expect(CLASSES.map(({ number }) => number)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1))
  })

  const evil = CLASSES.flatMap(({ number, name, evil }) => evil.map((parts, index) => ({ number, name, index, parts })))
  it.each(evil)('class $number, case $index, $name: found', async ({ parts }) => {
    const { tier, incidents } = await judgePickle(sourceOf(assemble(...parts)))
    expect(['capability', 'execution']).toContain(tier)
    expect(incidents[0]?.tier).toBe(tier)
  })

  const twins = CLASSES.flatMap(({ number, name, twin }) =>
    twin.map((parts, index) => ({ number, name, index, parts })),
  )
  it.each(twins)('class $number, twin $index, $name: not found', async ({ parts }) => {
    const { tier, gaps, incidents } = await judgePickle(sourceOf(assemble(...parts)))
    expect(incidents.filter(({ tier }) => tier !== 'inert-class')).toEqual([])
    expect([gaps, ['vetted', 'inert-class'].includes(tier)]).toEqual([[], true])
  })

  it('finds code in the place of a joblib array', async () => {
    const hidden = assemble(pop, system, STOP)
    const { tier, incidents } = await judgePickle(sourceOf(assemble(wrapper(hidden.length), hidden, STOP)))
    expect([tier, incidents[0]?.reading]).toEqual(['execution', 'arrays-as-opcodes'])
    const harmless = await judgePickle(sourceOf(assemble(wrapper(4), new Uint8Array(4), STOP)))
    expect([harmless.tier, harmless.gaps]).toEqual(['vetted', []])
  })

  it('hands a zip that torch.storage loads on to whoever reads zips', async () => {
    const content = raw('PK\x03\x04 anything')
    const { payloads, tier } = await judgePickle(
      sourceOf(assemble(call(global('torch.storage', '_load_from_bytes'), bytes(content)), STOP)),
    )
    expect([tier, payloads.map(({ start, end }) => end - start)]).toEqual(['inert-class', [content.length]])
  })

  it('says what was not inspected', async () => {
    const cases: readonly (readonly Part[])[] = [
      [raw('\x1f\x8b\x08\x00')],
      [ordered, 'BINBYTES', number4(99)],
      [raw('')],
    ]
    for (const parts of cases) {
      expect((await judgePickle(sourceOf(assemble(...parts)))).gaps).not.toEqual([])
    }
  })
})
