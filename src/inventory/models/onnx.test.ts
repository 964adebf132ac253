import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { onnxExternal, onnxNode, onnxOf } from '../../../test/support/onnx-writer.ts'
import { onnx } from './onnx.ts'

function located(...locations: readonly string[]): Uint8Array {
  const tensors = locations.map((location, index) => onnxExternal(`w${index}`, [['location', location]]))
  return onnxOf({ nodes: [onnxNode('MatMul')], tensors })
}

async function includesOf(...locations: readonly string[]): Promise<readonly string[]> {
  const { includes } = await onnx.extract(fileOf('m/model.onnx', located(...locations)))
  return includes.map(({ path, extractor }) => `${path} by ${extractor}`)
}

describe('the files an ONNX model takes weights from', () => {
  it.each([
    [['w.data'], ['m/w.data by models/external-data']],
    [['sub/w.data', 'sub/w.data'], ['m/sub/w.data by models/external-data']],
    [['../w.data'], []],
    [['/etc/passwd'], []],
    [['a\\..\\b'], []],
    [['*/_ORT_MEM_ADDR_/*'], []],
    [['~/w'], []],
    [['C:w'], []],
    [[''], []],
  ])('%j', async (locations, expected) => {
    expect(await includesOf(...locations)).toEqual(expected)
  })

  it('are bounded', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `w${index}`)
    expect(await includesOf(...many)).toHaveLength(200)
  })

  it('are unknown for what is no ONNX, and the file is still there', async () => {
    const { clues, includes } = await onnx.extract(fileOf('m/model.onnx', 'text'))
    expect(includes).toEqual([])
    expect(clues).toMatchObject([{ kind: 'weights', format: 'onnx', size: 4 }])
  })
})
