import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inspectModel } from '../src/analysis/models/inspect-model.ts'
import { fileOf } from './support/file-of.ts'
import { flaxArray, msgpackOf } from './support/msgpack-writer.ts'
import { crashes } from './support/mutations.ts'
import { mxnetParams } from './support/mxnet-writer.ts'
import { rCall, rFile, rPromise, rStrings } from './support/r-writer.ts'
import { torch7Of } from './support/torch7-writer.ts'
import { ubjsonOf } from './support/ubjson-writer.ts'
import { xgboostModel } from './support/xgboost-writer.ts'
import { writeZip } from './support/zip-writer.ts'

async function ids(name: string, bytes: Uint8Array): Promise<readonly string[]> {
  return (await inspectModel(fileOf(name, bytes))).observations.map(({ id, severity }) => `${severity} ${id}`)
}

const SKOPS = JSON.stringify({ __class__: 'system', __module__: 'os', __loader__: 'FunctionNode' })
const SEEDS: Readonly<Record<string, readonly [name: string, bytes: Uint8Array, found: string | undefined]>> = {
  skops: ['a.skops', writeZip([{ name: 'schema.json', data: SKOPS }]), 'critical skops/execution'],
  'skops in skops': [
    'a.skops',
    writeZip([{ name: 'inner.bin', data: writeZip([{ name: 'schema.json', data: SKOPS }]) }]),
    'critical skops/execution',
  ],
  nemo: [
    'a.nemo',
    gzipSync(writeZip([{ name: 'model_config.yaml', data: 'a: {_target_: os.system}' }])),
    'critical hydra/execution',
  ],
  'a promise of R, packed': [
    'a.rds',
    gzipSync(rFile(rPromise(rCall('system', rStrings('id'))))),
    'critical rdata/execution',
  ],
  'compiled Lua': ['a.t7', torch7Of({ kind: 'function', code: '\u001bLJ\u0002' }), 'critical torch7/function'],
  'a pointer of MXNet': [
    'a-symbol.json',
    Buffer.from(
      '{"nodes":[{"op":"_Native","name":"x","attrs":{"info":"1"},"inputs":[]}],"arg_nodes":[],"heads":[[0,0,0]]}',
    ),
    'critical mxnet/pointer',
  ],
  'a tree that is none': ['a.ubj', ubjsonOf(xgboostModel({ left: [1, 1, -1] })), 'medium xgboost/tree-loop'],
  'a legacy GGML file': ['a.bin', Buffer.from('tjgg\u0003\0\0\0', 'latin1'), 'medium container/not-inspected'],
  RKNN: ['a.rknn', Buffer.from('RKNN\0\0\0\0'), 'medium container/not-inspected'],
  'a model of XGBoost': ['a.json', Buffer.from(JSON.stringify(xgboostModel())), undefined],
  'a state of Flax': ['a.msgpack', msgpackOf({ params: flaxArray([2], 'float32', 8) }), undefined],
  'parameters of MXNet': ['a.params', mxnetParams([{ name: 'a', shape: [2n], type: 0, bytes: 8 }]), undefined],
}

describe('models of other ecosystems, through the whole inspection', () => {
  it.each(Object.entries(SEEDS))('%s', async (_, [name, bytes, found]) => {
    const all = await ids(name, bytes)
    if (found === undefined) expect(all).toEqual([])
    else expect(all).toContain(found)
  })

  it.each(Object.entries(SEEDS))(
    '%s survives damage',
    async (_, [name, bytes]) => {
      const survivors = await crashes(bytes.length > 300 ? bytes.subarray(0, 300) : bytes, (damaged) =>
        inspectModel(fileOf(name, damaged)),
      )
      expect(survivors).toEqual([])
    },
    60_000,
  )
})
