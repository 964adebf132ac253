import { describe, expect, it } from 'vitest'
import { type FlatFields, flatBuffer } from '../../../test/support/flatbuffer-writer.ts'
import { crashes } from '../../../test/support/mutations.ts'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { readOrt } from './ort.ts'

const read = (bytes: Uint8Array) => readOrt(memorySource(bytes), DEFAULT_LIMITS)

const node = (operator: string, domain = '', attributes: readonly FlatFields[] = []): FlatFields => ({
  0: '',
  2: domain,
  5: operator,
  10: { tables: attributes },
})
const tensor = (dims: readonly bigint[], type: number, bytes: number): FlatFields => ({
  2: { longs: dims },
  3: { i32: type },
  4: { bytes: new Uint8Array(bytes) },
})
const graph = (nodes: readonly FlatFields[], tensors: readonly FlatFields[] = []): FlatFields => ({
  0: { tables: tensors },
  2: { tables: nodes },
})
const ort = (content: FlatFields | undefined, more: FlatFields = {}): Buffer =>
  flatBuffer(
    {
      0: '1.20',
      1: { table: { 0: { u64: 8n }, ...(content === undefined ? {} : { 7: { table: content } }), ...more } },
    },
    'ORTM',
  )

const HONEST = ort(
  graph(
    [
      node('Relu'),
      node('If', '', [{ 0: 'then', 7: { table: graph([node('X', 'mine', [{ 0: 'code', 5: 'print(1)' }])]) } }]),
      node('Relu'),
    ],
    [tensor([2n, 3n], 1, 24)],
  ),
  { 1: { tables: [{ 0: 'mine', 1: { u64: 2n } }] }, 9: { tables: [{ 0: 'author', 1: 'me' }] } },
)

it('the same model as from ONNX', async () => {
  expect(await read(HONEST)).toMatchObject({
    irVersion: 8,
    opsets: [{ domain: 'mine', version: 2 }],
    metadata: [{ key: 'author', value: 'me' }],
    operators: [
      { domain: '', name: 'Relu', count: 2, inside: 'graph/Relu' },
      { domain: '', name: 'If', count: 1 },
      { domain: 'mine', name: 'X', count: 1, inside: 'graph/If/X' },
    ],
    strings: [{ domain: 'mine', operator: 'X', attribute: 'code', value: 'print(1)' }],
    tensors: { count: 1, inlineBytes: 24 },
    breaches: [],
  })
})

describe('breaches', () => {
  it.each([
    ['no-graph', ort(undefined)],
    ['negative-dimension', ort(graph([], [tensor([-1n], 1, 4)]))],
    ['shape-overflow', ort(graph([], [tensor([1n << 40n, 1n << 40n], 1, 4)]))],
    ['size-mismatch', ort(graph([], [tensor([2n], 1, 4)]))],
  ])('%s', async (kind, bytes) => {
    expect((await read(bytes)).breaches.map((breach) => breach.kind)).toEqual([kind])
  })
})

describe('hostile bytes', () => {
  it('refuses what is no session', async () => {
    for (const bytes of [new Uint8Array(), Buffer.from('\x1c\0\0\0ORTM'), flatBuffer({ 0: 'x' }, 'ORTM')])
      await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  })
  it('no mutation crashes', async () => {
    expect(await crashes(HONEST, read)).toEqual([])
  })
})
