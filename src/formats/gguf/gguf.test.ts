import { describe, expect, it } from 'vitest'
import { ggufArray, type GgufParts, ggufOf } from '../../../test/support/gguf-writer.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { legacyGgml, readGguf } from './gguf.ts'

const read = (bytes: Uint8Array, limits = DEFAULT_LIMITS) => readGguf(memorySource(bytes), limits)
const kinds = async (parts: GgufParts): Promise<readonly string[]> =>
  (await read(ggufOf(parts))).breaches.map(({ kind }) => kind)

const U32 = 4
const STRING = 8
const ARRAY = 9

const HONEST: GgufParts = {
  metadata: [
    ['general.architecture', STRING, 'llama'],
    ['llama.context_length', U32, 4096],
    ['tokenizer.ggml.scores', ARRAY, ggufArray(6, 3n, new Uint8Array(12))],
    ['tokenizer.chat_template', STRING, '{{ messages }}'],
    ['tokenizer.chat_template.tool_use', STRING, '{{ tools }}'],
  ],
  tensors: [
    { name: 'a.weight', shape: [32n, 3n], type: 0, offset: 0n },
    { name: 'b.weight', shape: [32n, 2n], type: 8, offset: 384n },
  ],
  data: 384 + 68 + 28,
}

describe('honest files', () => {
  it.each([
    ['version 3', HONEST],
    ['version 2', { ...HONEST, version: 2 }],
    ['nothing inside', {}],
    ['a last tensor without padding', { tensors: [{ shape: [3n] }], data: 12 }],
    [
      'an alignment of 64',
      { metadata: [['general.alignment', U32, 64]], tensors: [{ shape: [16n] }], data: 64, alignment: 64 },
    ],
    ['a tensor of an unsized type', { tensors: [{ type: 9, shape: [32n] }], data: 64 }],
  ] as const)('%s', async (_, parts) => {
    expect(await kinds(parts)).toEqual([])
  })
  it('versions 1 and big endian', async () => {
    for (const parts of [{ version: 1 }, { bigEndian: true }]) {
      const file = await read(
        ggufOf({ metadata: [['general.name', STRING, 'tiny']], tensors: [{ shape: [8n] }], data: 32, ...parts }),
      )
      expect(file.metadata.map(({ value }) => value)).toEqual(['tiny'])
      expect(file).toMatchObject({ bigEndian: 'bigEndian' in parts, breaches: [], tensors: [{ size: 32n }] })
    }
  })
  it('finds the templates and their bytes', async () => {
    const bytes = ggufOf(HONEST)
    const { templates } = await read(bytes)
    expect(templates.map(({ name }) => name)).toEqual(['default', 'tool_use'])
    for (const { text, byte } of templates) {
      expect(Buffer.from(bytes.subarray(byte, byte + text.length)).toString()).toBe(text)
    }
  })
  it('reads a small part of a large file', async () => {
    const bytes = ggufOf({ tensors: [{ shape: [2_500_000n] }], data: 10_000_000 })
    let taken = 0
    const counting = {
      ...memorySource(bytes),
      slice: async (at: number, length: number) => ((taken += length), bytes.subarray(at, at + length)),
    }
    expect((await readGguf(counting, DEFAULT_LIMITS)).breaches).toEqual([])
    expect(taken).toBeLessThan(200_000)
  })
})

const tensor = (part: object, data = 64): GgufParts => ({ tensors: [part], data })

