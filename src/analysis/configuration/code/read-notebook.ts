import { ipynb, type Notebook, type NotebookCell } from '../../../formats/ipynb.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import { type MappedText, plainText, slicePart } from '../../../formats/mapped-text.ts'
import type { Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { FileCode } from './file-code.ts'
import { ShellCollector } from './shell-collector.ts'

const SHELL_CELL = /^\s*%(?:%(?:bash|sh|zsh|system|sx|cmd|!|script\s+(?:ba|z)?sh)|sh)\b[^\n]*\n?/
const SHELL_LANGUAGES: ReadonlySet<string> = new Set(['bash', 'sh', 'shell', 'shellscript', 'zsh'])

/** `!command`, `%pip …` and their like: the marker, then the command. */
const MAGIC_LINE =
  /^[ \t]*(?:[\w,. ]{1,80}=[ \t]*)?(?:!{1,2}|%(?:sx|system|sc)[ \t]+|%(?=(?:pip|uv|conda|mamba|micromamba)\b))/

/** What the code cells of a notebook have a shell run. */
export async function readNotebook(file: ScannedFile): Promise<FileCode> {
  const notebook = await file.read(ipynb)
  const collector = new ShellCollector(file.limits)
  for (const cell of notebook.cells) {
    if (cell.kind !== 'code') continue
    const site = { locate: cellLocator(file.path, notebook, cell) }
    for (const script of scriptsIn(cell)) collector.readScript(script, site)
  }
  return collector.finish('notebook')
}

/** Places of offsets in the source of a cell. */
export function cellLocator(path: string, notebook: Notebook, cell: NotebookCell): (offset: number) => Location {
  const inCell = lineIndex(cell.source.text)
  return (offset) => {
    const { line, column } = notebook.lines.position(cell.source.original(offset))
    return {
      path,
      lines: { start: line, end: line },
      column,
      cell: cell.number,
      cellLine: inCell.position(offset).line,
    }
  }
}

function scriptsIn({ source, language }: NotebookCell): readonly MappedText[] {
  const whole = plainText(source.text)
  if (SHELL_LANGUAGES.has(language)) return [whole]
  const head = SHELL_CELL.exec(source.text.slice(0, 2000))
  if (head !== null) return [slicePart(whole, head[0].length)]
  if (!/[!%]/.test(source.text)) return []
  return magicLines(whole)
}

/** A line that ends in `\` goes on. */
function magicLines(whole: MappedText): readonly MappedText[] {
  const found: MappedText[] = []
  const { text } = whole
  for (let start = 0; start < text.length;) {
    let end = lineEnd(text, start)
    const marker = MAGIC_LINE.exec(text.slice(start, Math.min(end, start + 300)))
    if (marker !== null) {
      while (text[end - 1] === '\\' && end < text.length) end = lineEnd(text, end + 1)
      found.push(slicePart(whole, start + marker[0].length, end))
    }
    start = end + 1
  }
  return found
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
