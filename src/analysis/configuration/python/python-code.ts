import type { Format } from '../../../base/bytes.ts'
import { ipynb, type Notebook, type NotebookCell } from '../../../formats/ipynb.ts'
import { looseText } from '../../../formats/loose-text.ts'
import type { PythonModule, PythonPlace } from '../../../formats/python/module.ts'
import { pythonModule, readPythonModule } from '../../../formats/python/python.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { toldOnce } from '../told-once.ts'

/** Files with Python. */
export const PYTHON_FILES: readonly string[] = ['**/*.py', '**/*.pyw', '**/*.ipynb']

/** A module, or all code cells of a notebook as one. */
export interface PythonCode {
  readonly module: PythonModule
  /** As text, for what is no use of a name. */
  readonly source: string
  readonly locate: (place: Pick<PythonPlace, 'line' | 'column'>) => Location
}

/**
 * Reading a module costs 50 times what looking for these words does (9 MB/s against 490 MB/s on 117 MB of site-packages, of which
 * 6 % of the files have one of them), and without any of them no rule over Python has anything to say.
 */
const WORDS =
  /pickle|joblib|\bdill\b|shelve|marshal\.load|trust_re|from_pretrained|hf_hub_download|snapshot_download|load_dataset|safe_mode|unsafe_deserialization|unverified_context|torch\.load|torch\.hub|torch import|torch as|yaml\.(?:load|unsafe)|yaml import|yaml as|unsafe_load|weights_only|WEIGHTS_ONLY|dangerous_deserialization|SentenceTransformer|pipeline\(|CA_BUNDLE|HTTPSVERIFY|SSL_NO_VERIFY|\bcurl |\bwget |-index-url|trusted-host|trust-remote-code|PIP_(?:EXTRA|INDEX|TRUSTED)|verify(?:_ssl|_certs?)? ?= ?False|(?:ssl_verify|validate_certs) ?= ?False|ssl ?= ?False|CERT_NONE|check_hostname/

const relevance: Format<boolean> = {
  id: 'configuration/python-words',
  parse: (bytes) => WORDS.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')),
}

/** The Python of a file; undefined where it has none of the words that matter. Throws what the format throws, to the first who asks. */
export function pythonOf(file: ScannedFile): Promise<PythonCode | undefined> {
  return toldOnce(file, 'configuration/python', undefined, async () => {
    if (!(await file.read(relevance))) return undefined
    if (file.path.endsWith('.ipynb')) return readCells(file)
    return {
      module: await file.read(pythonModule),
      source: await file.read(looseText),
      locate: ({ line, column }: Pick<PythonPlace, 'line' | 'column'>) => at(file.path, line, column),
    }
  })
}

async function readCells(file: ScannedFile): Promise<PythonCode> {
  const notebook = await file.read(ipynb)
  const cells = notebook.cells.filter(({ kind, language }) => kind === 'code' && /^(?:i?python\d?)$/.test(language))
  const texts = cells.map(({ source }) => withoutMagics(source.text))
  const source = `${texts.join('\n')}\n`
  return { module: readPythonModule(source, file.limits), source, locate: cellLocator(file.path, notebook, cells) }
}

/** The cells follow one another, so the first line of each is known. */
function cellLocator(path: string, notebook: Notebook, cells: readonly NotebookCell[]): PythonCode['locate'] {
  const starts: number[] = []
  let next = 1
  for (const { source } of cells) {
    starts.push(next)
    next += source.text.split('\n').length
  }
  return ({ line, column }) => {
    const index = Math.max(
      0,
      starts.findLastIndex((start) => start <= line),
    )
    const cell = cells[index]
    if (cell === undefined) return at(path, 1)
    const cellLine = line - (starts[index] ?? 1) + 1
    const place = notebook.lines.position(cell.source.original(offsetOf(cell.source.text, cellLine) + column - 1))
    return { path, lines: { start: place.line, end: place.line }, column: place.column, cell: cell.number, cellLine }
  }
}

function offsetOf(text: string, line: number): number {
  let offset = 0
  for (let i = 1; i < line; i++) offset = text.indexOf('\n', offset) + 1
  return offset
}

const FOREIGN_CELL = /^\s*%%(?!time|timeit|capture|prun|memit)/

/** Lines for IPython become statements that do nothing, so that lines keep their numbers. */
function withoutMagics(text: string): string {
  if (FOREIGN_CELL.test(text.slice(0, 200))) return text.replace(/[^\n]+/g, '')
  if (!/[%!?]/.test(text)) return text
  return text
    .split('\n')
    .map((line) => line.replace(/^(\s*)(?:[%!?].*|[\w.]{1,100}\?{1,2}\s*)$/, '$1pass'))
    .join('\n')
}
