import type { NotebookCell } from '../../formats/ipynb.ts'
import { type MappedText, slicePart } from '../../formats/mapped-text.ts'
import { type CommandSite, nestedSite } from '../commands/command-site.ts'
import { readNested, readPython, readScript } from '../commands/script.ts'
import { interpreterOf } from '../../formats/shell-inline-script.ts'
import { magicReader } from './magic.ts'
import type { Session } from './session.ts'

const SHELL_LANGUAGES: ReadonlySet<string> = new Set(['bash', 'sh', 'shell', 'shellscript', 'zsh'])
/** Cell magics whose body goes to a shell; `sh` with one `%` is Databricks'. */
const SHELL_CELLS: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'system', 'sx', 'cmd', '!'])
const PYTHON_CELLS: ReadonlySet<string> = new Set(['python', 'python2', 'python3', 'pypy'])
/** Cell magics whose body is no Python: text, other languages, files that are written. */
const FOREIGN_CELLS: ReadonlySet<string> = new Set(
  (
    'html HTML javascript js svg SVG latex markdown sql bigquery R julia ruby perl cython cpp cuda cu rust writefile ' +
    'file configure spark scala css mermaid writetemplate ai skip false pyspark_sql'
  ).split(' '),
)
/** `%%time` around `%%capture` around `%%bash` is possible; more is not written. */
const MOST_CELL_MAGICS = 5

/** Records what a code cell installs. */
export function readCell(cell: NotebookCell, site: CommandSite, session: Session): void {
  if (SHELL_LANGUAGES.has(cell.language)) return readScript(cell.source.text, site)
  const whole: MappedText = { text: cell.source.text, original: (index) => index }
  const { body, magic } = withoutCellMagics(whole)
  if (magic === undefined) return readIpython(body, site, session)
  if (SHELL_CELLS.has(magic.name)) return readNested(body, site)
  if (magic.name === 'script') return readScriptCell(magic.line, body, site)
  if (PYTHON_CELLS.has(magic.name)) readPython(body.text, nestedSite(site, body, site.variable))
}

interface CellMagic {
  readonly name: string
  readonly line: string
}

/** The body of a cell behind magics that leave it Python; `magic` is the first that does not. */
function withoutCellMagics(whole: MappedText): { readonly body: MappedText; readonly magic?: CellMagic } {
  let body = whole
  for (let i = 0; i < MOST_CELL_MAGICS; i++) {
    const match = /^\s*%(?:%([\w!]+)|(sh)\b)([^\n]*)/.exec(body.text)
    if (match === null) return { body }
    const magic = { name: match[1] ?? match[2] ?? '', line: match[3] ?? '' }
    const isShell = match[2] !== undefined
    // Databricks takes the command on the line of its `%sh` too.
    body = slicePart(body, isShell ? match[0].length - magic.line.length : match[0].length)
    const ends = [SHELL_CELLS, PYTHON_CELLS, FOREIGN_CELLS].some((names) => names.has(magic.name))
    if (ends || magic.name === 'script') return { body, magic }
  }
  return { body }
}

/** `%%script bash -e`: the program that gets the body; `false` is how people switch a cell off. */
function readScriptCell(line: string, body: MappedText, site: CommandSite): void {
  const program = line
    .trim()
    .split(/\s+/)
    .find((word) => !word.startsWith('--'))
  const interpreter = interpreterOf(`#!${program ?? ''}`)
  if (interpreter === 'shell') readNested(body, site)
  else if (interpreter === 'python') readPython(body.text, nestedSite(site, body, site.variable))
}

function readIpython(body: MappedText, site: CommandSite, session: Session): void {
  const inside = nestedSite(site, body, site.variable)
  const read = magicReader(session)
  // Without `%`, a magic works only where the cell is a single line (IPython, `run_cell_async`).
  const line = body.text.trim()
  if (line.includes('\n') || !/^(?:pip|conda|mamba|micromamba|uv)\s/.test(line))
    return readPython(body.text, inside, read)
  const start = body.text.indexOf(line)
  read('%', slicePart({ text: body.text, original: (index) => index }, start, start + line.length), inside)
}
