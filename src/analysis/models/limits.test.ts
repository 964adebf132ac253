import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { calling } from '../../../test/support/model-cases.ts'
import { torchZip } from '../../../test/support/torch-files.ts'
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts'
import { inspectModel } from './inspect-model.ts'

async function found(path: string, content: string | Uint8Array, limits: Partial<Limits> = {}) {
  const { observations } = await inspectModel(fileOf(path, content, { ...DEFAULT_LIMITS, ...limits }))
  return observations.map(({ id }) => id)
}

const LAMBDA = JSON.stringify({ class_name: 'Lambda', config: { function: ['4wAAAAA='] } })
const TEMPLATE = JSON.stringify({ chat_template: "{{ ''.__class__.__mro__ }}" })
const GRAPH = JSON.stringify({ nodes: [{ op: 'Custom', name: 'a', inputs: [] }], arg_nodes: [], heads: [[0, 0, 0]] })

describe('the limits of a scan', () => {
  it.each([
    ['a configuration of Keras', 'config.json', LAMBDA],
    ['a chat template', 'tokenizer_config.json', TEMPLATE],
    ['a graph of MXNet', 'model-symbol.json', GRAPH],
  ])('bound %s, and what was not read is said', async (_, path, content) => {
    const whole = await found(path, content)
    expect(whole).not.toEqual([])
    expect(whole).not.toContain('container/not-inspected')
    expect(await found(path, content, { fileBytes: content.length })).toEqual(whole)
    expect(await found(path, content, { fileBytes: content.length - 1 })).toEqual(['container/not-inspected'])
  })

  it('bound what stands in an archive', async () => {
    const archive = torchZip(undefined, [{ name: 'archive/config.json', data: Buffer.from(LAMBDA) }])
    expect(await found('model.pt', archive)).toContain('keras/lambda')
    const few = await found('model.pt', archive, { fileBytes: LAMBDA.length - 1 })
    expect(few).not.toContain('keras/lambda')
    expect(few).toContain('container/not-inspected')
  })

  it('bound the time, and what was not reached is said', async () => {
    const archive = torchZip(calling('posix', 'system', 'id'))
    expect(await found('model.pt', archive)).not.toContain('container/not-inspected')
    expect(await found('model.pt', archive, { fileMilliseconds: -1 })).toContain('container/not-inspected')
  })
})
