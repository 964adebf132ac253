import type { Format } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import { json } from './json.ts'
import { appendJsonString } from './json-string.ts'
import type { LineIndex } from './line-index.ts'
import { type MappedText, MappedTextBuilder } from './mapped-text.ts'
import { decodeText } from './text.ts'
import { entry, get, getPath, items, string, type Tree, type TreeValue } from './tree.ts'

/** A Jupyter notebook of nbformat 3 or 4. */
export interface Notebook {
  /** Of the kernel, lower case, for example `python`, `r`, `bash`. */
  readonly language: string
  readonly cells: readonly NotebookCell[]
  /** Of the physical file. */
  readonly lines: LineIndex
}

export interface NotebookCell {
  /** 1-based over all cells, as they are shown. */
  readonly number: number
  readonly kind: 'code' | 'other'
  /** Its own language where the cell states one, else the kernel's. */
  readonly language: string
  /** The source of a code cell, mapping to offsets in the file; empty for other cells. */
  readonly source: MappedText
}

/** The code of a notebook (nbformat.readthedocs.io, "The Notebook file format"). Throws FORMAT_SHAPE where there are no cells. */
export const ipynb: Format<Notebook> = {
  id: 'ipynb',
  parse: (bytes, limits) => notebookOf(decodeText(bytes), json.parse(bytes, limits)),
}

/** The same of a tree, for who needs more of the notebook than its code: `text` is what the tree was read from. Throws FORMAT_SHAPE. */
export function notebookOf(text: string, tree: Tree): Notebook {
  const written = cellsOf(tree)
  const language = languageOf(tree.root)
  const cells = written.map((value, index) => readCell(text, value, index + 1, language))
  return { language, cells, lines: tree.lines }
}

/** nbformat 4 has one list of cells, nbformat 3 one per worksheet. */
function cellsOf({ root, lines }: Tree): readonly TreeValue[] {
  const cells = get(root, 'cells')
  if (cells?.kind === 'array') return cells.items
  const worksheets = get(root, 'worksheets')
  if (worksheets?.kind === 'array') return worksheets.items.flatMap((sheet) => items(get(sheet, 'cells')))
  const place = entry(root, 'cells')?.keyOffset ?? root.offset
  throw new FormatError('FORMAT_SHAPE', 'expected the list of cells of a notebook, found none', lines.position(place))
}

function languageOf(root: TreeValue): string {
  const places = [
    ['metadata', 'kernelspec', 'language'],
    ['metadata', 'language_info', 'name'],
  ]
  const found = places.map((path) => string(getPath(root, ...path))).find((name) => name !== undefined && name !== '')
  return (found ?? 'python').slice(0, 40).toLowerCase()
}

function readCell(text: string, cell: TreeValue, number: number, kernel: string): NotebookCell {
  const kind = string(get(cell, 'cell_type')) === 'code' ? 'code' : 'other'
  // nbformat 3: `language` and `input`. VS Code keeps the language of a cell in its metadata.
  const own = string(get(cell, 'language')) ?? string(getPath(cell, 'metadata', 'vscode', 'languageId'))
  const source = kind === 'code' ? (get(cell, 'source') ?? get(cell, 'input')) : undefined
  return {
    number,
    kind,
    language: (own ?? kernel).slice(0, 40).toLowerCase(),
    source: joinedSource(text, source, cell.offset),
  }
}

/** The source is one string or a list of strings that carry their own line ends. */
function joinedSource(text: string, source: TreeValue | undefined, offset: number): MappedText {
  const joined = new MappedTextBuilder()
  for (const part of source?.kind === 'array' ? source.items : [source]) {
    if (part?.kind === 'scalar' && typeof part.value === 'string') appendJsonString(text, part.offset, joined)
  }
  return joined.build(offset)
}
