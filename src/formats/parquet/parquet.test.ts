import { describe, expect, it } from 'vitest'
import { writeParquet } from '../../../test/support/parquet-writer.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { ENCODING, walkByteValues } from './byte-values.ts'
import { unpackPage } from './codecs.ts'
import { readDelta } from './delta.ts'
import { bitsFor, HybridReader } from './hybrid.ts'
import { readParquetMetadata } from './metadata.ts'
import { columnsOf, type SchemaElement } from './schema.ts'
import { ThriftReader } from './thrift.ts'

describe('levels and indexes', () => {
  const read = (bytes: readonly number[], width: number): readonly number[] => {
    const reader = new HybridReader(Uint8Array.from(bytes), 0, bytes.length, width)
    const values: number[] = []
    for (let count = reader.take(100); count > 0 && values.length < 100; count = reader.take(100))
      values.push(...Array.from({ length: count }, () => reader.value))
    return values
  }
  const cases: readonly { name: string; bytes: readonly number[]; width: number; values: readonly number[] }[] = [
    { name: 'a run', bytes: [6, 1], width: 1, values: [1, 1, 1] },
    { name: 'a run of a wide value', bytes: [4, 0x34, 0x12], width: 12, values: [0x1234, 0x1234] },
    {
      name: 'packed bits (the example of the specification)',
      bytes: [3, 0x88, 0xc6, 0xfa],
      width: 3,
      values: [0, 1, 2, 3, 4, 5, 6, 7],
    },
    { name: 'packed bytes, cut short', bytes: [5, 9, 8, 7], width: 8, values: [9, 8, 7] },
    {
      name: 'packed, of 32 bits',
      bytes: [3, 1, 0, 0, 0x80, ...Array.from({ length: 28 }, () => 0)],
      width: 32,
      values: [0x80000001, 0, 0, 0, 0, 0, 0, 0],
    },
    { name: 'a run, then packed bits', bytes: [4, 0, 3, 0xff], width: 1, values: [0, 0, 1, 1, 1, 1, 1, 1, 1, 1] },
    { name: 'nothing', bytes: [], width: 1, values: [] },
    { name: 'runs of nothing', bytes: [0, 0, 0, 0], width: 1, values: [] },
  ]
  it.each(cases)('$name', ({ bytes, width, values }) => expect(read(bytes, width)).toEqual(values))

  it('a run of two billion is one step', () => {
    const reader = new HybridReader(Uint8Array.from([0xfe, 0xff, 0xff, 0xff, 0x0f, 1]), 0, 6, 1)
    expect([reader.take(Number.POSITIVE_INFINITY), reader.value]).toEqual([2 ** 31 - 1, 1])
  })
  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
  ])('numbers up to %d need %d bits', (most, bits) => expect(bitsFor(most)).toBe(bits))
})

describe('lengths as differences', () => {
  it('reads the examples of the specification', () => {
    // 1 to 5: each one more than the last; then 7, 5, 3, 1, 2, 3, 4, 5.
    expect([...readDelta(Uint8Array.from([128, 1, 4, 5, 2, 2, 0, 0, 0, 0]), 0, 5).numbers]).toEqual([1, 2, 3, 4, 5])
    const second = [128, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0xc0, 0x3f, 0, 0, 0, 0, 0, 0]
    expect([...readDelta(Uint8Array.from(second), 0, 8).numbers]).toEqual([7, 5, 3, 1, 2, 3, 4, 5])
  })
  it.each([
    ['more than the page says', [128, 1, 4, 200, 1, 0], 5],
    ['no parts', [128, 1, 0, 1, 0], 5],
    ['parts that are no whole bytes', [128, 1, 3, 1, 0], 5],
    ['that end too early', [128, 1, 4, 8, 14, 3, 2], 8],
    ['a hundred bits wide', [128, 1, 4, 2, 0, 0, 100, 0, 0, 0], 5],
  ])('%s', (_, bytes, most) => expect(() => readDelta(Uint8Array.from(bytes), 0, most)).toThrow(/^expected/))
  it('a page of equal lengths takes no more memory than its header is believed', () => {
    const bytes = Uint8Array.from([128, 1, 4, 0xff, 0xff, 0xff, 0xff, 7, 0])
    expect(() => readDelta(bytes, 0, 2 ** 31)).toThrow(expect.objectContaining({ code: 'LIMIT_ENTRIES' }))
  })
})

