import { describe, expect, it } from 'vitest'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { flaxArray, msgpackExtension, msgpackOf } from '../../../test/support/msgpack-writer.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { memorySource } from '../zip-source.ts'
import { isFlaxMsgpack, readMsgpack } from './msgpack.ts'

const read = (bytes: Uint8Array): ReturnType<typeof readMsgpack> => readMsgpack(memorySource(bytes), DEFAULT_LIMITS)
const kinds = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await read(bytes)).breaches.map(({ kind }) => kind)

const STATE = msgpackOf({
  params: {
    kernel: flaxArray([2, 3], 'float32', 24),
    bias: flaxArray([3], 'bfloat16', 6),
    none: flaxArray([0, 4], 'int8', 0),
  },
  step: flaxArray([], 'int32', 4),
  complex: msgpackExtension(2, msgpackOf([1, 2])),
  time: msgpackExtension(-1, Buffer.alloc(4)),
  list: [1, true, null, 'x', 300],
})

describe('readMsgpack', () => {
  it('reads a state of Flax without a complaint', async () => {
    expect(await read(STATE)).toEqual({ arrays: 4, breaches: [] })
    expect(isFlaxMsgpack(STATE)).toBe(true)
  })

  it.each<readonly [string, Buffer]>([
    ['a document without arrays', msgpackOf({ a: 1 })],
    ['a pickle', Buffer.from('80049500', 'hex')],
    ['a map of other keys', Buffer.concat([Buffer.from([0x81]), msgpackOf(1), flaxArray([1], 'int8', 1)])],
    ['nothing', Buffer.alloc(0)],
  ])('does not take %s for a state', (_, bytes) => {
    expect(isFlaxMsgpack(bytes)).toBe(false)
  })

  it.each<readonly [string, Buffer, string]>([
    ['an array whose data is short', flaxArray([2, 3], 'float32', 20), 'array-size'],
    ['a shape that overflows', flaxArray([2 ** 40, 2 ** 40], 'float32', 4), 'shape-overflow'],
    ['a type nobody knows', flaxArray([2], 'object', 8), 'array-type'],
    ['an array that is none', msgpackExtension(1, msgpackOf(['a', 'b', 'c'])), 'array-form'],
    ['an empty array', msgpackExtension(1, Buffer.alloc(0)), 'array-form'],
    ['a complex number that is none', msgpackExtension(2, msgpackOf('x')), 'array-form'],
    ['an extension nobody knows', msgpackExtension(42, Buffer.alloc(3)), 'unknown-extension'],
    ['a byte that begins no value', Buffer.from([0xc1]), 'unused-byte'],
    [
      'a key that stands twice',
      Buffer.concat([Buffer.from([0x82]), ...['a', 1, 'a', 2].map(msgpackOf)]),
      'duplicate-key',
    ],
    ['a list of four billion', Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]), 'lying-count'],
    ['a map of four billion', Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]), 'lying-count'],
    ['a text of four billion', Buffer.from([0xdb, 0xff, 0xff, 0xff, 0xff]), 'lying-count'],
    ['an extension of four billion', Buffer.from([0xc9, 0xff, 0xff, 0xff, 0xff, 1]), 'lying-count'],
    ['an end in the middle', msgpackOf({ a: 1 }).subarray(0, -1), 'truncated'],
    ['data behind the end', Buffer.from([0xc0, 0xc0]), 'trailing-data'],
    ['deep nesting', Buffer.alloc(1_000_000, 0x91), 'limit'],
  ])('tells %s', async (_, bytes, kind) => {
    expect(await kinds(bytes)).toContain(kind)
  })

  it('refuses an empty file', async () => {
    await expect(read(Buffer.alloc(0))).rejects.toBeInstanceOf(FormatError)
  })

  it('meets only expected errors on damaged documents', async () => {
    expect(await crashes(STATE, read)).toEqual([])
  })

  it('reads a million values in a moment', async () => {
    const start = performance.now()
    const count = Buffer.from([0xdd, 0, 0x0f, 0x42, 0x40])
    await read(Buffer.concat([count, Buffer.alloc(1_000_000, 0xc0)]))
    isFlaxMsgpack(Buffer.concat([msgpackOf({ a: 1 }), Buffer.alloc(65_536, 0xc9)]))
    expect(performance.now() - start).toBeLessThan(3_000)
  })
})
