import { describe, expect, it } from 'vitest'
import { denseHdf5, oldStyleHdf5 } from '../../../test/support/hdf5-samples.ts'
import { hdf5Of, type Hdf5Part } from '../../../test/support/hdf5-writer.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { readHdf5 } from './hdf5.ts'

const read = (bytes: Uint8Array, limits = DEFAULT_LIMITS) => readHdf5(memorySource(bytes), limits)

const HONEST: Hdf5Part = {
  attributes: { model_config: '{"class_name":"Sequential"}', backend: 'tensorflow' },
  members: {
    model_weights: {
      members: { dense: { attributes: { weight_names: 'kernel' }, members: { kernel: { shape: [3n, 4n] } } } },
    },
  },
  links: [
    { name: 'soft', kind: 'soft', target: '/model_weights' },
    { name: 'outside', kind: 'external', file: '/etc/passwd', target: '/x' },
  ],
}

describe('old style, as h5py writes it', () => {
  it('attributes, links and datasets', async () => {
    const bytes = oldStyleHdf5()
    const file = await read(bytes)
    expect(file.superblock).toBe(0)
    expect(file.breaches).toEqual([])
    expect(file.attributes.map(({ path, name, text }) => [path, name, text])).toEqual([
      ['/', 'model_config', '{"class_name": "Sequential", "config": {"layers": []}}'],
      ['/', 'fixed', 'fixed'],
      ['/', 'names', 'a\0bc'],
    ])
    for (const { text, byte } of file.attributes.slice(0, 2)) {
      expect(Buffer.from(bytes.subarray(byte, byte + text.length)).toString()).toBe(text)
    }
    expect(file.links.map(({ kind, path, file: other, target }) => [kind, path, other, target])).toEqual([
      ['soft', '/soft', '', '/layer/w'],
      ['external', '/outside', '/etc/passwd', '/x'],
    ])
    // The group with two names is read once, under the first.
    expect(
      file.datasets.map(({ path, shape, elementBytes, layout, files }) => [
        path,
        shape.map(Number),
        elementBytes,
        layout,
        files,
      ]),
    ).toEqual([
      ['/virtual', [4], 1, 'virtual', ['../other.h5']],
      ['/again/e', [4], 1, 'contiguous', ['../secret']],
      ['/again/gz', [100], 8, 'chunked', []],
      ['/again/w', [3, 4], 4, 'contiguous', []],
    ])
  })
  it('behind something put in front, as the library opens it', async () => {
    for (const length of [512, 1024, 8192]) {
      const file = await read(Buffer.concat([Buffer.alloc(length, 'x'), oldStyleHdf5()]))
      expect(file.breaches.map(({ kind }) => kind)).toEqual(['user-block'])
      expect(file.links).toHaveLength(2)
    }
  })
})

