import { describe, expect, it } from 'vitest'
import { flatBuffer, type FlatFields } from '../../../test/support/flatbuffer-writer.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { FlatReader, type FlatTable } from './flatbuffer.ts'
import { type FlatTableShape, verifyTable } from './verify.ts'

const reader = (bytes: Uint8Array): FlatReader => new FlatReader(memorySource(bytes), DEFAULT_LIMITS)

const SAMPLE: FlatFields = {
  0: { u64: (1n << 40n) + 7n },
  1: { i8: -5 },
  2: 'text',
  3: { ints: [1, -2] },
  4: { longs: [-1n, 1n << 40n] },
  5: { tables: [{ 0: 'a' }, { 0: 'b' }] },
  7: { texts: ['x', 'yz'] },
  8: { table: { 0: { i32: -9 }, 1: { u32: 0xffffffff } } },
}

async function rootOf(flat: FlatReader): Promise<FlatTable> {
  const root = await flat.root()
  if (root === undefined) throw new Error('no root')
  return root
}

/** Reads all there is, as any schema might ask for it. */
async function walk(bytes: Uint8Array): Promise<FlatReader> {
  const flat = reader(bytes)
  const root = await flat.root()
  if (root !== undefined) await walkTable(flat, root)
  return flat
}

async function walkTable(flat: FlatReader, table: FlatTable): Promise<void> {
  for (let slot = 0; slot < 10; slot++) {
    flat.number(table, slot, 'i32')
    flat.long(table, slot, 'u64')
    await flat.text(table, slot, 100)
    await flat.integers(await flat.vector(table, slot, 8), 100)
    await flat.texts(table, slot, 10, 10)
    const inner = await flat.table(table, slot)
    if (inner !== undefined && table.depth < 5) await walkTable(flat, inner)
    let count = 0
    for await (const one of flat.tables(table, slot)) {
      if (count++ > 20) break
      if (one !== undefined && table.depth < 5) await walkTable(flat, one)
    }
  }
}

it('reads numbers, texts, lists and tables', async () => {
  const flat = reader(flatBuffer(SAMPLE))
  const root = await rootOf(flat)
  expect(flat.long(root, 0, 'u64')).toBe((1n << 40n) + 7n)
  expect(flat.number(root, 1, 'i8')).toBe(-5)
  expect(await flat.text(root, 2, 100)).toBe('text')
  expect(await flat.text(root, 2, 2)).toBe('te')
  expect(await flat.integers(await flat.vector(root, 3, 4), 10)).toEqual([1, -2])
  expect(await flat.integers(await flat.vector(root, 4, 8), 10)).toEqual([-1, 2 ** 40])
  expect(await flat.texts(root, 7, 10, 10)).toEqual(['x', 'yz'])
  const names = []
  for await (const table of flat.tables(root, 5)) names.push(table === undefined ? '' : await flat.text(table, 0, 9))
  expect(names).toEqual(['a', 'b'])
  const inner = await flat.table(root, 8)
  expect(inner === undefined ? [] : [flat.number(inner, 0, 'i32'), flat.number(inner, 1, 'u32')]).toEqual([
    -9, 0xffffffff,
  ])
  expect(flat.breaches()).toEqual([])
})

