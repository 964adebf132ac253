import type { Limits } from '../../../base/limits.ts'
import { FormatError, LimitError } from '../../../base/errors.ts'
import { type NotebookCell, notebookOf } from '../../../formats/ipynb.ts'
import { json } from '../../../formats/json.ts'
import { decodeText } from '../../../formats/text.ts'
import { entries, get, items, string, type TreeValue } from '../../../formats/tree.ts'
import type { PackageFile } from '../package-file.ts'
import { followed } from '../scripts/inspect-script.ts'
import { type EmbeddedCode, ScriptFindings, type TextInspection } from '../scripts/script-findings.ts'

/** Most cells and outputs that are read. */
const MOST_CELLS = 5000

/**
 * What a notebook does: the commands of its magics (`!…`, `%%bash`, `%pip`) are followed, its code by language is handed on, scripts in its
 * saved outputs, which run when it is shown as trusted, as well.
 */
export function inspectNotebook(bytes: Uint8Array, file: PackageFile, limits: Limits): TextInspection {
  const findings = new ScriptFindings(file)
  try {
    const tree = json.parse(bytes, limits)
    const { cells, lines } = notebookOf(decodeText(bytes), tree)
    for (const cell of cells.slice(0, MOST_CELLS))
      if (cell.kind === 'code') readCell(cell, lines.position(cell.source.original(0)).line, findings)
    for (const cell of items(get(tree.root, 'cells')).slice(0, MOST_CELLS))
      for (const output of items(get(cell, 'outputs')).slice(0, 1000))
        readOutput(output, lines.position(output.offset).line, findings)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    findings.add('unread', 'notebook', { line: 1, column: 1 }, 'unknown', [], error.message)
  }
  return followed(findings, limits, { when: 'call' })
}

/** Cell magics by which a cell is of another language. */
const CELL_MAGICS: ReadonlyMap<string, EmbeddedCode['language']> = new Map([
  ['bash', 'shell'], ['sh', 'shell'], ['shell', 'shell'], ['system', 'shell'], ['sx', 'shell'], ['!', 'shell'],
  ['javascript', 'javascript'], ['js', 'javascript'], ['node', 'javascript'], ['python', 'python'], ['python3', 'python'], ['pypy', 'python'],
  ['powershell', 'powershell'], ['pwsh', 'powershell'], ['cmd', 'batch'],
]) // prettier-ignore

function readCell({ language, source }: NotebookCell, line: number, findings: ScriptFindings): void {
  const { text } = source
  const magic = /^\s{0,100}%%([\w!]{1,40})([^\n]{0,2000})\n?/.exec(text.slice(0, 2200))
  if (magic !== null) {
    const name = magic[1] === 'script' ? (magic[2] ?? '').trim().split(/\s/, 1)[0]?.replace(/^.*\//, '') : magic[1]
    const other = CELL_MAGICS.get(name ?? '')
    if (other !== undefined) return findings.addCode(other, text.slice(magic[0].length), line + 1)
    if (/^(?:html|svg|latex|markdown|writefile|file|R|ruby|perl|sql|cython|cpp)$/.test(name ?? '')) return
  }
  const own = languageOf(language)
  if (own !== 'python') return own === undefined ? undefined : findings.addCode(own, text, line)
  readPython(text, line, findings)
}

function languageOf(name: string): EmbeddedCode['language'] | undefined {
  if (/^(?:i?python\d?|python)$/.test(name)) return 'python'
  if (/^(?:javascript|typescript|deno|js)$/.test(name)) return 'javascript'
  if (/^(?:bash|sh|shell|zsh)$/.test(name)) return 'shell'
  return /^(?:powershell|pwsh)$/.test(name) ? 'powershell' : undefined
}

/** Lines of IPython that are no Python: `!command`, `x = !command`, `%magic`. They are taken out, the line stays. */
function readPython(text: string, line: number, findings: ScriptFindings): void {
  const rest = text.split('\n').map((one, index) => {
    const shell =
      /^(\s{0,200})(?:[\w, ]{1,100}=\s{0,10})?!{1,2}(.*)$/.exec(one.slice(0, 65_536)) ??
      /^(\s{0,200})%{1,2}(?:sx|system|sh|bash)\s(.*)$/.exec(one.slice(0, 65_536))
    const installer = /^(\s{0,200})%((?:pip|conda|mamba|uv|poetry) .*)$/.exec(one.slice(0, 65_536))
    const command = shell?.[2] ?? installer?.[2]
    if (command !== undefined) findings.addCode('shell', command, line + index)
    const isMagic =
      command !== undefined || /^\s{0,200}%{1,2}\w/.test(one) || /^\s{0,200}\?|\?\s{0,20}$/.test(one.slice(0, 300))
    return isMagic ? `${/^\s*/.exec(one.slice(0, 200))?.[0] ?? ''}pass` : one
  })
  findings.addCode('python', rest.join('\n'), line)
}

function readOutput(output: TreeValue, line: number, findings: ScriptFindings): void {
  for (const { key, value } of entries(get(output, 'data'))) {
    const text =
      string(value) ??
      items(value)
        .map((item) => string(item) ?? '')
        .join('')
    if (key === 'application/javascript') findings.addCode('javascript', text, line)
    if (key !== 'text/html' && key !== 'image/svg+xml') continue
    for (const script of text
      .slice(0, 4 * 1024 * 1024)
      .split(/<script\b/i)
      .slice(1, 200)) {
      const body = script.slice(script.indexOf('>') + 1).split(/<\/script/i, 1)[0] ?? ''
      if (
        !/^[^>]{0,500}\btype\s{0,5}=\s{0,5}["']?(?:application\/(?:json|vnd)|text\/(?:template|x-))/i.test(
          script.slice(0, 600),
        )
      )
        findings.addCode('javascript', body, line)
    }
  }
}
