import { describe, expect, it } from 'vitest'
import { crashes } from '../../../../test/support/mutations.ts'
import { FormatError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readOpenvino } from '../../../formats/openvino/openvino.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeOpenvino } from './judge-openvino.ts'

const read = (text: string | Uint8Array) => readOpenvino(memorySource(Buffer.from(text)), DEFAULT_LIMITS)

const constant = (data: string, id = '1'): string =>
  `<layer id="${id}" name="w" type="Const" version="opset1"><data ${data}/></layer>`
const WEIGHTS = constant('element_type="f32" shape="4, 3" offset="0" size="48"')
const INPUT = '<layer id="0" name="x" type="Parameter" version="opset1"><data shape="1,4" element_type="f32"/></layer>'
const net = (layers: string, edges = '', version = '11'): string =>
  `<?xml version="1.0"?>\n<net name="m" version="${version}">\n<layers>${layers}</layers>\n<edges>${edges}</edges>\n</net>`
const layer = (type: string, opset: string): string => net(`<layer id="0" name="x" type="${type}" version="${opset}"/>`)
const edge = (from: number, to: number): string =>
  `<edge from-layer="${from}" from-port="0" to-layer="${to}" to-port="0"/>`
const branch = (inner: string): string =>
  net(
    `<layer id="0" name="i" type="If" version="opset8"><then_body><layers>${inner}</layers><edges>${edge(0, 1)}</edges></then_body></layer>`,
  )

const CASES: readonly { name: string; text: string; found: readonly string[] }[] = [
  { name: 'a net', text: net(INPUT + WEIGHTS, edge(1, 0)), found: [] },
  { name: 'a body with numbers of its own', text: branch(INPUT + WEIGHTS), found: [] },
  { name: 'an edge out of a body', text: branch(INPUT), found: ['openvino-layout/edge medium'] },
  { name: 'an edge to nothing', text: net(INPUT, edge(0, 9)), found: ['openvino-layout/edge medium'] },
  { name: 'a number twice', text: net(INPUT + INPUT), found: ['openvino-layout/layer-id medium'] },
  { name: 'an operation set of today', text: layer('Convolution', 'opset16'), found: [] },
  { name: 'of the GPU plug-in', text: layer('Convolution', 'gpu_opset'), found: [] },
  { name: 'an extension', text: layer('Mine', 'my_opset'), found: ['openvino/custom-operator medium'] },
  { name: 'an extension without a name', text: layer('Mine', 'extension'), found: ['openvino/custom-operator medium'] },
  { name: 'a tokenizer', text: layer('StringTensorUnpack', 'extension'), found: ['openvino/custom-operator low'] },
  {
    name: 'an extension in a branch',
    text: branch('<layer id="0" type="X" version="evil"/><layer id="1" type="Y" version="opset1"/>'),
    found: ['openvino/custom-operator medium'],
  },
  { name: 'before operation sets', text: net('<layer id="0" type="Input"/>', '', '7'), found: [] },
  {
    name: 'a negative offset',
    text: net(constant('element_type="f32" shape="1" offset="-8" size="4"')),
    found: ['openvino-layout/data-range high'],
  },
  {
    name: 'an end beyond 2^63',
    text: net(constant('element_type="u8" shape="1" offset="9223372036854775807" size="9"')),
    found: ['openvino-layout/data-range high'],
  },
  {
    name: 'no number',
    text: net(constant('element_type="u8" shape="1" offset="0x10" size="9"')),
    found: ['openvino-layout/data-range high'],
  },
  {
    name: 'too few bytes',
    text: net(constant('element_type="f32" shape="4,3" offset="0" size="47"')),
    found: ['openvino-layout/size-mismatch high'],
  },
  { name: 'a scalar', text: net(constant('element_type="i64" shape="" offset="0" size="8"')), found: [] },
  { name: 'four bits each', text: net(constant('element_type="u4" shape="3" offset="0" size="2"')), found: [] },
  {
    name: 'a shape that is none',
    text: net(constant('element_type="u8" shape="-1" offset="0" size="2"')),
    found: ['openvino-layout/size-mismatch high'],
  },
  {
    name: 'an offset that is none of weights',
    text: net('<layer id="0" type="Crop" version="opset1"><data offset="0,0,1" size="3"/></layer>'),
    found: [],
  },
  {
    name: 'entities',
    text: `<!DOCTYPE net [<!ENTITY x SYSTEM "file:///etc/passwd">]>${net(INPUT).slice(22)}`,
    found: ['openvino/doctype medium', 'openvino/entity high', 'openvino/external-entity high'],
  },
  { name: 'an end that is missing', text: net(INPUT).slice(0, -8), found: ['openvino-layout/broken medium'] },
]

it.each(CASES)('$name', async ({ text, found }) => {
  expect(judgeOpenvino(await read(text)).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})

it('how many bytes the file of weights must have', async () => {
  const model = await read(net(WEIGHTS + constant('element_type="u8" shape="5" offset="48" size="5"', '2')))
  expect(model).toMatchObject({ irVersion: 11, name: 'm', layers: 2, weightsEnd: 53n })
})

describe('hostile bytes', () => {
  it('refuses what is no net', async () => {
    for (const text of ['', 'hello', '<a/>', '<network/>']) await expect(read(text)).rejects.toBeInstanceOf(FormatError)
  })
  it('no mutation crashes', async () => {
    expect(
      await crashes(Buffer.from(net(INPUT + WEIGHTS, edge(1, 0))), async (bytes) => judgeOpenvino(await read(bytes))),
    ).toEqual([])
  })
})