it('what is absent is the default', async () => {
  const flat = reader(flatBuffer(SAMPLE))
  const root = await rootOf(flat)
  expect([flat.number(root, 6, 'u8', 3), flat.number(root, 99, 'u8', 4), flat.long(root, 6, 'i64', 5n)]).toEqual([
    3,
    4,
    5n,
  ])
  expect([await flat.text(root, 6, 9), await flat.vector(root, 6, 4), await flat.table(root, 99)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(flat.breaches()).toEqual([])
})

it('reads a buffer in the middle of a file', async () => {
  const bytes = Buffer.concat([Buffer.from('CBM1....'), flatBuffer({ 0: 'inside' }), Buffer.alloc(40)])
  const flat = new FlatReader(memorySource(bytes), DEFAULT_LIMITS, 8, bytes.length - 40)
  expect(await flat.text(await rootOf(flat), 0, 100)).toBe('inside')
  expect(flat.breaches()).toEqual([])
})

describe('what the official verifier refuses', () => {
  const bytes = (...numbers: readonly number[]): Buffer => Buffer.from(numbers)
  /** A root table at 16 with one field of four bytes that leads to 24. */
  const good = (): Buffer =>
    bytes(16, 0, 0, 0, 0, 0, 0, 0, 6, 0, 8, 0, 4, 0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 65, 0, 0, 0)
  const changed = (at: number, value: number, length = 32): Buffer => {
    const copy = good().subarray(0, length)
    copy[at] = value
    return copy
  }
  const cases: readonly { name: string; bytes: Buffer; kind: string }[] = [
    { name: 'a root outside', bytes: changed(0, 40), kind: 'broken' },
    { name: 'a root that is its own offset', bytes: changed(0, 0), kind: 'broken' },
    { name: 'a table that is not straight', bytes: changed(0, 17), kind: 'misaligned' },
    { name: 'a vtable before the buffer', bytes: changed(16, 200), kind: 'broken' },
    { name: 'a vtable of odd length', bytes: changed(8, 7), kind: 'broken' },
    { name: 'a vtable of three bytes', bytes: changed(8, 3), kind: 'broken' },
    { name: 'a table longer than the buffer', bytes: changed(10, 200), kind: 'broken' },
    { name: 'a field outside of its table', bytes: changed(12, 7), kind: 'broken' },
    { name: 'a text outside', bytes: changed(20, 200), kind: 'broken' },
    { name: 'a text longer than the buffer', bytes: changed(24, 5), kind: 'broken' },
    { name: 'a text without an end', bytes: changed(29, 66), kind: 'broken' },
    { name: 'nothing', bytes: bytes(), kind: 'broken' },
  ]
  it.each(cases)('$name', async ({ bytes: input, kind }) => {
    const flat = reader(input)
    const root = await flat.root()
    if (root !== undefined) await flat.text(root, 0, 100)
    expect(flat.breaches().map((breach) => breach.kind)).toContain(kind)
  })
  it('and what it takes', async () => {
    const flat = reader(good())
    expect(await flat.text(await rootOf(flat), 0, 100)).toBe('A')
    expect(flat.breaches()).toEqual([])
  })
})

describe('fields that nobody asks for', () => {
  const shape: FlatTableShape = {
    0: 8,
    1: 1,
    2: 'text',
    3: { list: 4 },
    5: { tables: { 0: 'text' } },
    8: { table: { 0: 4, 1: 4 } },
    9: { table: {} },
  }
  it('lie where they say', async () => {
    const flat = reader(flatBuffer(SAMPLE))
    await verifyTable(flat, await rootOf(flat), shape)
    expect(flat.breaches()).toEqual([])
  })
  it.each([0, 1, 2, 3, 5, 8, 9])('field %d does not', async (slot) => {
    const flat = reader(flatBuffer({ ...SAMPLE, [slot]: { u32: 0x7ffffff0 } }))
    const root = await rootOf(flat)
    await verifyTable(flat, root, { [slot]: { tables: { 0: { table: {} } } } })
    expect(flat.breaches()).toMatchObject([{ kind: 'broken' }])
  })
})

describe('hostile bytes', () => {
  it('no mutation crashes', async () => {
    expect(await crashes(flatBuffer(SAMPLE), walk)).toEqual([])
  })
  it('a list of two billion', async () => {
    const bytes = flatBuffer({ 0: { ints: [1] } })
    bytes.writeUInt32LE(0x7fffffff, bytes.length - 8)
    const flat = reader(bytes)
    expect(await flat.vector(await rootOf(flat), 0, 4)).toBeUndefined()
    expect(flat.breaches()).toMatchObject([{ kind: 'broken' }])
  })
  it('tables in tables end at the depth of the verifier', async () => {
    let fields: FlatFields = { 0: 'end' }
    for (let level = 0; level < 80; level++) fields = { 0: { table: fields } }
    const flat = reader(flatBuffer(fields))
    let table = await flat.root()
    for (let level = 0; level < 90 && table !== undefined; level++) table = await flat.table(table, 0)
    expect(flat.breaches()).toMatchObject([{ kind: 'limit' }])
  })
  it('a million offsets to one table end in little time', async () => {
    const count = 1_200_000
    const bytes = Buffer.alloc(64 + count * 4)
    Buffer.from([16, 0, 0, 0, 0, 0, 0, 0, 6, 0, 8, 0, 4, 0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0]).copy(bytes)
    bytes.writeUInt32LE(count, 24)
    // All lead to a table at the end whose vtable is the first one.
    const target = 28 + count * 4 + 4
    for (let index = 0; index < count; index++) bytes.writeUInt32LE(target - (28 + index * 4), 28 + index * 4)
    bytes.writeInt32LE(target - 8, target)
    const flat = reader(bytes)
    let seen = 0
    const started = performance.now()
    for await (const table of flat.tables(await rootOf(flat), 0)) if (table !== undefined) seen++
    expect(seen).toBeLessThanOrEqual(1_000_000)
    expect(flat.breaches()).toMatchObject([{ kind: 'limit' }])
    expect(performance.now() - started).toBeLessThan(15_000)
  })
})