describe('values', () => {
  const walk = (encoding: number, bytes: readonly number[], count: number): readonly string[] => {
    const found: string[] = []
    walkByteValues(encoding, Buffer.from(bytes), 0, count, 0, (body, from, to) =>
      found.push(Buffer.from(body.subarray(from, to)).toString()),
    )
    return found
  }
  it('that share their beginning', () => {
    const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)
    const lengths = (a: number, b: number): readonly number[] => [128, 1, 4, 2, zigzag(a), zigzag(b - a), 0, 0, 0, 0]
    const bytes = [...lengths(0, 3), ...lengths(5, 2), ...Buffer.from('appleon')]
    expect(walk(ENCODING.delta, bytes, 2)).toEqual(['apple', 'appon'])
  })
  it.each([
    ['behind the page', ENCODING.plain, [9, 0, 0, 0, 65], 1],
    ['behind the page by four gigabytes', ENCODING.plain, [255, 255, 255, 255, 65], 1],
    ['of another encoding', 9, [0], 1],
    ['with a prefix longer than the value before', ENCODING.delta, [128, 1, 4, 1, 6, 128, 1, 4, 1, 0], 1],
  ])('%s are refused', (_, encoding, bytes, count) => expect(() => walk(encoding, bytes, count)).toThrow(/^expected/))
})

describe('pages', () => {
  it.each([0, 1, 2, 4, 5, 6, 7])('of codec %d that are noise are refused or empty', async (codec) => {
    const noise = Uint8Array.from({ length: 64 }, (_, index) => (index * 37) % 251)
    await expect(unpackPage(codec, noise, 1000)).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
  it('of LZO have no decoder', async () => {
    await expect(unpackPage(3, new Uint8Array(9), 9)).rejects.toMatchObject({ code: 'FORMAT_VERSION' })
  })
  it('of a gigabyte get no memory', async () => {
    await expect(unpackPage(1, new Uint8Array(9), 2 ** 30)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
    await expect(unpackPage(1, new Uint8Array(9), 2 ** 27)).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

describe('schemas', () => {
  const element = (name: string, repetition: number, children = 0, logical?: number): SchemaElement => ({
    name,
    physical: children === 0 ? 6 : undefined,
    width: 0,
    repetition,
    children,
    converted: undefined,
    logical,
  })
  const namesOf = (...elements: readonly SchemaElement[]): readonly string[] =>
    columnsOf([element('root', 0, elements.length), ...elements], 100).map(
      ({ name, maxDefinition, maxRepetition }) => `${name} ${maxDefinition} ${maxRepetition}`,
    )
  it('name lists, maps and structures as people do', () => {
    const list = [element('tags', 1, 1, 3), element('list', 2, 1), element('element', 1)]
    expect(columnsOf([element('root', 0, 1), ...list], 100)).toMatchObject([
      { name: 'tags[]', label: 'tags', maxDefinition: 3, maxRepetition: 1 },
    ])
    const map = [element('m', 1, 1, 2), element('key_value', 2, 2), element('key', 0), element('value', 1)]
    expect(columnsOf([element('root', 0, 1), ...map], 100).map(({ name }) => name)).toEqual(['m{}.key', 'm{}.value'])
    expect(namesOf(element('a', 0), element('b', 1), element('c', 2))).toEqual(['a 0 0', 'b 1 0', 'c[] 1 1'])
  })
  it('that lie about their children are refused', () => {
    expect(() => columnsOf([element('root', 0, 5), element('a', 0)], 100)).toThrow(/^expected/)
    expect(() => columnsOf([element('root', 0, 1), element('a', 0), element('b', 0)], 100)).toThrow(/^expected/)
  })
  it('that are too deep are refused', () => {
    const deep = Array.from({ length: 200 }, (_, index) => element('x', 1, index === 199 ? 0 : 1))
    expect(() => columnsOf([element('root', 0, 1), ...deep], 100)).toThrow(
      expect.objectContaining({ code: 'LIMIT_DEPTH' }),
    )
  })
})

describe('Thrift', () => {
  it.each([
    ['cut off', [0x15]],
    ['text longer than the bytes', [0x18, 100, 65]],
    ['a list longer than the bytes', [0x19, 0xfc, 0xff, 0xff, 0xff, 0x0f]],
    ['a number without an end', [0x16, ...Array.from({ length: 20 }, () => 0xff)]],
    ['structures in structures', Array.from({ length: 1000 }, () => 0x1c)],
    ['a type that is none', [0x1e]],
  ])('%s is refused', (_, bytes) => {
    expect(() => new ThriftReader(Uint8Array.from(bytes)).struct(() => false)).toThrow(
      expect.objectContaining({ name: expect.stringMatching(/FormatError|LimitError/) }),
    )
  })
})

it('a footer tells columns, row groups and chunks', async () => {
  const bytes = writeParquet([{ name: 'a', values: ['x', null] }], { dictionary: true, keyValues: { k: 'v' } })
  const { rows, columns, rowGroups, createdBy, keyValues } = await readParquetMetadata(
    memorySource(bytes),
    DEFAULT_LIMITS,
  )
  expect({ rows, createdBy, names: columns.map(({ name, type }) => `${name} ${type}`) }).toEqual({
    rows: 2,
    createdBy: 'own',
    names: ['a string'],
  })
  expect(rowGroups[0]?.chunks[0]).toMatchObject({ codec: 0, values: 2, offset: 4, encrypted: false, elsewhere: false })
  expect(keyValues.map(([key, value]) => [key, Buffer.from(value).toString()])).toEqual([['k', 'v']])
})