describe('breaches', () => {
  const cases: readonly (readonly [string, string, GgufParts])[] = [
    ['lying-count', '2^63 tensors', { counts: { tensors: 1n << 63n } }],
    ['lying-count', '2^63 keys', { counts: { metadata: 1n << 63n } }],
    ['truncated', 'one key too few', { counts: { metadata: 1n } }],
    ['lying-count', 'an array of 2^63', { metadata: [['a', ARRAY, ggufArray(0, 1n << 63n)]] }],
    ['lying-count', 'an array of 2^61 u64', { metadata: [['a', ARRAY, ggufArray(10, 1n << 61n)]] }],
    ['lying-count', 'a string of 2^64 - 1', { metadata: [['a', STRING, new Uint8Array(8).fill(255)]] }],
    ['unknown-value-type', 'value type 13', { metadata: [['a', 13, 'x']] }],
    ['unknown-value-type', 'array of type 99', { metadata: [['a', ARRAY, ggufArray(99, 0n)]] }],
    [
      'duplicate-key',
      'a template twice',
      {
        metadata: [
          ['tokenizer.chat_template', STRING, 'a'],
          ['tokenizer.chat_template', STRING, 'b'],
        ],
      },
    ],
    ['key-form', 'a key with a blank', { metadata: [['a b', U32, 1]] }],
    ['alignment', 'zero', { metadata: [['general.alignment', U32, 0]] }],
    ['alignment', 'not a power of two', { metadata: [['general.alignment', U32, 33]] }],
    ['alignment', 'text', { metadata: [['general.alignment', STRING, '32']] }],
    ['alignment', 'another type', { metadata: [['general.alignment', 10, 32]] }],
    ['long-template', 'two megabytes', { metadata: [['tokenizer.chat_template', STRING, 'x'.repeat(2 << 20)]] }],
    ['duplicate-tensor', 'one name', { tensors: [{}, { offset: 32n }], data: 64 }],
    ['tensor-name', '64 letters', tensor({ name: 'x'.repeat(64), shape: [16n] })],
    ['dimensions', 'five', tensor({ shape: [1n, 1n, 1n, 1n, 16n] })],
    ['shape-overflow', '2^32 * 2^32', tensor({ shape: [1n << 32n, 1n << 32n] })],
    ['shape-overflow', 'wraps to zero', tensor({ shape: [1n << 32n, 1n << 32n, 0n, 1n << 63n] })],
    ['shape-overflow', 'bytes', tensor({ shape: [(1n << 62n) + 0n] })],
    ['unknown-tensor-type', 'type 4', tensor({ type: 4 })],
    ['partial-block', '33 in blocks of 32', tensor({ type: 2, shape: [33n] })],
    ['unaligned-tensor', 'offset 4', tensor({ offset: 4n })],
    ['outside-file', 'too large', tensor({ shape: [17n] })],
    ['outside-file', 'offset 2^64 - 32', tensor({ offset: (1n << 64n) - 32n })],
    ['overlap', 'same offset', { tensors: [{ name: 'a' }, { name: 'b' }], data: 32 }],
    ['hole', 'a gap', { tensors: [{ name: 'a' }, { name: 'b', offset: 96n }], data: 128 }],
    ['trailing-data', 'a byte more than padding', tensor({ shape: [8n] }, 33)],
  ]
  it.each(cases)('%s: %s', async (breach, _, parts) => {
    expect(await kinds(parts)).toContain(breach)
  })
  it('keeps what stood before the break', async () => {
    const file = await read(
      ggufOf({
        metadata: [
          ['tokenizer.chat_template', STRING, '{{ x }}'],
          ['b', 13, ''],
        ],
      }),
    )
    expect(file.templates).toMatchObject([{ text: '{{ x }}' }])
    expect(file.dataStart).toBeUndefined()
  })
})

describe('other formats', () => {
  it.each([
    ['lmgg', 'ggml'],
    ['fmgg', 'ggmf'],
    ['tjgg', 'ggjt'],
    ['algg', 'ggla'],
  ])('%s is %s', async (magic, name) => {
    const bytes = Buffer.from(`${magic}\u0001\0\0\0`)
    expect(legacyGgml(bytes)).toBe(name)
    await expect(read(bytes)).rejects.toThrow(name)
  })
  it.each([
    ['nothing', ''],
    ['four bytes', 'GGUF'],
    ['text', 'hello world'],
    ['version 4', 'GGUF\u0004\0\0\0'],
    ['version 0', 'GGUF\0\0\0\0'],
  ])('%s', async (_, text) => {
    await expect(read(Buffer.from(text))).rejects.toBeInstanceOf(FormatError)
  })
})

describe('hostile bytes', () => {
  it('no mutation is anything but read or refused', async () => {
    expect(await crashes(ggufOf(HONEST), read)).toEqual([])
  })
  it('every truncation is refused or told', async () => {
    const honest = ggufOf({ ...HONEST, data: 384 + 68 })
    for (let length = 0; length < honest.length; length++) {
      const told = await read(honest.subarray(0, length)).then(
        ({ breaches }) => breaches.length > 0,
        (error: unknown) => error instanceof FormatError,
      )
      expect(told, `cut to ${length} bytes`).toBe(true)
    }
  })
  it('deeply nested arrays end at the limit', async () => {
    const nested = Buffer.concat(Array.from({ length: 100_000 }, () => Buffer.from(ggufArray(ARRAY, 1n))))
    expect(await kinds({ metadata: [['a', ARRAY, nested]] })).toEqual(['limit'])
  })
  it('a million empty strings, and more than the limit', async () => {
    const metadata: GgufParts['metadata'] = [['a', ARRAY, ggufArray(STRING, 1_000_000n, new Uint8Array(8_000_000))]]
    expect(await kinds({ metadata })).toEqual([])
    const file = await read(ggufOf({ metadata }), { ...DEFAULT_LIMITS, nodes: 1000 })
    expect(file.breaches).toMatchObject([{ kind: 'limit' }])
  })
  it('four billion dimensions cost nothing', async () => {
    const bytes = Buffer.from(ggufOf({ tensors: [{ shape: [1n] }] }))
    bytes.writeUInt32LE(0xffffffff, 24 + 8 + 1)
    expect((await read(bytes)).breaches.map(({ kind }) => kind)).toEqual(['dimensions', 'truncated'])
  })
  it('strings kept stay within the limit', async () => {
    const metadata: GgufParts['metadata'] = [
      ['a', STRING, 'x'.repeat(5000)],
      ['b', STRING, 'y'.repeat(5000)],
    ]
    const file = await read(ggufOf({ metadata }), { ...DEFAULT_LIMITS, fileBytes: 6000 })
    expect(file.metadata.map(({ value }) => String(value).length).reduce((sum, length) => sum + length)).toBeLessThan(
      6001,
    )
  })
})
