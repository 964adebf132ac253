import { describe, expect, it } from 'vitest'
import {
  assemble,
  bytes,
  call,
  global,
  integer,
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
import { judgePickle, type PickleJudgement } from './judge-pickle.ts'

const STOP: Part = 'STOP'
const judge = (...parts: readonly Part[]): Promise<PickleJudgement> => judgePickle(sourceOf(assemble(...parts, STOP)))

const system = call(global('os', 'system'), text('id'))
const linear = global('torch.nn.modules.linear', 'Linear')
const getattr = global('builtins', 'getattr')
const partial = global('functools', 'partial')
const rebuild = global('torch._tensor', '_rebuild_from_type_v2')
const template = (line: string): string =>
  `\ndef _parse_args(self,  loc=0, scale=1):\n    return (), loc, scale\n\ndef _parse_args_rvs(self,  loc=0, scale=1, size=None):\n    return self._argcheck_rvs( loc, scale, size=size)\n\ndef _parse_args_stats(self,  loc=0, scale=1, moments='mv'):\n    return (), loc, scale, moments\n${line}`
const distribution = (state: Part): Part => [
  global('scipy.stats._continuous_distns', 'norm_gen'),
  'EMPTY_TUPLE',
  'NEWOBJ',
  state,
  'BUILD',
]
const norm = global('scipy.stats._continuous_distns', 'norm_gen')
const transformer = global('sklearn.preprocessing._function_transformer', 'FunctionTransformer')
const scorer = global('sklearn.metrics._scorer', '_PredictScorer')
const f1 = global('sklearn.metrics._classification', 'f1_score')
const modelData = global('statsmodels.base.data', 'ModelData')
const net = global('skorch.classifier', 'NeuralNetClassifier')
const loadType = global('dill._dill', '_load_type')
const namedTuple = global('dill._dill', '_create_namedtuple')
const evalRepr = global('dill._dill', '_eval_repr')
const object = (of: Part, state: Part): Part => [of, 'EMPTY_TUPLE', 'NEWOBJ', state, 'BUILD']
const dict = (...pairs: readonly Part[]): Part => ['EMPTY_DICT', 'MARK', pairs, 'SETITEMS']

describe('globals whose arguments matter', () => {
  const harmless: readonly (readonly [string, readonly Part[]])[] = [
    ['getattr: a method of a layer', [call(getattr, linear, text('forward'))]],
    [
      'getattr: the method of an instance of a layer',
      [call(getattr, [linear, 'EMPTY_TUPLE', 'NEWOBJ'], text('forward'))],
    ],
    ['getattr: __new__ as copyreg writes it', [call([call(partial, call(getattr, linear, text('__new__')), linear)])]],
    [
      'getattr: a time zone',
      [call(call(getattr, global('zoneinfo', 'ZoneInfo'), text('_unpickle')), text('UTC'), integer(1))],
    ],
    ['partial: of a layer', [call(partial, linear, integer(3))]],
    ['partial: state', [call(partial, linear), tuple(linear, 'EMPTY_TUPLE', 'EMPTY_DICT', 'NONE'), 'BUILD']],
    ['itemgetter: keys', [call(global('operator', 'itemgetter'), text('a'), integer(0))]],
    ['type: of None', [call(global('builtins', 'type'), 'NONE')]],
    [
      '_rebuild_from_type_v2: a tensor',
      [call(rebuild, global('torch._utils', '_rebuild_tensor_v2'), linear, tuple('NONE'), 'EMPTY_DICT')],
    ],
    [
      'dill: an array',
      [
        call(
          global('dill._dill', '_create_array'),
          global('numpy.core.multiarray', '_reconstruct'),
          tuple(global('numpy', 'ndarray')),
          'NONE',
        ),
      ],
    ],
    [
      'a YOLO network as torch.save writes it',
      [[global('ultralytics.nn.tasks', 'DetectionModel'), 'EMPTY_TUPLE', 'NEWOBJ', 'EMPTY_DICT', 'BUILD']],
    ],
    ['scipy: the text that scipy writes', [distribution(dict(text('_parse_arg_template'), text(template(''))))]],
    ['FunctionTransformer: of numpy.log1p', [object(transformer, dict(text('func'), global('numpy', 'log1p')))]],
    ['FunctionTransformer: of nothing', [object(transformer, dict(text('func'), 'NONE'))]],
    ['make_scorer: of a score', [call(global('sklearn.metrics', 'make_scorer'), f1)]],
    ['a scorer: of a score', [object(scorer, dict(text('_score_func'), f1))]],
    [
      'scipy: the text that scipy writes, one pair after the other',
      [
        call(global('copyreg', '_reconstructor'), norm, global('builtins', 'object'), 'NONE'),
        [
          'EMPTY_DICT',
          text('a'),
          'NONE',
          'SETITEM',
          text('_parse_arg_template'),
          text(template('')),
          'SETITEM',
          'BUILD',
        ],
      ],
    ],
    ['statsmodels: a formula of columns', [object(modelData, dict(text('formula'), text('y ~ C(k) + np.log(a)*b')))]],
    ['statsmodels: no formula', [object(modelData, dict(text('formula'), 'NONE'))]],
    [
      'skorch: a torch file of nothing',
      [object(net, dict(text('__cuda_dependent_attributes__'), bytes(assemble('NONE', STOP))))],
    ],
    ['dill: a slice', [call(call(loadType, text('slice')), integer(0), integer(1))]],
    ['dill: a partial of a layer', [call(call(loadType, text('PartialType')), linear)]],
    [
      'dill: a namedtuple',
      [call(namedTuple, text('_ImputerTriplet'), 'EMPTY_TUPLE', text('sklearn.impute._iterative'))],
    ],
    ['dill: a range', [call(evalRepr, text('range(0, 3)'))]],
    ['getattr: a method of text', [call(getattr, global('builtins', 'str'), text('lower'))]],
    [
      'a cache folder of joblib, made empty',
      [object(global('joblib.memory', 'Memory'), dict(text('location'), text('x')))],
    ],
  ]
  it.each(harmless)('%s is harmless', async (_name, parts) => {
    const { incidents, tier } = await judge(...parts)
    expect(incidents.filter(({ tier }) => tier !== 'inert-class')).toEqual([])
    expect(tier).toBe('inert-class')
  })

  const dangerous: readonly (readonly [string, readonly Part[]])[] = [
    ['getattr: an inside', [call(getattr, linear, text('__init__'))]],
    ['getattr: a computed name', [call(getattr, linear, call(global('builtins', 'chr'), integer(97)))]],
    ['getattr: a method on the list', [call(getattr, global('pathlib', 'Path'), text('write_text'))]],
    ['getattr: of what the memo does not have', [call(getattr, 'NONE', text('__class__'))]],
    ['getattr: handed on uncalled', [tuple(getattr)]],
    ['getattr: its result is changed', [call(getattr, linear, text('forward')), 'EMPTY_DICT', 'BUILD']],
    ['getattr: called by partial', [call(partial, getattr, linear, text('__globals__'))]],
    ['getattr: keywords', [getattr, tuple(linear, text('forward')), dict(text('a'), 'NONE'), 'NEWOBJ_EX']],
    ['getattr: arguments that are no tuple', [getattr, 'EMPTY_LIST', 'REDUCE']],
    ['partial: of eval', [call(partial, global('builtins', 'eval'), text('1'))]],
    [
      'partial: state with eval',
      [call(partial, linear), tuple(global('builtins', 'eval'), 'EMPTY_TUPLE', 'EMPTY_DICT', 'NONE'), 'BUILD'],
    ],
    ['partial: of getattr, to be called with more', [call(partial, getattr, linear)]],
    ['partial: of a rebuilding function', [call(partial, rebuild)]],
    ['an object that wraps a callable, called', [call(call(global('numpy', 'vectorize'), linear), text('x'))]],
    [
      'a YOLO network made from a configuration',
      [call(global('ultralytics.nn.tasks', 'DetectionModel'), dict(text('activation'), text('f()')))],
    ],
    ['methodcaller: an inside', [call(global('operator', 'methodcaller'), text('__reduce__'))]],
    ['itemgetter: a computed key', [call(global('operator', 'itemgetter'), system)]],
    ['type: a new class', [call(global('builtins', 'type'), text('X'), 'EMPTY_TUPLE', 'EMPTY_DICT')]],
    ['_rebuild_from_type_v2: of eval', [call(rebuild, global('builtins', 'eval'), linear, tuple(text('1')), 'NONE')]],
    ['_rebuild_from_type_v2: of getattr', [call(rebuild, getattr, linear, tuple(linear, text('__dict__')), 'NONE')]],
    ['_rebuild_from_type_v2: of something made', [call(rebuild, 'EXT1', raw([1]), linear, 'EMPTY_TUPLE', 'NONE')]],
    ['scipy: other text', [distribution(dict(text('_parse_arg_template'), text(template('import os'))))]],
    [
      'scipy: text with a call as default',
      [distribution(dict(text('_parse_arg_template'), text(template('').replace('scale=1)', 'scale=f())'))))],
    ],
    [
      'scipy: computed text',
      [distribution(dict(text('_parse_arg_template'), call(global('builtins', 'str'), 'NONE')))],
    ],
    ['scipy: pairs instead of a dict', [distribution(tuple(tuple(text('_parse_arg_template'), text('import os'))))]],
    [
      'scipy: text added later',
      [distribution([dict(text('a'), 'NONE'), text('_parse_arg_template'), text('import os'), 'SETITEM'])],
    ],
    [
      'scipy: text behind many pairs',
      [distribution(dict(...Array.from({ length: 99 }, (_, i) => [text(`k${i}`), 'NONE'] as const)))],
    ],
    [
      'scipy: the second object',
      [distribution(dict(text('a'), 'NONE')), pop, distribution(dict(text('_parse_arg_template'), text('x')))],
    ],
    ['FunctionTransformer: of eval', [object(transformer, dict(text('func'), global('builtins', 'eval')))]],
    [
      'FunctionTransformer: of what the memo does not have',
      [object(transformer, dict(text('func'), 'EXT1', raw([1])))],
    ],
    ['FunctionTransformer: of getattr', [object(transformer, dict(text('inverse_func'), getattr))]],
    ['make_scorer: of os.system', [call(global('sklearn.metrics', 'make_scorer'), global('os', 'system'))]],
    [
      'scipy: an object that copyreg makes',
      [
        call(global('copyreg', '_reconstructor'), norm, global('builtins', 'object'), 'NONE'),
        [dict(text('_parse_arg_template'), text('import os')), 'BUILD'],
      ],
    ],
    ['scipy: an object that __new__ makes', [call(call(getattr, norm, text('__new__')), norm)]],
    [
      'scipy: a discrete distribution',
      [
        object(
          global('scipy.stats._distn_infrastructure', 'rv_discrete'),
          dict(text('_parse_arg_template'), text('x')),
        ),
      ],
    ],
    ...[
      'y ~ eval("1")',
      'y ~ __import__("os").system("id")',
      'y ~ a.b()',
      'y ~ (lambda: x)()',
      'y ~ [x][0]',
      'y ~ I(a)(b)',
    ].map((formula) => [`statsmodels: ${formula}`, [object(modelData, dict(text('formula'), text(formula)))]] as const),
    [
      'statsmodels: a formula put together',
      [object(modelData, dict(text('formula'), call(global('builtins', 'str'), 'NONE')))],
    ],
    [
      'skorch: a torch file that runs',
      [object(net, dict(text('__cuda_dependent_attributes__'), bytes(assemble(system, STOP))))],
    ],
    ['dill: the type of functions', [call(loadType, text('FunctionType'))]],
    ['dill: a partial of os.system', [call(call(loadType, text('PartialType')), global('os', 'system'))]],
    ['dill: a namedtuple of os', [call(namedTuple, text('system'), 'EMPTY_TUPLE', text('os'))]],
    ['dill: text that is evaluated', [call(evalRepr, text('f()'))]],
    [
      'getattr: a method that writes a file, called',
      [call(call(getattr, global('lightgbm.basic', 'Booster'), text('save_model')), 'NONE', text('x'))],
    ],
    ['a cache folder of joblib, made', [call(global('joblib.memory', 'Memory'), text('x'))]],
  ]
  it.each(dangerous)('%s is not', async (_name, parts) => {
    expect(['capability', 'execution']).toContain((await judge(...parts)).tier)
  })
})

describe('what a judgement tells', () => {
  it('the line of Python, the capability and the place', async () => {
    const [incident] = (await judge(proto(2), system)).incidents
    expect(incident).toEqual({
      kind: 'global',
      subject: 'os.system',
      tier: 'execution',
      capability: 'run-process',
      why: 'starts a program or a shell',
      globals: ['os.system'],
      code: "os.system('id')",
      listing: [
        '0: PROTO 2',
        "2: GLOBAL 'os system'",
        '13: MARK',
        "14: SHORT_BINUNICODE 'id'",
        '18: TUPLE',
        '19: REDUCE',
        '20: STOP',
      ],
      offset: 19,
      opcode: 'REDUCE',
      reading: 'plain',
      within: [],
    })
  })

  it('through which loader a payload is reached', async () => {
    const inner = assemble(system, STOP)
    const { incidents } = await judge(call(global('torch.storage', '_load_from_bytes'), bytes(inner)))
    const payload = incidents.find(({ subject }) => subject === 'os.system')
    // The offsets are those of the file: the payload stands in it as it is.
    const [start = 0] = payload?.within ?? []
    expect(payload).toMatchObject({ code: "os.system('id')", offset: start + 17, within: [start] })
    expect(payload?.listing?.[0]).toBe(`${start}: GLOBAL 'os system'`)
  })

  it('what a number of the extension registry stands for', async () => {
    const add = call(global('copyreg', 'add_extension'), text('os'), text('system'), integer(7))
    const { incidents } = await judge(add, pop, 'EXT1', raw([7]))
    expect(incidents.find(({ kind }) => kind === 'extension')?.subject).toBe('os.system')
  })

  it('that unknown code is not known, once for each class', async () => {
    const net = [global('acme.nets', 'Net'), 'EMPTY_TUPLE', 'NEWOBJ', 'EMPTY_DICT', 'BUILD', pop] as const
    const { tier, incidents } = await judge(net, net, net, 'NONE')
    expect([tier, incidents.map(({ subject }) => subject)]).toEqual(['unknown', ['acme.nets.Net']])
  })

  it('nothing of a state dict as torch.save writes it', async () => {
    const storage = [
      tuple(text('storage'), global('torch', 'FloatStorage'), text('0'), text('cpu'), integer(4)),
      'BINPERSID',
    ] as const
    const tensor = call(
      global('torch._utils', '_rebuild_tensor_v2'),
      storage,
      integer(0),
      tuple(integer(2), integer(2)),
      tuple(integer(2), integer(1)),
      'NEWFALSE',
      call(global('collections', 'OrderedDict')),
    )
    const state = [
      call(global('collections', 'OrderedDict')),
      put(1),
      'MARK',
      text('fc.weight'),
      tensor,
      'SETITEMS',
      dict(text('_metadata'), 'NONE'),
      'BUILD',
    ] as const
    const { tier, incidents, gaps, report } = await judge(proto(2), state)
    expect([tier, incidents, gaps]).toEqual(['vetted', [], []])
    expect(report.readings[0].persistentIds.count).toBe(1)
  })

  it('the worse of the names that Python 2 and Python 3 read', async () => {
    expect((await judge(proto(2), global('__builtin__', 'object'))).tier).toBe('vetted')
    expect((await judge(proto(2), global('commands', 'getstatus'))).incidents[0]?.capability).toBe('run-process')
    expect((await judge(proto(4), stackGlobal('__builtin__', 'eval'))).incidents[0]?.capability).toBe('execute-code')
  })

  it('an argument that matters in a broken second pickle, with names known from the first', async () => {
    const first = assemble(call(getattr, linear, text('forward')), STOP)
    const second = assemble(call(getattr, linear, text('__globals__')), raw([0xff]))
    const { tier, gaps } = await judgePickle(sourceOf(Buffer.concat([first, second])))
    expect([tier, gaps.length > 0]).toEqual(['execution', true])
  })

  it('nothing of random bytes behind a pickle', async () => {
    const { tier, gaps, report } = await judgePickle(
      sourceOf(assemble('NONE', STOP, STOP, 'NONE', 'REDUCE', STOP, raw([0]))),
    )
    expect([tier, gaps, report.readings[0].trailing]).toEqual(['vetted', [], { offset: 2, length: 5 }])
  })

  it('nothing of a wrapped function that is not known but the function', async () => {
    const { tier, incidents } = await judge(object(transformer, dict(text('func'), global('acme', 'f'))))
    expect([
      tier,
      [...new Set(incidents.filter((one) => one.tier === 'unknown').map(({ subject }) => subject))],
    ]).toEqual(['unknown', ['acme.f']])
  })

  it('a pickle inside text of protocol 0 that is longer than what is read of a constant', async () => {
    const long = assemble(text('x'.repeat(3000)), pop, system, STOP)
    const escaped = Buffer.from(long)
      .toString('latin1')
      .replace(/[\\\n\r\0]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    const encoded = call(global('_codecs', 'encode'), ['UNICODE', raw(`${escaped}\n`)], text('latin1'))
    expect((await judge(call(global('torch.storage', '_load_from_bytes'), encoded))).tier).toBe('execution')
  })

  it('the same every time', async () => {
    const content = sourceOf(assemble(system, pop, global('a', 'B'), pop, 'EXT1', raw([1]), STOP))
    expect(await judgePickle(content)).toEqual(await judgePickle(content))
  })
})
