import { describe, expect, it } from 'vitest'
import { type FlatFields, flatBuffer } from '../../../../test/support/flatbuffer-writer.ts'
import { crashes } from '../../../../test/support/mutations.ts'
import { FormatError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readCatboost } from '../../../formats/catboost/catboost.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeCatboost } from './judge-catboost.ts'

const read = (bytes: Uint8Array) => readCatboost(memorySource(bytes), DEFAULT_LIMITS)

function cbm(trees: FlatFields = SYMMETRIC, more: FlatFields = {}, behind = '', size?: number): Buffer {
  const core = flatBuffer({ 0: 'FlabuffersModel_v1', 1: { table: trees }, ...more })
  const head = Buffer.from('CBM1....')
  head.writeUInt32LE(size ?? core.length, 4)
  return Buffer.concat([head, core, Buffer.from(behind)])
}

const longs = (count: number): FlatFields[number] => ({ longs: Array.from({ length: count }, () => 0n) })
/** Two trees of depths 1 and 2: six leaves. */
const SYMMETRIC: FlatFields = {
  0: { i32: 1 },
  1: { ints: [0, 1, 2] },
  2: { ints: [1, 2] },
  3: { ints: [0, 1] },
  8: longs(6),
}
/** One split with a leaf on each side. */
const step = (left: number, right: number): number => left | (right << 16)
const OTHER: FlatFields = {
  0: { i32: 1 },
  1: { ints: [0, 0, 0] },
  2: { ints: [3] },
  3: { ints: [0] },
  8: longs(2),
  10: { ints: [step(1, 2), 0, 0] },
  11: { ints: [-1, 0, 1] },
}

const CASES: readonly { name: string; bytes: Buffer; found: readonly string[] }[] = [
  { name: 'symmetric trees', bytes: cbm(), found: [] },
  { name: 'other trees', bytes: cbm(OTHER), found: [] },
  { name: 'parts behind the core', bytes: cbm(SYMMETRIC, { 3: { texts: ['static_provider_v1'] } }, 'data'), found: [] },
  { name: 'bytes behind the core', bytes: cbm(SYMMETRIC, {}, 'data'), found: ['catboost-layout/trailing medium'] },
  {
    name: 'a core longer than the file',
    bytes: cbm(SYMMETRIC, {}, '', 99_999),
    found: ['catboost-layout/core-size medium'],
  },
  { name: 'too few leaves', bytes: cbm({ ...SYMMETRIC, 8: longs(5) }), found: ['catboost-layout/trees high'] },
  { name: 'leaves of three values', bytes: cbm({ ...SYMMETRIC, 0: { i32: 3 }, 8: longs(18) }), found: [] },
  { name: 'no value in a leaf', bytes: cbm({ ...SYMMETRIC, 0: { i32: 0 } }), found: ['catboost-layout/trees high'] },
  {
    name: 'a tree behind the splits',
    bytes: cbm({ ...SYMMETRIC, 3: { ints: [0, 2] } }),
    found: ['catboost-layout/trees high'],
  },
  {
    name: 'a tree before the splits',
    bytes: cbm({ ...SYMMETRIC, 3: { ints: [-1, 1] } }),
    found: ['catboost-layout/trees high'],
  },
  {
    name: 'a tree of a negative size',
    bytes: cbm({ ...SYMMETRIC, 2: { ints: [-1, 2] } }),
    found: ['catboost-layout/trees high'],
  },
  {
    name: 'starts of other trees',
    bytes: cbm({ ...SYMMETRIC, 3: { ints: [0] } }),
    found: ['catboost-layout/trees high'],
  },
  {
    name: 'a step behind the last',
    bytes: cbm({ ...OTHER, 10: { ints: [step(1, 3), 0, 0] } }),
    found: ['catboost-layout/trees high'],
  },
  {
    name: 'a leaf that is not there',
    bytes: cbm({ ...OTHER, 11: { ints: [-1, 0, 2] } }),
    found: ['catboost-layout/trees high'],
  },
  {
    name: 'markup',
    bytes: cbm(SYMMETRIC, { 2: { tables: [{ 0: 'note', 1: '<script>x</script>' }] } }),
    found: ['catboost/metadata-markup medium'],
  },
]

it.each(CASES)('$name', async ({ bytes, found }) => {
  expect(judgeCatboost(await read(bytes)).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})

describe('hostile bytes', () => {
  it('refuses what is no model', async () => {
    for (const bytes of [
      new Uint8Array(),
      Buffer.from('CBM1'),
      Buffer.from('CBM1\xff\xff\xff\xff'),
      Buffer.from('CBM2aaaaaaaaaaaa'),
    ])
      await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  })
  it('no mutation crashes', async () => {
    for (const bytes of [cbm(OTHER), cbm(SYMMETRIC, { 2: { tables: [{ 0: 'a', 1: 'b' }] }, 3: { texts: ['x'] } })])
      expect(await crashes(bytes, async (mutated) => judgeCatboost(await read(mutated)))).toEqual([])
  })
})
