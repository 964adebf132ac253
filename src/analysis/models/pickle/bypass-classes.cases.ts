import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { writeLz4 } from '../../../../test/support/lz4-writer.ts'
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
  stackGlobal,
  text,
  tuple,
} from '../../../../test/support/pickle-assembler.ts'
import { writeTar } from '../../../../test/support/tar-writer.ts'
import { npyFile, torchLegacy, torchTar, torchZip } from '../../../../test/support/torch-files.ts'
import { type ZipMember, writeZip } from '../../../../test/support/zip-writer.ts'

/** A file that is put together here and never loaded. */
export interface BypassCase {
  readonly name: string
  readonly content: Uint8Array
  /** Is it a row of pickles and nothing else, so that the judge of pickles alone must find it as well? */
  readonly isPickle: boolean
}

/** A way around scanners that is known in autumn 2026, as smallest files, each class with twins that do nothing. */
export interface BypassClass {
  readonly number: number
  readonly name: string
  readonly found: readonly BypassCase[]
  readonly silent: readonly BypassCase[]
}

const STOP: Part = 'STOP'
const system = call(global('os', 'system'), text('id'))
const ordered = call(global('collections', 'OrderedDict'))
const legacyBytes = (content: Uint8Array): Part =>
  call(global('_codecs', 'encode'), text(Buffer.from(content).toString('latin1')), text('latin1'))

const EVIL = assemble(proto(2), system, STOP)
const GOOD = assemble(proto(2), ordered, STOP)

const pickle = (name: string, ...parts: readonly Part[]): BypassCase => ({
  name,
  content: assemble(...parts, STOP),
  isPickle: true,
})
/** Without STOP, or with something behind it. */
const stream = (name: string, ...parts: readonly Part[]): BypassCase => ({
  name,
  content: assemble(...parts),
  isPickle: true,
})
const file = (name: string, content: Uint8Array): BypassCase => ({ name, content, isPickle: false })

/** Text that begins in its frame and of which a buffered reader takes all from behind the frame. */
const crossing = (behind: Part): readonly Part[] => [
  proto(4),
  frame(3),
  'SHORT_BINUNICODE',
  raw([10]),
  raw('y'),
  raw('0123456789'),
  pop,
  behind,
]

const zipOf = (data: Uint8Array, lie: ZipMember['lie'], more: Partial<ZipMember> = {}): Buffer =>
  writeZip([
    { name: 'archive/data.pkl', data, method: 'stored', ...(lie === undefined ? {} : { lie }), ...more },
    { name: 'archive/version', data: '3\n', method: 'stored' },
  ])

/** The magic number of torch before 1.6 as the result of a call, and the rest of such a file. */
const legacyWith = (magic: Uint8Array): Buffer => {
  const rest = torchLegacy().subarray(15)
  return Buffer.concat([magic, rest])
}

const BZIP2_OF_PAYLOAD = Buffer.from(
  'QlpoOTFBWSZTWR8vIqUAAATTgAAQAMEYAA4ijCAgACIhobRPKYpgACi8jgQkuCV+mTWLuSKcKEgPl5FSgA==',
  'base64',
)
const XZ_OF_PAYLOAD = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAUY29zCnN5c3RlbQooUydpZCcKdFIuAAAAALWMMK4LlRasAAEtFS8LcW0ftvN9AQAAAAAEWVo=',
  'base64',
)

/** Thousands of harmless and unknown things around a payload: none may push it out of the report. */
const decoys = (count: number): readonly Part[] =>
  Array.from({ length: count }, (_, index) => [call(global('decoy', `Thing${index}`)), pop])

