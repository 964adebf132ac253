import { expect, it } from 'vitest'
import { oldStyleHdf5 } from '../../../../test/support/hdf5-samples.ts'
import { hdf5Of, type Hdf5Part } from '../../../../test/support/hdf5-writer.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readHdf5 } from '../../../formats/hdf5/hdf5.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeKerasHdf5 } from './judge-keras-hdf5.ts'

const judge = async (bytes: Uint8Array) =>
  judgeKerasHdf5(await readHdf5(memorySource(bytes), DEFAULT_LIMITS), DEFAULT_LIMITS)
const lambda =
  '{"class_name":"Sequential","config":{"layers":[{"class_name":"Lambda","config":{"name":"l","function":["4wAAAAA="]}}]}}'

it.each<{ name: string; part: Hdf5Part; found: readonly string[] }>([
  {
    name: 'an honest model',
    part: {
      attributes: { model_config: '{"class_name":"Sequential","config":{}}' },
      members: { w: { shape: [3n, 4n] } },
    },
    found: [],
  },
  { name: 'a soft link', part: { links: [{ name: 's', kind: 'soft', target: '/w' }] }, found: [] },
  { name: 'a Lambda', part: { attributes: { model_config: lambda } }, found: ['keras/lambda high'] },
  {
    name: 'a Lambda under another name',
    part: { members: { g: { attributes: { anything: lambda } } } },
    found: ['keras/lambda high'],
  },
  {
    name: 'a broken configuration',
    part: { attributes: { model_config: '{"class_name":' } },
    found: ['keras/config-unreadable medium'],
  },
  {
    name: 'a link to a file beside',
    part: { links: [{ name: 'e', kind: 'external', file: 'other.h5', target: '/w' }] },
    found: ['hdf5/external-link medium'],
  },
  {
    name: 'a link to a file elsewhere',
    part: { links: [{ name: 'e', kind: 'external', file: '../x', target: '/w' }] },
    found: ['hdf5/external-link high'],
  },
  {
    name: 'an impossible dataset',
    part: { members: { w: { shape: [1n << 40n, 1n << 40n] } } },
    found: ['hdf5/shape-bomb high'],
  },
])('$name', async ({ part, found }) => {
  expect((await judge(hdf5Of(part))).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})

it('a file of h5py with everything that reaches out', async () => {
  expect((await judge(oldStyleHdf5())).map(({ id, severity, where }) => `${id} ${severity} ${where.inside}`)).toEqual([
    'hdf5/external-link high /outside',
    'hdf5/virtual-dataset high /virtual',
    'hdf5/external-storage high /again/e',
  ])
})

it('names attribute, layer and byte', async () => {
  const bytes = hdf5Of({ attributes: { model_config: lambda } })
  const [found] = await judge(bytes)
  expect(found?.where.inside).toBe('/@model_config: config.layers.0 (l)')
  const byte = found?.where.byte ?? 0
  expect(Buffer.from(bytes.subarray(byte, byte + 22)).toString()).toBe('{"class_name":"Lambda"')
})
