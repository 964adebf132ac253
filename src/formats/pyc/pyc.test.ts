import { describe, expect, it } from 'vitest'
import { seededMutations, survivors } from '../../../test/support/binary-mutations.ts'
import { marshalOf, pycOf, RELEASES, type PythonValue } from '../../../test/support/marshal-writer.ts'
import { bytecodeUses } from './bytecode-uses.ts'
import { readMarshal } from './marshal.ts'
import { opcodesOf } from './opcodes.ts'
import { readPyc } from './pyc.ts'

const RELEASE_NAMES = Object.keys(RELEASES) as (keyof typeof RELEASES)[]

/** Instructions by name, of a version; caches included. */
function codeOf(version: string, ...rows: readonly (readonly [name: string, argument?: number])[]): Buffer {
  const opcodes = opcodesOf(version)
  const bytes: number[] = []
  for (const [name, argument = 0] of rows) {
    const number = [...(opcodes?.names ?? [])].find(([, one]) => one === name)?.[0]
    if (opcodes === undefined || number === undefined) throw new Error(`${version} has no ${name}`)
    bytes.push(number, argument)
    if (!opcodes.isWordCode && number < 90) bytes.pop()
    else if (!opcodes.isWordCode) bytes.push(0)
    for (let index = 0; index < (opcodes.caches.get(name) ?? 0); index++) bytes.push(0, 0)
  }
  return Buffer.from(bytes)
}

/** `import requests; requests.post(URL)` */
function posting(version: string): Buffer {
  const head: [string, number?][] = [['LOAD_CONST', 1], ['LOAD_CONST', 0], ['IMPORT_NAME', 0], ['STORE_NAME', 0]] // prettier-ignore
  if (version === '2.7' || version === '3.2' || version === '3.6')
    return codeOf(
      version,
      ...head,
      ['LOAD_NAME', 0],
      ['LOAD_ATTR', 1],
      ['LOAD_CONST', 2],
      ['CALL_FUNCTION', 1],
      ['POP_TOP'],
    )
  if (['3.7', '3.8', '3.10'].includes(version))
    return codeOf(
      version,
      ...head,
      ['LOAD_NAME', 0],
      ['LOAD_METHOD', 1],
      ['LOAD_CONST', 2],
      ['CALL_METHOD', 1],
      ['POP_TOP'],
    )
  if (version === '3.11')
    return codeOf(
      version,
      ...head,
      ['LOAD_NAME', 0],
      ['LOAD_METHOD', 1],
      ['LOAD_CONST', 2],
      ['PRECALL', 1],
      ['CALL', 1],
      ['POP_TOP'],
    )
  return codeOf(version, ...head, ['LOAD_NAME', 0], ['LOAD_ATTR', 3], ['LOAD_CONST', 2], ['CALL', 1], ['POP_TOP'])
}

describe('compiled Python', () => {
  it.each(RELEASE_NAMES)('reads the header and the module of %s', (release) => {
    const inner = { name: 'send', constants: ['x'], flags: 3, line: 7 }
    const pyc = readPyc(
      pycOf(release, { name: '<module>', constants: ['http://collect.example', inner], names: ['os'] }),
    )
    expect(pyc.python.version).toBe(release)
    expect(pyc.validity).toBe('time')
    expect(pyc.module).toMatchObject({ name: '<module>', names: ['os'], filename: 'x.py', firstLine: 1 })
    expect(pyc.module.constants[1]).toMatchObject({ kind: 'code', name: 'send', firstLine: 7, flags: 3 })
    expect(pyc.overlayBytes).toBe(0)
  })

  it.each([[0, 'time'], [1, 'unchecked-hash'], [3, 'checked-hash']] as const)('knows flags %i of PEP 552: %s', (flags, validity) => {
    expect(readPyc(pycOf('3.11', { name: '<module>' }, flags)).validity).toBe(validity)
  }) // prettier-ignore

  it.each(RELEASE_NAMES)('follows an import to its call in %s', (release) => {
    const module = {
      name: '<module>',
      code: posting(release),
      constants: [null, 0, 'https://collect.example/x'],
      names: ['requests', 'post'],
    }
    const { uses, isPartial } = bytecodeUses(readPyc(pycOf(release, module)))
    expect(isPartial).toBe(false)
    expect(uses).toContainEqual({ name: 'requests', how: 'import', texts: [], inputs: [], runs: 'import', line: 1 })
    expect(uses).toContainEqual({
      name: 'requests.post',
      how: 'call',
      texts: ['https://collect.example/x'],
      inputs: [],
      runs: 'import',
      line: 1,
    })
  })

  it('keeps references, also to what holds itself', () => {
    const { value } = readMarshal(marshalOf({ kept: ['a', { ref: 0 }] }, 'merged'), 0, 'merged')
    expect(value.kind).toBe('tuple')
    const { value: twice } = readMarshal(marshalOf([{ kept: 'x' }, { ref: 0 }], 'merged'), 0, 'merged')
    expect(twice).toMatchObject({ items: [{ text: 'x' }, { text: 'x' }] })
  })

  it.each([
    ['a reference to nothing', Buffer.from('7205000000', 'hex'), 'FORMAT_SHAPE'],
    ['a tuple of 2^31 values', Buffer.from('28ffffff7f', 'hex'), 'FORMAT_SHAPE'],
    ['a negative length', Buffer.from('73ffffffff', 'hex'), 'FORMAT_SHAPE'],
    ['an unknown type', Buffer.from('?'), 'FORMAT_SHAPE'],
    ['nothing', Buffer.alloc(0), 'FORMAT_SHAPE'],
    ['3,000 levels', Buffer.concat([Buffer.alloc(6000).fill(Buffer.from([0x29, 1])), Buffer.from('N')]), 'LIMIT_DEPTH'],
  ])('refuses %s', (_, bytes, code) => {
    expect(() => readMarshal(bytes, 0, 'merged')).toThrow(expect.objectContaining({ code }))
  })

  it('refuses other interpreters by their magic number', () => {
    expect(() => readPyc(Buffer.from('f0000d0a00000000', 'hex'))).toThrow(
      expect.objectContaining({ code: 'FORMAT_VERSION' }),
    )
  })

  it('is linear where a thousand code objects share one table of names', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `n${index}`)
    const codes: PythonValue[] = Array.from({ length: 3000 }, () => ({ name: 'f', names: { ref: 0 } as never }))
    const start = performance.now()
    const { codes: found } = bytecodeUses(
      readPyc(pycOf('3.12', { name: '<module>', constants: [{ kept: names }, ...codes] })),
    )
    expect(found).toHaveLength(3001)
    expect(performance.now() - start).toBeLessThan(3000)
  })

  it('survives every truncation and 10,000 mutations', async () => {
    const honest = pycOf('3.12', {
      name: '<module>',
      code: posting('3.12'),
      constants: [
        null,
        0,
        'https://collect.example/x',
        { name: 'f', constants: [['a', 'b'], Buffer.from('c')], locals: ['x'] },
      ],
      names: ['requests', 'post'],
    })
    expect(await survivors(seededMutations(honest, 10_000), async (bytes) => bytecodeUses(readPyc(bytes)))).toEqual([])
  }, 60_000)
})