describe('new style', () => {
  it('attributes, links and datasets', async () => {
    const file = await read(hdf5Of(HONEST))
    expect(file).toMatchObject({ superblock: 3, objects: 4, breaches: [] })
    expect(file.attributes.map(({ path, name, text }) => [path, name, text])).toEqual([
      ['/', 'model_config', '{"class_name":"Sequential"}'],
      ['/', 'backend', 'tensorflow'],
      ['/model_weights/dense', 'weight_names', 'kernel'],
    ])
    expect(file.links.map(({ kind, path, file: other, target }) => [kind, path, other, target])).toEqual([
      ['soft', '/soft', '', '/model_weights'],
      ['external', '/outside', '/etc/passwd', '/x'],
    ])
    expect(file.datasets).toMatchObject([{ path: '/model_weights/dense/kernel', shape: [3n, 4n], elementBytes: 4 }])
  })
  const undefinedAddress = [255, 255, 255, 255, 255, 255, 255, 255]
  const cases: readonly (readonly [string, Hdf5Part, string | undefined])[] = [
    ['no dense links', { messages: [[2, Uint8Array.of(0, 0, ...undefinedAddress, ...undefinedAddress)]] }, undefined],
    [
      'links in a heap that ends too early',
      { messages: [[2, Uint8Array.of(0, 0, 4, 0, 0, 0, 0, 0, 0, 0, ...undefinedAddress)]] },
      'outside-file',
    ],
    [
      'attributes in a heap outside the file',
      { messages: [[0x15, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 64, ...undefinedAddress)]] },
      'outside-file',
    ],
    ['a message from the future', { messages: [[0x7f, new Uint8Array(4)]] }, 'unknown-message'],
    ['a link of another version', { messages: [[6, Uint8Array.of(9, 0, 1, 0x61)]] }, 'not-inspected'],
    ['a link name of 2^64 bytes', { messages: [[6, Uint8Array.of(1, 3, ...undefinedAddress)]] }, 'broken'],
    ['an attribute cut short', { messages: [[12, Uint8Array.of(3, 0, 200)]] }, 'broken'],
    [
      'a symbol table outside the file',
      { messages: [[17, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 64)]] },
      'outside-file',
    ],
    [
      'a continuation in itself',
      { messages: [[16, Uint8Array.of(48, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0)]] },
      'broken',
    ],
    [
      'a continuation of 2^63 bytes',
      { messages: [[16, Uint8Array.of(48, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128)]] },
      'outside-file',
    ],
  ]
  it.each(cases)('%s', async (_, part, breach) => {
    const { breaches } = await read(hdf5Of({ ...part, attributes: { before: 'kept' } }))
    expect(breaches.map(({ kind }) => kind)).toEqual(breach === undefined ? [] : [breach])
  })
})

describe('links and attributes in fractal heaps', () => {
  it('are read like all others', async () => {
    const file = await read(denseHdf5())
    expect(file.breaches).toEqual([])
    expect(file.objects).toBe(61)
    expect(new Set(file.attributes.map(({ name }) => name)).size).toBe(61)
    expect(file.attributes.find(({ name }) => name === 'model_config')?.text).toBe('{"class_name": "Sequential"}')
    expect(file.attributes.find(({ name }) => name === 'a59')?.text).toBe('x'.repeat(40))
  })
  it('no mutation crashes', async () => {
    expect(await crashes(denseHdf5(), read)).toEqual([])
  })
})

describe('what is no HDF5', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['half a signature', '\u0089HDF'],
    ['superblock 9', '\u0089HDF\r\n\u001a\n\u0009' + '\0'.repeat(100)],
    ['numbers of three bytes', '\u0089HDF\r\n\u001a\n\u0003\u0003\u0008' + '\0'.repeat(100)],
  ])('%s', async (_, text) => {
    await expect(read(Buffer.from(text, 'latin1'))).rejects.toBeInstanceOf(FormatError)
  })
})

describe('hostile bytes', () => {
  it('no mutation of the old style crashes', async () => {
    expect(await crashes(oldStyleHdf5(), read)).toEqual([])
  })
  it('no mutation of the new style crashes', async () => {
    expect(await crashes(hdf5Of(HONEST), read)).toEqual([])
  })
  it('a group that holds itself', async () => {
    const bytes = Buffer.from(hdf5Of({ members: { again: { shape: [1n] } } }))
    // The link to the only member now leads to the root.
    const root = bytes.readBigUInt64LE(36)
    bytes.writeBigUInt64LE(root, bytes.indexOf('again') + 5)
    expect((await read(bytes)).objects).toBe(1)
  })
  it('more than the limit is told', async () => {
    const members = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`m${index}`, { shape: [1n] }]))
    expect(
      (await read(hdf5Of({ members }), { ...DEFAULT_LIMITS, nodes: 300 })).breaches.map(({ kind }) => kind),
    ).toContain('limit')
  })
  it('text beyond the limit is cut and told', async () => {
    const file = await read(hdf5Of({ attributes: { a: 'x'.repeat(5000), b: 'y'.repeat(5000) } }), {
      ...DEFAULT_LIMITS,
      fileBytes: 6000,
    })
    expect(file.attributes.map(({ text }) => text.length)).toEqual([5000, 1000])
    expect(file.breaches.map(({ kind }) => kind)).toEqual(['not-inspected'])
  })
})
