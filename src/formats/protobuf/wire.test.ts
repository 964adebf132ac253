import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { message, varint } from '../../../test/support/protobuf-writer.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { type WireReader, wireReader } from './wire.ts'

const reader = (bytes: Uint8Array, limits = DEFAULT_LIMITS): WireReader => wireReader(memorySource(bytes), limits)

/** Reads every length-delimited field as a message, as far as it goes. */
async function walk(wire: WireReader, range = wire.root): Promise<void> {
  for (const field of await wire.fields(range)) if (field.wire === 'bytes') await walk(wire, field)
}

describe('fields', () => {
  it('numbers, text and messages with their places', async () => {
    const inner = message([1, 'deep'])
    const bytes = message([1, 150], [2, 'testing'], [3, inner], [536_870_911, 1n << 63n], [4, -1])
    const wire = reader(bytes)
    const fields = await wire.fields(wire.root)
    expect(fields.map(({ number, wire: kind, value }) => [number, kind, value])).toEqual([
      [1, 'varint', 150n],
      [2, 'bytes', 0n],
      [3, 'bytes', 0n],
      [536_870_911, 'varint', 1n << 63n],
      [4, 'varint', (1n << 64n) - 1n],
    ])
    expect(await wire.text(fields[1]!, 100)).toBe('testing')
    expect(await wire.text(fields[1]!, 4)).toBe('test')
    expect(await wire.text((await wire.fields(fields[2]!))[0]!, 100)).toBe('deep')
    expect(wire.breaches()).toEqual([])
  })
  it('passes over groups with everything in them', async () => {
    const wire = reader(Uint8Array.of(0x08, 1, 0x13, 0x08, 2, 0x1b, 0x1c, 0x14, 0x08, 3))
    expect((await wire.fields(wire.root)).map(({ value }) => value)).toEqual([1n, 3n])
    expect(wire.breaches()).toEqual([])
  })
  it('fixed numbers', async () => {
    const wire = reader(Uint8Array.of(0x0d, 1, 2, 0, 0, 0x11, 1, 0, 0, 0, 0, 0, 0, 0x80))
    expect((await wire.fields(wire.root)).map(({ value }) => value)).toEqual([513n, (1n << 63n) + 1n])
  })
  it('packed and unpacked integers alike', async () => {
    const wire = reader(message([1, Buffer.concat([varint(3n), varint(-1n), varint(300n)])], [1, 7]))
    const [packed, single] = await wire.fields(wire.root)
    expect(await wire.integers(packed!, 10)).toEqual([3n, (1n << 64n) - 1n, 300n])
    expect(await wire.integers(packed!, 2)).toHaveLength(2)
    expect(await wire.integers(single!, 10)).toEqual([7n])
  })
})

describe('what is broken keeps what stood before', () => {
  const before = message([1, 1])
  it.each([
    ['a length past the end', [0x12, 0x05, 0x41]],
    ['a length of 2^63', [0x12, ...varint(1n << 63n)]],
    ['a number that does not end', [0x08, 0xff]],
    ['a number of eleven bytes', [0x08, ...Array.from({ length: 11 }, () => 0xff), 0]],
    ['a tag of six bytes', [0x88, 0x80, 0x80, 0x80, 0x80, 0x00]],
    ['field number 0', [0x00, 0x01]],
    ['a group that does not end', [0x0b, 0x08, 0x01]],
    ['the end of another group', [0x0b, 0x14]],
    ['wire type 7', [0x0f]],
    ['half a fixed number', [0x0d, 1, 2]],
  ])('%s', async (_, bytes) => {
    const wire = reader(Buffer.concat([before, Uint8Array.from(bytes)]))
    expect(await wire.fields(wire.root)).toHaveLength(1)
    expect(wire.breaches()).toMatchObject([{ kind: 'broken', count: 1 }])
  })
})

const HUNDRED = Array.from({ length: 100 }, () => 1)

describe('limits', () => {
  it('fields of all messages together', async () => {
    const wire = reader(message([1, message([1, HUNDRED])], [2, message([1, HUNDRED])]), {
      ...DEFAULT_LIMITS,
      nodes: 150,
    })
    await walk(wire)
    expect(wire.breaches()).toMatchObject([{ kind: 'limit' }])
  })
  it('nesting', async () => {
    let bytes: Uint8Array = message([1, 1])
    for (let level = 0; level < 1000; level++) bytes = message([1, bytes])
    const wire = reader(bytes)
    await walk(wire)
    expect(wire.breaches()).toMatchObject([{ kind: 'limit', count: 1 }])
  })
  it('text', async () => {
    const wire = reader(message([1, 'x'.repeat(600)], [1, 'y'.repeat(600)], [1, 'z']), {
      ...DEFAULT_LIMITS,
      fileBytes: 1000,
    })
    const lengths = []
    for (const field of await wire.fields(wire.root)) lengths.push((await wire.text(field, 5000)).length)
    expect(lengths).toEqual([600, 400, 0])
    expect(wire.breaches()).toMatchObject([{ kind: 'limit' }])
  })
})

describe('hostile bytes', () => {
  it('no mutation crashes', async () => {
    const honest = message(
      [1, 150],
      [2, 'testing'],
      [3, message([1, message([2, 'x'], [3, 4])], [4, new Uint8Array(30)])],
    )
    expect(await crashes(honest, (bytes) => walk(reader(bytes)))).toEqual([])
  })
  it('a million fields in little time', async () => {
    const bytes = new Uint8Array(2_000_000).map((_, index) => (index % 2 === 0 ? 8 : 1))
    const started = performance.now()
    const wire = reader(bytes)
    expect(await wire.fields(wire.root)).toHaveLength(1_000_000)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
