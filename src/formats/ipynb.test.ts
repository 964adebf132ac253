import { expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { ipynb } from './ipynb.ts'

const parse = (text: string) => ipynb.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)

it.each([
  ['a string', '{"cells":[{"cell_type":"code","source":"a\\nb"}]}', 'a\nb'],
  ['a list', '{"cells":[{"cell_type":"code","source":["a\\n","b"]}]}', 'a\nb'],
  ['nbformat 3', '{"worksheets":[{"cells":[{"cell_type":"code","input":["a\\n","b"]}]}]}', 'a\nb'],
  ['no source', '{"cells":[{"cell_type":"code"}]}', ''],
  ['escapes', '{"cells":[{"cell_type":"code","source":"\\"\\u0061\\\\"}]}', '"a\\'],
])('%s', (_name, text, source) => {
  const [cell] = parse(text).cells
  expect(cell?.source.text).toBe(source)
  for (const [index, character] of [...source].entries()) {
    const written = text.slice(cell?.source.original(index))
    expect(written.startsWith(character) || written.startsWith('\\')).toBe(true)
  }
})

it.each([
  ['{"cells":[]}', 'python'],
  ['{"cells":[],"metadata":{"kernelspec":{"language":"R"}}}', 'r'],
  ['{"cells":[],"metadata":{"language_info":{"name":"julia"}}}', 'julia'],
])('%s is in %s', (text, language) => {
  expect(parse(text).language).toBe(language)
})

it('cells are counted over all kinds', () => {
  const text = '{"cells":[{"cell_type":"markdown","source":"x"},{"cell_type":"code","source":"y"}]}'
  expect(parse(text).cells.map(({ number, kind, source }) => `${number} ${kind} ${source.text}`)).toEqual([
    '1 other ',
    '2 code y',
  ])
})
