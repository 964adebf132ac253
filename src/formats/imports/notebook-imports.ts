import type { Notebook, NotebookCell } from '../ipynb.ts'
import type { ImportedModule } from './imported-module.ts'
import { readPythonImports } from './python-imports.ts'

/** An import of a cell; `line` counts in the file. */
export interface NotebookImport extends ImportedModule {
  /** 1-based, as cells are shown. */
  readonly cell: number
  /** 1-based, in the source of the cell. */
  readonly cellLine: number
}

/** The modules that the Python cells of a notebook import. Lines for IPython and cells in other languages import nothing. */
export function notebookImports(notebook: Notebook): readonly NotebookImport[] {
  return notebook.cells.flatMap((cell) =>
    cell.kind === 'code' && PYTHON.test(cell.language) ? cellImports(notebook, cell) : [],
  )
}

const PYTHON = /^i?python\d?$/
/** `%%bash`, `%%writefile`, `%%sql`; the others run the cell as Python. */
const FOREIGN_CELL = /^\s*%%(?!time|timeit|capture|prun|memit)/

function cellImports(notebook: Notebook, { source, number }: NotebookCell): readonly NotebookImport[] {
  if (!source.text.includes('import') || FOREIGN_CELL.test(source.text.slice(0, 200))) return []
  const starts = lineStarts(source.text)
  return readPythonImports(Buffer.from(withoutMagic(source.text))).map((one) => ({
    ...one,
    line: notebook.lines.position(source.original(starts[one.line - 1] ?? 0)).line,
    cell: number,
    cellLine: one.line,
  }))
}

/** Lines keep their numbers. A magic line that goes on in the next takes that with it. */
function withoutMagic(text: string): string {
  if (!/[%!?]/.test(text)) return text
  let goesOn = false
  return text
    .split('\n')
    .map((line) => {
      const isMagic = goesOn || /^\s*(?:[\w, ]{1,80}=\s*)?[%!?]/.test(line)
      goesOn = isMagic && line.endsWith('\\')
      return isMagic ? '' : line
    })
    .join('\n')
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
