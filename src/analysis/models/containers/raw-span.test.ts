import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../formats/zip-source.ts'
import { type ArrayWrapper, joblibArraySpan, torchStorageSpan } from './raw-span.ts'

const plain: ArrayWrapper = { shape: [2, 3], itemBytes: 4, aligned: false }

describe('the bytes of a joblib array', () => {
  const cases: readonly {
    name: string
    bytes: Buffer
    wrapper: ArrayWrapper
    start: number
    end: number
    problem?: string
  }[] = [
    { name: 'before joblib 1.2', bytes: Buffer.alloc(30), wrapper: plain, start: 0, end: 24 },
    {
      name: 'padded',
      bytes: Buffer.concat([Buffer.from([3, 255, 255, 255]), Buffer.alloc(30)]),
      wrapper: { ...plain, aligned: true },
      start: 4,
      end: 28,
    },
    { name: 'a scalar', bytes: Buffer.alloc(30), wrapper: { ...plain, shape: [] }, start: 0, end: 4 },
    { name: 'an empty array', bytes: Buffer.alloc(30), wrapper: { ...plain, shape: [0, 9] }, start: 0, end: 0 },
    {
      name: 'padding that hides a payload',
      bytes: Buffer.concat([Buffer.from([3]), Buffer.from('cos'), Buffer.alloc(30)]),
      wrapper: { ...plain, aligned: true },
      start: 4,
      end: 28,
      problem: 'other bytes than ff',
    },
    {
      name: 'more than there is',
      bytes: Buffer.alloc(10),
      wrapper: plain,
      start: 0,
      end: 10,
      problem: '24 bytes of an array, 10 are there',
    },
    {
      name: 'a product beyond 2^64',
      bytes: Buffer.alloc(10),
      wrapper: { ...plain, shape: [2 ** 40, 2 ** 40] },
      start: 0,
      end: 10,
      problem: 'bytes of an array',
    },
    {
      name: 'a negative length',
      bytes: Buffer.alloc(10),
      wrapper: { ...plain, shape: [-1] },
      start: 0,
      end: 0,
      problem: 'no tuple of lengths',
    },
    {
      name: 'nothing behind',
      bytes: Buffer.alloc(0),
      wrapper: { ...plain, aligned: true },
      start: 0,
      end: 0,
      problem: 'cut off',
    },
  ]
  it.each(cases)('$name', async ({ bytes, wrapper, start, end, problem }) => {
    const span = await joblibArraySpan(memorySource(bytes), 0, wrapper)
    expect(span).toMatchObject({ dataStart: start, end })
    expect(span.problems.join()).toContain(problem ?? '')
    expect(span.problems).toHaveLength(problem === undefined ? 0 : 1)
  })
})

describe('the bytes of a torch storage', () => {
  const cases: readonly { name: string; count: bigint; bytes: number; end: number; problems: number }[] = [
    { name: 'four floats', count: 4n, bytes: 40, end: 24, problems: 0 },
    { name: 'none', count: 0n, bytes: 40, end: 8, problems: 0 },
    { name: 'more than there are', count: 2n ** 62n, bytes: 40, end: 48, problems: 1 },
    { name: 'a negative count', count: -1n, bytes: 40, end: 8, problems: 1 },
  ]
  it.each(cases)('$name', async ({ count, bytes, end, problems }) => {
    const head = Buffer.alloc(8)
    head.writeBigInt64LE(count)
    const span = await torchStorageSpan(memorySource(Buffer.concat([head, Buffer.alloc(bytes)])), 0, 4)
    expect(span).toMatchObject({ dataStart: 8, end })
    expect(span.problems).toHaveLength(problems)
  })
})
