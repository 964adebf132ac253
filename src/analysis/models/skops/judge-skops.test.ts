import { describe, expect, it } from 'vitest'
import { FormatError, LimitError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { crashes } from '../../../../test/support/mutations.ts'
import { judgeSkops } from './judge-skops.ts'

type Node = Readonly<Record<string, unknown>>

function node(loader: string, name: string, more: Node = {}): Node {
  const dot = name.lastIndexOf('.')
  return { __class__: name.slice(dot + 1), __module__: name.slice(0, dot), __loader__: loader, __id__: 1, ...more }
}

function text(value: string): Node {
  return node('JsonNode', 'builtins.str', { content: JSON.stringify(value) })
}

const tuple = (...content: readonly Node[]): Node => node('TupleNode', 'builtins.tuple', { content })
const keys = node('ListNode', 'builtins.list', { content: [node('TypeNode', 'builtins.str')] })

/** The fields of an estimator around one node. */
function estimator(value: Node, name = 'sklearn.preprocessing._function_transformer.FunctionTransformer'): Node {
  const content = node('DictNode', 'builtins.dict', { key_types: keys, content: { func: value } })
  return node('ObjectNode', name, { content, protocol: 2, _skops_version: '0.13.0' })
}

function ids(schema: Node | string): readonly string[] {
  const bytes = Buffer.from(typeof schema === 'string' ? schema : JSON.stringify(schema))
  return judgeSkops(bytes, DEFAULT_LIMITS).map(({ id, severity }) => `${severity} ${id}`)
}

const LINEAR = 'sklearn.linear_model._logistic.LogisticRegression'
const bound = (name: string, func: string, owner = name): Node =>
  node('MethodNode', name, { content: { func, obj: node('ObjectNode', owner) } })

describe('judgeSkops', () => {
  it.each<readonly [string, Node]>([
    ['an estimator of scikit-learn', estimator(text('x'), LINEAR)],
    ['a universal function of numpy', estimator(node('FunctionNode', 'numpy.log1p'))],
    ['the same by the name of its module', estimator(node('FunctionNode', 'numpy.core._multiarray_umath.log1p'))],
    ['a function of scipy.special', estimator(node('FunctionNode', 'scipy.special._ufuncs.expit'))],
    ['types of Python', estimator(node('TypeNode', 'builtins.int'))],
    ['an array', estimator(node('NdArrayNode', 'numpy.ndarray', { type: 'numpy', file: '123.npy' }))],
    ['itemgetter', estimator(node('OperatorFuncNode', 'operator.itemgetter', { attrs: tuple(text('a')) }))],
    ['a method of an estimator', estimator(bound(LINEAR, 'fit'))],
    ['a method as skops 0.11 wrote it', estimator(bound('sklearn.linear_model._logistic.method', 'fit', LINEAR))],
    ['a loss written in Cython', estimator(node('LossNode', '_loss.CyHalfBinomialLoss'))],
    ['the name of something dangerous as text', estimator(text('os.system'))],
  ])('is silent on %s', (_, schema) => {
    expect(ids(schema)).toEqual([])
  })

  it.each<readonly [string, Node, string]>([
    ['a function that runs programs', estimator(node('FunctionNode', 'os.system')), 'critical skops/execution'],
    ['the same by its other name', estimator(node('FunctionNode', 'posix.system')), 'critical skops/execution'],
    [
      'a type of keys that is called with every key',
      node('DictNode', 'builtins.dict', {
        key_types: node('ListNode', 'builtins.list', { content: [node('TypeNode', 'os.system')] }),
        content: { id: text('') },
      }),
      'critical skops/execution',
    ],
    ['a list whose class is a function', node('ListNode', 'os.abort', { content: [] }), 'critical skops/execution'],
    ['a constructor', node('ConstructorFromReduceNode', 'subprocess.Popen'), 'critical skops/execution'],
    [
      'a partial of a dangerous function',
      node('PartialNode', 'functools.partial', { content: { func: node('TypeNode', 'builtins.exec') } }),
      'critical skops/execution',
    ],
    ['operator.call', node('OperatorFuncNode', 'operator.call', { attrs: tuple() }), 'critical skops/execution'],
    [
      'attrgetter of the inside of objects',
      node('OperatorFuncNode', 'operator.attrgetter', { attrs: tuple(text('__class__.__mro__')) }),
      'critical skops/execution',
    ],
    [
      'a function of protocol 0',
      node('FunctionNode', 'numpy.ufunc', { content: { module_path: 'os', function: 'system' } }),
      'critical skops/execution',
    ],
    ['a loader of other files', node('FunctionNode', 'skops.io.load'), 'high skops/capability'],
    ['code nobody knows', estimator(text('x'), 'my_package.Transformer'), 'medium skops/unknown-code'],
    [
      'an operator shown as an estimator (CVE-2025-54412)',
      node('OperatorFuncNode', 'sklearn.linear_model._stochastic_gradient.SGDRegressor', { attrs: tuple() }),
      'critical skops/disguised-operator',
    ],
    ['a method that is the builtins (CVE-2025-54413)', bound(LINEAR, '__builtins__'), 'critical skops/method-escape'],
    ['a dotted method', bound(LINEAR, 'fit.__globals__'), 'critical skops/method-escape'],
    ['a method of another class than shown', bound(LINEAR, 'fit', 'my.Evil'), 'high skops/disguised-method'],
    [
      'a function as bit generator',
      node('RandomGeneratorNode', 'numpy.random._generator.Generator', {
        content: { bit_generator: { content: { bit_generator: text('set_state') } } },
      }),
      'high skops/random-function',
    ],
    ['another model inside', node('BytesNode', 'builtins.bytes', { file: 'evil.skops' }), 'high skops/file-reference'],
    ['a path that leaves', node('BytesNode', 'builtins.bytes', { file: '../../x.bin' }), 'medium skops/file-reference'],
    ['a loader of the future', node('QuantumNode', 'builtins.int'), 'medium skops/unknown-loader'],
  ])('finds %s', (_, schema, id) => {
    expect(ids(schema)).toContain(id)
  })

  it('reads both of two names with the same key', () => {
    const twice =
      '{"__loader__":"FunctionNode","__module__":"os","__class__":"system","__module__":"numpy","__class__":"log"}'
    expect(ids(twice)).toEqual(['high skops/duplicate-key', 'critical skops/execution'])
  })

  it('says that the names count only once the caller trusts them', () => {
    const [found] = judgeSkops(Buffer.from(JSON.stringify(node('FunctionNode', 'os.system'))), DEFAULT_LIMITS)
    expect(found).toMatchObject({ when: 'with-trust', globals: ['os.system'], where: { inside: 'schema' } })
  })

  it.each<readonly [string, (text: string) => Uint8Array]>([
    ['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16 with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-32', (text) => Buffer.concat([...text].map((letter) => Buffer.from([letter.charCodeAt(0), 0, 0, 0])))],
    [
      'UTF-32, most significant byte first',
      (text) => Buffer.concat([...text].map((letter) => Buffer.from([0, 0, 0, letter.charCodeAt(0)]))),
    ],
    ['escapes', (text) => Buffer.from(text.replaceAll('_', '\\u005f'))],
  ])('reads what json.loads reads: %s', (_, encode) => {
    const bytes = encode(JSON.stringify(node('FunctionNode', 'os.system')))
    expect(judgeSkops(bytes, DEFAULT_LIMITS).map(({ id }) => id)).toEqual(['skops/execution'])
  })

  it('leaves a schema of something else alone', () => {
    expect(ids('{"type": "object", "properties": {"__loader": 1}}')).toEqual([])
    expect(ids('[1, 2]')).toEqual([])
  })

  it('keeps a critical name behind a hundred thousand mild ones', () => {
    const content = Array.from({ length: 100_000 }, () => node('BytesNode', 'x.Y', { file: '../x' }))
    const found = ids(node('ListNode', 'builtins.list', { content: [...content, bound(LINEAR, '__class__')] }))
    expect(found).toContain('critical skops/method-escape')
    expect(found.length).toBeLessThan(60)
  })

  it('meets only expected errors on damaged files', async () => {
    const honest = Buffer.from(JSON.stringify(estimator(bound(LINEAR, 'fit'))))
    expect(await crashes(honest, (bytes) => judgeSkops(bytes, DEFAULT_LIMITS))).toEqual([])
  })

  it('ends deep nesting with a limit', () => {
    const deep = `{"__loader__":${'['.repeat(100_000)}`
    expect(() => judgeSkops(Buffer.from(deep), DEFAULT_LIMITS)).toThrow(LimitError)
    expect(() => judgeSkops(Buffer.from('{"__loader__"'), DEFAULT_LIMITS)).toThrow(FormatError)
  })
})
