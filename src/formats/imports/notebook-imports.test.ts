import { expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { ipynb } from '../ipynb.ts'
import { notebookImports } from './notebook-imports.ts'

function inWords(language: string, ...cells: readonly string[]): readonly string[] {
  const code = cells.map((source) => ({ cell_type: 'code', source: source.split(/(?<=\n)/) }))
  const text = JSON.stringify({ metadata: { kernelspec: { language } }, cells: code }, undefined, 1)
  const lines = text.split('\n')
  return notebookImports(ipynb.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)).map(
    ({ module, line, cell, cellLine }) =>
      `${module} ${cell}:${cellLine}${lines[line - 1]?.includes(module) ? '' : ' elsewhere'}`,
  )
}

it.each([
  ['cells', ['import a\n\nimport b', 'x = 1', 'from c import d'], ['a 1:1', 'b 1:3', 'c 3:1']],
  ['magic lines', ['%load_ext x\n!echo "import y"\nimport a\n?help\nout = !python -c \'import z\''], ['a 1:3']],
  ['a magic line that goes on', ['!pip install \\\n  import\nimport a'], ['a 1:3']],
  ['cells of other languages', ['%%bash\nimport a', '%%time\nimport b'], ['b 2:2']],
] as const)('reads %s', (_, cells, expected) => {
  expect(inWords('python', ...cells)).toEqual(expected)
})

it('reads no notebook of another language', () => {
  expect(inWords('R', 'import a')).toEqual([])
})