export const BYPASS_CLASSES: readonly BypassClass[] = [
  {
    number: 1,
    name: 'a callable on no list of names to deny',
    found: [
      pickle('pip.main', call(global('pip', 'main'), tuple(text('install'), text('x')))),
      pickle('timeit.timeit', call(global('timeit', 'timeit'), text('1'))),
      pickle('numpy runstring', call(global('numpy.testing._private.utils', 'runstring'), text('1'), 'EMPTY_DICT')),
      pickle(
        'weakref.finalize',
        call(global('weakref', 'finalize'), global('builtins', 'set'), global('builtins', 'print'), text('1')),
      ),
    ],
    silent: [pickle('an ordered dict', ordered), pickle('a set', call(global('builtins', 'set'), 'EMPTY_LIST'))],
  },
  {
    number: 2,
    name: 'a resolver that turns text into a callable, even uncalled',
    found: [
      pickle('pkgutil.resolve_name', call(call(global('pkgutil', 'resolve_name'), text('os:system')), text('id'))),
      pickle('pydoc.locate, uncalled', global('pydoc', 'locate')),
      pickle(
        'attrgetter to the globals of a function',
        call(global('operator', 'attrgetter'), text('system.__globals__')),
      ),
      pickle('attrgetter, uncalled', global('operator', 'attrgetter')),
      pickle('importlib.import_module', call(global('importlib', 'import_module'), text('antigravity'))),
    ],
    silent: [pickle('itemgetter of a number', call(global('operator', 'itemgetter'), integer(0)))],
  },
  {
    number: 3,
    name: 'a submodule or a method of a denied module',
    found: [
      pickle('asyncio.unix_events', proto(4), stackGlobal('asyncio.unix_events', '_UnixSubprocessTransport._start')),
      pickle('idlelib.run', proto(4), stackGlobal('idlelib.run', 'Executive.runcode')),
      pickle('torch.utils.bottleneck.__main__', global('torch.utils.bottleneck.__main__', 'run_cprofile')),
      pickle(
        'a class of multiprocessing.util',
        call(global('multiprocessing.util', 'spawnv_passfds'), bytes(raw('/bin/id')), 'EMPTY_LIST', 'EMPTY_LIST'),
      ),
    ],
    silent: [pickle('torch._utils', call(global('torch._utils', '_rebuild_parameter'), 'NONE', 'NEWTRUE', ordered))],
  },
  {
    number: 4,
    name: 'a dotted attribute through a harmless module',
    found: [
      pickle('torch os.system', proto(4), call(stackGlobal('torch', 'serialization.os.system'), text('id'))),
      pickle('json codecs.sys.modules', proto(4), stackGlobal('json', 'codecs.sys.modules')),
      pickle('logging os.system', proto(4), call(stackGlobal('logging', 'os.system'), text('id'))),
      pickle(
        'numpy ctypeslib',
        proto(4),
        call(stackGlobal('numpy', 'ctypeslib.load_library'), text('x'), text('/nowhere')),
      ),
      pickle(
        'Path.write_text',
        proto(4),
        call(
          stackGlobal('pathlib', 'Path.write_text'),
          call(stackGlobal('pathlib', 'PosixPath'), text('/nowhere/x')),
          text('x'),
        ),
      ),
    ],
    silent: [pickle('a path', proto(4), call(stackGlobal('pathlib', 'PurePosixPath'), text('x')))],
  },
  {
    number: 5,
    name: 'the dict of builtins of a module',
    found: [
      pickle(
        '__builtins__.get',
        proto(4),
        call(call(stackGlobal('logging', '__builtins__.get'), text('eval')), text('1')),
      ),
      pickle('__globals__ of a method', proto(4), stackGlobal('collections', 'Counter.__init__.__globals__')),
      pickle(
        'getattr __dict__',
        call(global('builtins', 'getattr'), global('collections', 'OrderedDict'), text('__dict__')),
      ),
    ],
    silent: [
      pickle(
        'getattr forward',
        call(global('builtins', 'getattr'), global('torch.nn.modules.linear', 'Linear'), text('forward')),
      ),
    ],
  },
  {
    number: 6,
    name: 'BUILD and SETITEM as a way to change what was imported',
    found: [
      pickle(
        'BUILD on a class',
        global('argparse', 'Namespace'),
        tuple('NONE', ['EMPTY_DICT', text('x'), text('y'), 'SETITEM']),
        'BUILD',
      ),
      pickle('SETITEM on a global', global('copyreg', 'dispatch_table'), text('x'), 'NONE', 'SETITEM'),
      pickle(
        'SETITEM on a tensor (CVE-2026-24747)',
        call(global('torch._utils', '_rebuild_tensor_v2'), 'NONE'),
        integer(9),
        'NONE',
        'SETITEM',
      ),
      pickle('source text in the state of an object that copyreg makes', [
        call(
          global('copyreg', '_reconstructor'),
          global('scipy.stats._continuous_distns', 'norm_gen'),
          global('builtins', 'object'),
          'NONE',
        ),
        ['EMPTY_DICT', text('_parse_arg_template'), text('import os'), 'SETITEM', 'BUILD'],
      ]),
    ],
    silent: [
      pickle('SETITEM on a dict', ordered, text('x'), 'NONE', 'SETITEM'),
      pickle(
        'BUILD on an object',
        call(global('argparse', 'Namespace')),
        'EMPTY_DICT',
        text('x'),
        text('y'),
        'SETITEM',
        'BUILD',
      ),
    ],
  },
  {
    number: 7,
    name: 'memo entries filled after DUP, GET and POP',
    found: [
      pickle(
        'PUT after DUP',
        text('os'),
        'DUP',
        put(0),
        pop,
        pop,
        text('system'),
        put(1),
        pop,
        call([get(0), get(1), 'STACK_GLOBAL'], text('id')),
      ),
      pickle(
        'PUT after POP',
        text('os'),
        put(0),
        text('x'),
        pop,
        put(1),
        pop,
        call([get(1), text('system'), 'STACK_GLOBAL'], text('id')),
      ),
      pickle(
        'PUT after GET',
        text('os'),
        put(0),
        pop,
        get(0),
        put(5),
        pop,
        call([get(5), text('system'), 'STACK_GLOBAL'], text('id')),
      ),
    ],
    silent: [
      pickle(
        'the same for a vetted name',
        text('collections'),
        'DUP',
        put(0),
        pop,
        pop,
        get(0),
        text('OrderedDict'),
        'STACK_GLOBAL',
      ),
    ],
  },
  {
    number: 8,
    name: 'decoys before STACK_GLOBAL',
    found: [
      pickle(
        'POP and POP_MARK',
        text('os'),
        text('system'),
        text('json'),
        pop,
        'MARK',
        text('dumps'),
        'POP_MARK',
        call('STACK_GLOBAL', text('id')),
      ),
      pickle(
        'a mark between the names',
        text('os'),
        'MARK',
        text('a'),
        text('b'),
        'POP_MARK',
        text('system'),
        call('STACK_GLOBAL', text('id')),
      ),
      pickle(
        'names put between PUT and GET',
        text('os'),
        put(0),
        pop,
        text('collections'),
        put(1),
        pop,
        text('system'),
        put(2),
        pop,
        get(0),
        get(2),
        call('STACK_GLOBAL', text('id')),
      ),
    ],
    silent: [
      pickle(
        'the same around deque',
        text('collections'),
        'MARK',
        text('os'),
        text('system'),
        'POP_MARK',
        text('deque'),
        'STACK_GLOBAL',
      ),
    ],
  },
  {
    number: 9,
    name: 'memo keys made to break the reader',
    found: [
      pickle(
        'a key with an underscore',
        text('collections'),
        'PUT',
        raw('07\n'),
        pop,
        text('os'),
        'PUT',
        raw('0_7\n'),
        pop,
        'GET',
        raw('7\n'),
        text('system'),
        call('STACK_GLOBAL', text('id')),
      ),
      pickle(
        'a key behind twenty zeros',
        text('os'),
        'PUT',
        raw('00000000000000000000007\n'),
        pop,
        'GET',
        raw(' +7 \n'),
        text('system'),
        call('STACK_GLOBAL', text('id')),
      ),
      pickle(
        'a key with a NUL',
        text('collections'),
        put(7),
        pop,
        text('os'),
        'PUT',
        raw('7\0 x\n'),
        pop,
        get(7),
        text('system'),
        call('STACK_GLOBAL', text('id')),
      ),
      pickle(
        'a key behind three thousand blanks',
        text('collections'),
        put(7),
        pop,
        text('os'),
        'PUT',
        raw(`${' '.repeat(3000)}7\n`),
        pop,
        get(7),
        text('system'),
        call('STACK_GLOBAL', text('id')),
      ),
      pickle('a key without a value', system, pop, get(9), 'NONE', 'LONG_BINPUT', raw([255, 255, 255, 0])),
      pickle('a key that is no number', system, pop, 'NONE', 'PUT', raw('x\n')),
    ],
    silent: [
      pickle('large keys', 'NONE', 'LONG_BINPUT', raw([255, 255, 1, 0]), 'LONG_BINGET', raw([255, 255, 1, 0]), ordered),
    ],
  },
  {
    number: 10,
    name: 'a memo carried over to the next pickle',
    found: [
      stream(
        'os from the first',
        text('os'),
        put(0),
        STOP,
        call([get(0), text('system'), 'STACK_GLOBAL'], text('id')),
        STOP,
      ),
      stream('pickle from the first', text('pickle'), put(0), STOP, get(0), text('loads'), 'STACK_GLOBAL', STOP),
      stream(
        'computed text from the first',
        call(global('builtins', 'str'), 'NONE'),
        put(0),
        STOP,
        text('os'),
        get(0),
        'STACK_GLOBAL',
        STOP,
      ),
      stream(
        'MEMOIZE counts on',
        text('os'),
        'MEMOIZE',
        STOP,
        text('collections'),
        'MEMOIZE',
        pop,
        get(0),
        text('system'),
        'STACK_GLOBAL',
        STOP,
      ),
    ],
    silent: [
      stream(
        'a vetted name in both',
        text('a'),
        'MEMOIZE',
        STOP,
        text('collections'),
        'MEMOIZE',
        pop,
        get(0),
        text('deque'),
        'STACK_GLOBAL',
        STOP,
      ),
    ],
  },
  {
    number: 11,
    name: 'names put together while loading',
    found: [
      pickle(
        'str of bytes',
        call(global('builtins', 'str'), bytes(raw('os')), text('utf8')),
        text('system'),
        call('STACK_GLOBAL', text('id')),
      ),
      pickle(
        'chr',
        text('o'),
        pop,
        text('os'),
        call(global('builtins', 'format'), text('system'), text('')),
        call('STACK_GLOBAL', text('id')),
      ),
      pickle(
        'max of letters',
        call(global('builtins', 'max'), tuple(text('os'), text('a'))),
        text('system'),
        call('STACK_GLOBAL', text('id')),
      ),
    ],
    silent: [pickle('the same text as a value', call(global('builtins', 'str'), bytes(raw('os')), text('utf8')))],
  },
  {
    number: 12,
    name: 'the extension registry',
    found: [
      pickle('a number that nobody registered here', 'EXT1', raw([7])),
      pickle(
        'registered in the same file',
        call(global('copyreg', 'add_extension'), text('os'), text('system'), integer(240)),
        pop,
        call(['EXT2', raw([240, 0])], text('id')),
      ),
      pickle(
        'EXT4',
        call(global('copyreg', 'add_extension'), text('os'), text('getcwd'), integer(70_000)),
        pop,
        call(['EXT4', number4(70_000)]),
      ),
    ],
    silent: [pickle('the number as a number', integer(7))],
  },
  {
    number: 13,
    name: 'frames that readers understand in different ways',
    found: [
      pickle('a payload behind the frame', ...crossing(system)),
      pickle('a frame that ends inside text', ...crossing('NONE')),
      pickle('a payload and a frame longer than the file', proto(4), system, pop, frame(4000), 'NONE'),
    ],
    silent: [pickle('an honest frame', proto(4), frame(2), 'NONE')],
  },
  {
    number: 14,
    name: 'a stream broken behind the payload',
    found: [
      stream('a byte that is no opcode', proto(2), system, raw([0xff])),
      stream('no STOP', proto(2), system),
      stream('a length beyond the end', proto(2), system, 'BINUNICODE', number4(5000), raw('abc')),
      file('a torch zip with a pickle that breaks off', torchZip(assemble(proto(2), system, raw([0xff])))),
    ],
    silent: [pickle('a whole pickle', ordered)],
  },
  {
    number: 15,
    name: 'a container around the pickle',
    found: [
      file('zlib, as joblib writes it', deflateSync(EVIL)),
      file('gzip', gzipSync(EVIL)),
      file('zstd', zstdCompressSync(EVIL)),
      file('lz4', writeLz4(EVIL)),
      file('bzip2', BZIP2_OF_PAYLOAD),
      file('xz', XZ_OF_PAYLOAD),
      file('tar.gz', gzipSync(writeTar([{ name: 'model.bin', data: EVIL }]))),
      file('a zip in a zip', writeZip([{ name: 'a.zip', data: writeZip([{ name: 'weights', data: EVIL }]) }])),
      file('npy of objects', npyFile('|O', '(1,)', EVIL)),
      pickle(
        'zlib inside, unpacked by the pickle',
        call(global('pickle', 'loads'), call(global('zlib', 'decompress'), bytes(deflateSync(EVIL)))),
      ),
    ],
    silent: [
      file('zlib of a good one', deflateSync(GOOD)),
      file('tar.gz of a good one', gzipSync(writeTar([{ name: 'model.bin', data: GOOD }]))),
      pickle('bytes that nobody loads', bytes(deflateSync(EVIL))),
    ],
  },
  {
    number: 16,
    name: 'no magic number and no name to go by',
    found: [
      stream('INST of protocol 0', raw("(S'id'\nios\nsystem\n.")),
      stream('REDUCE of protocol 0', raw("cposix\nsystem\n(S'id'\ntR.")),
      stream('an escape in the text', raw("S'o\\x73'\np0\n0(S'id'\nios\nsystem\n.")),
      file('a torch zip under any name', torchZip(EVIL)),
    ],
    silent: [stream('a dict of protocol 0', raw("(S'a'\nI1\nd.")), file('a torch zip', torchZip())],
  },
  {
    number: 17,
    name: 'zip headers that lie',
    found: [
      file('another name in the local header (CVE-2025-1944)', zipOf(EVIL, { localName: 'archive/data.txt' })),
      file('flag bits set (CVE-2025-1945)', withFlagBits(zipOf(EVIL, undefined), 0x1)),
      file('a wrong CRC (CVE-2025-10156)', zipOf(EVIL, { crc32: 0x12345678 })),
      file('a size that is not there', zipOf(EVIL, { size: 1 })),
      pickle(
        'given to torch.load inside',
        call(global('torch', 'load'), call(global('_io', 'BytesIO'), bytes(torchZip(EVIL)))),
      ),
      file(
        'given to torch.storage inside, in base64',
        assemble(
          call(global('torch.storage', '_load_from_bytes'), [
            call(global('base64', 'b64decode'), bytes(raw(torchZip(EVIL).toString('base64')))),
          ]),
          STOP,
        ),
      ),
    ],
    silent: [file('an honest zip', zipOf(GOOD, undefined))],
  },
  {
    number: 18,
    name: 'a file that is two things',
    found: [
      file('a pickle before a zip', Buffer.concat([EVIL, torchZip()])),
      file('a zip behind a good pickle', Buffer.concat([GOOD, torchZip(EVIL)])),
      file('a pickle behind a tar', Buffer.concat([torchTar(), EVIL])),
    ],
    silent: [
      stream('a good pickle before the first bytes of a zip', ordered, STOP, raw('PK\x03\x04\x14\x00\x00\x00')),
      file('a tar alone', torchTar()),
    ],
  },
  {
    number: 19,
    name: 'the magic number of old torch files computed by a call',
    found: [
      file(
        'eval',
        legacyWith(assemble(proto(2), call(global('builtins', 'eval'), text('0x1950a86a20f9469cfc6c')), STOP)),
      ),
      file(
        'the number behind a call whose result is dropped',
        legacyWith(assemble(proto(2), system, pop, 'LONG', raw('119547037146038801333356L\n'), STOP)),
      ),
      file(
        'reduce over mul',
        legacyWith(
          assemble(
            proto(2),
            call(
              global('functools', 'reduce'),
              global('operator', 'add'),
              tuple('LONG', raw('119547037146038801333356L\n')),
            ),
            STOP,
          ),
        ),
      ),
    ],
    silent: [
      file('an honest file', torchLegacy()),
      file('the number in digits', legacyWith(assemble(proto(2), 'LONG', raw('119547037146038801333356L\n'), STOP))),
    ],
  },
  {
    number: 20,
    name: 'a loader in the pickle',
    found: [
      pickle('torch.storage', call(global('torch.storage', '_load_from_bytes'), bytes(EVIL))),
      pickle('torch.storage, protocol 2', call(global('torch.storage', '_load_from_bytes'), legacyBytes(EVIL))),
      pickle('dill.loads', call(global('dill', 'loads'), bytes(GOOD))),
      pickle('pickle.loads', call(global('pickle', 'loads'), bytes(EVIL))),
      pickle('numpy.load', call(global('numpy', 'load'), text('x.npy'))),
      pickle('pandas.read_pickle', call(global('pandas', 'read_pickle'), text('http://example.test/x'))),
      pickle(
        'base64 inside',
        call(
          global('pickle', 'loads'),
          call(global('base64', 'b64decode'), bytes(raw(Buffer.from(EVIL).toString('base64')))),
        ),
      ),
    ],
    silent: [
      pickle('a good one', call(global('torch.storage', '_load_from_bytes'), bytes(GOOD))),
      pickle('a good one, protocol 2', call(global('torch.storage', '_load_from_bytes'), legacyBytes(GOOD))),
    ],
  },
  {
    number: 21,
    name: 'a call whose result is thrown away',
    found: [
      pickle('OBJ and POP', 'MARK', global('os', 'system'), text('id'), 'OBJ', pop, ordered),
      pickle('INST and POP', raw('('), text('id'), 'INST', raw('os\nsystem\n'), pop, 'NONE'),
      pickle('REDUCE inside a mark that is dropped', 'MARK', system, 'POP_MARK', 'NONE'),
    ],
    silent: [pickle('OBJ of a vetted class', 'MARK', global('collections', 'OrderedDict'), 'OBJ', pop, 'NONE')],
  },
  {
    number: 22,
    name: 'one finding that switches off another',
    found: [
      pickle('behind unknown code', call(global('unknown_package', 'Model')), pop, 'NONE', system),
      pickle('behind two thousand findings', decoys(2000), system),
      pickle('before two thousand findings', system, pop, decoys(2000), 'NONE'),
      pickle('with two PROTO', proto(2), proto(4), 'NONE', pop, proto(2), system),
      file(
        'beside a broken member',
        writeZip([
          { name: 'a.pkl', data: assemble(proto(2), raw([0xff])) },
          { name: 'b.pkl', data: EVIL },
        ]),
      ),
    ],
    silent: [
      pickle(
        'a thousand harmless ones',
        Array.from({ length: 1000 }, (): Part => [ordered, pop]),
        'NONE',
      ),
    ],
  },
  {
    number: 23,
    name: 'a pickle that imports a scanner and changes it',
    found: [
      pickle('picklescan', global('picklescan.scanner', '_unsafe_globals'), 'EMPTY_DICT', 'BUILD'),
      pickle('fickling', call(global('fickling.hook', 'deactivate_safe_ml_environment'))),
      pickle('modelaudit', global('modelaudit.core', 'scan_file'), 'EMPTY_DICT', 'BUILD'),
      pickle('assay', global('assay.rules', 'RULES'), text('x'), 'NONE', 'SETITEM'),
    ],
    silent: [pickle('the name of a scanner as text', tuple(text('picklescan.scanner'), text('_safe_globals')))],
  },
  {
    number: 24,
    name: 'a loader that raises behind the payload',
    found: [
      pickle('None is called', system, 'NONE', 'EMPTY_TUPLE', 'REDUCE'),
      pickle('the stack runs empty', system, pop, pop, pop),
      pickle('a module that is not there', system, pop, global('module_that_is_not_there', 'x')),
      stream('a byte that is no opcode', system, raw([0xfe])),
    ],
    silent: [pickle('an exception as a value', call(global('builtins', 'ValueError'), text('x')))],
  },
  {
    number: 25,
    name: 'doubling, nesting and padding',
    found: [
      pickle(
        'doubling',
        'EMPTY_LIST',
        Array.from({ length: 200 }, (): Part => ['DUP', 'DUP', 'TUPLE2', 'APPEND', 'DUP', 'TUPLE1']),
        system,
      ),
      pickle('marks', raw('('.repeat(700_000)), raw('t'.repeat(700_000)), system),
      pickle('None and POP', raw('N0'.repeat(1_000_000)), system),
      pickle('a deep stack', raw('N'.repeat(3_000_000)), system),
      pickle('lists in lists', raw(']'.repeat(1_500_000)), raw('a'.repeat(1_499_999)), system),
    ],
    silent: [
      pickle(
        'tuples in tuples',
        'EMPTY_LIST',
        Array.from({ length: 200 }, (): Part => ['DUP', 'TUPLE1']),
      ),
    ],
  },
  {
    number: 26,
    name: 'names of Python 2',
    found: [
      pickle('__builtin__.eval', call(global('__builtin__', 'eval'), text('1'))),
      pickle('commands.getoutput', call(global('commands', 'getoutput'), text('id'))),
      pickle('urllib2.urlopen', call(global('urllib2', 'urlopen'), text('http://example.test'))),
      pickle('__builtin__.execfile', call(global('__builtin__', 'execfile'), text('x'))),
    ],
    silent: [
      pickle(
        'copy_reg',
        call(
          global('copy_reg', '_reconstructor'),
          global('__builtin__', 'object'),
          global('__builtin__', 'object'),
          'NONE',
        ),
      ),
    ],
  },
]

/** Sets bits of the general purpose flags in the central directory only. */
function withFlagBits(archive: Buffer, bits: number): Buffer {
  const changed = Buffer.from(archive)
  for (
    let at = changed.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0;
    at = changed.indexOf('PK\x01\x02', at + 4, 'latin1')
  )
    changed.writeUInt16LE(changed.readUInt16LE(at + 8) | bits, at + 8)
  return changed
}
