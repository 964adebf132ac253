import { describe, expect, it } from 'vitest'
import { FormatError, LimitError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { ubjsonOf } from '../../../test/support/ubjson-writer.ts'
import { memorySource } from '../zip-source.ts'
import { readUbjson } from './ubjson.ts'

const read = (bytes: Uint8Array): ReturnType<typeof readUbjson> => readUbjson(memorySource(bytes), DEFAULT_LIMITS)
const text = (latin: string): Uint8Array => Buffer.from(latin, 'latin1')

describe('readUbjson', () => {
  it('reads objects, lists, texts and numbers', async () => {
    const { root, breaches } = await read(ubjsonOf({ a: [1, 'x', null, true, 0.5], b: new Int32Array([1, 2]) }))
    expect(root).toMatchObject({
      entries: [
        { key: 'a', value: { items: [{ value: 1 }, { text: 'x' }, { value: null }, { value: true }, { value: 0.5 }] } },
        { key: 'b', value: { kind: 'numbers', type: 'l', count: 2 } },
      ],
    })
    expect(breaches).toEqual([])
  })

  it.each([
    ['i', '\xff', -1],
    ['U', '\xff', 255],
    ['I', '\x01\x00', 256],
    ['l', '\x00\x01\x00\x00', 65536],
    ['L', '\x00\x00\x00\x01\x00\x00\x00\x00', 2 ** 32],
    ['d', '\x3f\x80\x00\x00', 1],
    ['D', '\x3f\xf0\x00\x00\x00\x00\x00\x00', 1],
  ])('reads a number of the type %s', async (type, bytes, value) => {
    expect((await read(text(type + bytes))).root).toMatchObject({ value })
  })

  it('reads containers with and without counts alike', async () => {
    const forms = ['[i\x01i\x02]', '[#i\x02i\x01i\x02', '[Ni\x01NNi\x02]']
    for (const form of forms)
      expect((await read(text(form))).root).toMatchObject({ items: [{ value: 1 }, { value: 2 }] })
    expect((await read(text('{$U#i\x01i\x01a\x07'))).root).toMatchObject({
      entries: [{ key: 'a', value: { value: 7 } }],
    })
  })

  it.each([
    ['a key that stands twice', '{i\x01aZi\x01aZ}', 'duplicate-key'],
    ['bytes behind the end', 'Zmore', 'trailing-data'],
  ])('reports %s', async (_, form, kind) => {
    expect((await read(text(form))).breaches.map((breach) => breach.kind)).toEqual([kind])
  })

  it.each([
    ['2^62 values without bytes', '[$Z#L\x40\x00\x00\x00\x00\x00\x00\x00'],
    ['2^62 numbers', '[$i#L\x40\x00\x00\x00\x00\x00\x00\x00'],
    ['2^62 lists', '[$[#L\x40\x00\x00\x00\x00\x00\x00\x00'],
    ['2^62 pairs', '{#L\x40\x00\x00\x00\x00\x00\x00\x00'],
    ['a text of 2^62 bytes', 'SL\x40\x00\x00\x00\x00\x00\x00\x00'],
    ['a negative length', 'Si\xff'],
    ['a type without a count', '[$ii\x01]'],
    ['an unknown type', '[$q#i\x01x'],
    ['a length that is text', 'SSi\x01a'],
    ['nothing', ''],
  ])('refuses %s', async (_, form) => {
    await expect(read(text(form))).rejects.toBeInstanceOf(FormatError)
  })

  it('ends deep nesting with a limit', async () => {
    await expect(read(text('['.repeat(1_000_000)))).rejects.toBeInstanceOf(LimitError)
  })

  it('meets only expected errors on damaged documents', async () => {
    const honest = ubjsonOf({ a: [1, 'x', null, { b: [] }], b: new Int32Array([1, 2]) })
    expect(await crashes(honest, read)).toEqual([])
  })

  it('reads a megabyte of gaps in a moment', async () => {
    const start = performance.now()
    await read(text(`[${'N'.repeat(1_000_000)}]`))
    await read(text(`[${'Z'.repeat(300_000)}]`))
    expect(performance.now() - start).toBeLessThan(3_000)
  })
})
