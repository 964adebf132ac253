import { describe, expect, it } from 'vitest'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { type LuaObject, torch7Of } from '../../../test/support/torch7-writer.ts'
import { memorySource } from '../zip-source.ts'
import { readTorch7 } from './torch7.ts'

const read = (bytes: Uint8Array): ReturnType<typeof readTorch7> => readTorch7(memorySource(bytes), DEFAULT_LIMITS)

const text = (value: string): LuaObject => ({ kind: 'string', value })
const number = (value: number): LuaObject => ({ kind: 'number', value })
const WEIGHT: LuaObject = { kind: 'tensor', sizes: [2], values: [0.5, -1] }
const MODEL: LuaObject = {
  kind: 'class',
  name: 'nn.Linear',
  inner: {
    kind: 'table',
    entries: [
      [text('weight'), WEIGHT],
      [text('train'), { kind: 'boolean', value: true }],
      [number(1), { kind: 'nil' }],
      [text('note'), text('os.execute is only a text here')],
    ],
  },
}
const CODE = '\u001bLua os execute id'

describe.each(['binary', 'ascii'] as const)('a file of Lua Torch, %s', (encoding) => {
  it('is passed over when it is a model', async () => {
    expect(await read(torch7Of(MODEL, encoding))).toEqual({
      encoding,
      functions: [],
      classes: ['nn.Linear', 'torch.DoubleTensor', 'torch.DoubleStorage'],
      breaches: [],
    })
  })

  it.each([6, 7, 8] as const)('is told for a function of the type %i, wherever it stands', async (type) => {
    const hidden: LuaObject = { kind: 'table', entries: [[text('f'), { kind: 'function', code: CODE, type }]] }
    const { functions, breaches } = await read(torch7Of(hidden, encoding))
    expect(functions).toMatchObject([{ words: ['Lua', 'execute'] }])
    expect(breaches).toEqual([])
  })

  it('keeps a function before a break', async () => {
    const whole = torch7Of({ kind: 'table', entries: [[{ kind: 'function', code: CODE }, MODEL]] }, encoding)
    const { functions, breaches } = await read(whole.subarray(0, whole.length - 20))
    expect(functions).toHaveLength(1)
    expect(breaches.length).toBeGreaterThan(0)
  })

  it('meets only expected errors when it is damaged', async () => {
    expect(await crashes(torch7Of(MODEL, encoding), read)).toEqual([])
  })
})

const ints = (...values: readonly number[]): Buffer => Buffer.from(Int32Array.from(values).buffer)

describe('readTorch7', () => {
  it.each<readonly [string, Buffer, string]>([
    ['a table of two billion', ints(3, 1, 0x7fffffff), 'lying-count'],
    ['a text of two billion', ints(2, 0x7fffffff), 'lying-count'],
    ['a negative length', ints(2, -5), 'lying-count'],
    ['a function of two billion', ints(8, 1, 0x7fffffff), 'lying-count'],
    ['an object of no type', ints(3, 1, 1, 99, 0), 'unknown-type'],
    ['an end in the middle', ints(3, 1, 1, 1, 0).subarray(0, 18), 'truncated'],
    ['data behind the end', ints(0, 0, 0), 'trailing-data'],
  ])('tells %s', async (_, bytes, kind) => {
    expect((await read(bytes)).breaches.map((breach) => breach.kind)).toContain(kind)
  })

  it('tells a class with a form of its own', async () => {
    const bytes = Buffer.concat([
      torch7Of({ kind: 'class', name: 'tds.Hash', inner: { kind: 'nil' } }).subarray(0, -4),
      ints(77),
    ])
    expect((await read(bytes)).breaches.map(({ kind }) => kind)).toContain('unknown-class')
  })

  it('refuses what is no object', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('words\n'), ints(99), Buffer.from('9\n')])
      await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  })

  it('reads tables in tables and a million objects in a moment', async () => {
    const start = performance.now()
    const deep = Buffer.concat(Array.from({ length: 50_000 }, (_, index) => ints(3, index + 1, 1, 0)))
    expect((await read(deep)).breaches.map(({ kind }) => kind)).toEqual(['truncated'])
    await read(Buffer.concat([ints(3, 1, 250_000), Buffer.alloc(2_000_000)]))
    await read(Buffer.from(`3\n1\n250000\n${'0\n'.repeat(500_000)}`))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
