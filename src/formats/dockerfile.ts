import type { Format } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { readExecForm } from './dockerfile-exec-form.ts'
import { readHereDocuments } from './dockerfile-here-documents.ts'
import { logicalLine } from './dockerfile-lines.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { type MappedText, slicePart } from './mapped-text.ts'
import { decodeText } from './text.ts'

/** A Dockerfile or Containerfile, in the order of its instructions. */
export interface Dockerfile {
  /** The character that continues lines, from the `# escape=` directive. */
  readonly escape: '\\' | '`'
  readonly instructions: readonly DockerInstruction[]
  readonly lines: LineIndex
  /** Offsets of instructions whose here-document never ends: it swallows the rest of the file. */
  readonly unclosed: readonly number[]
}

/** One instruction; all texts map to offsets in the file. */
export interface DockerInstruction {
  /** Upper case. `ONBUILD RUN x` is `RUN`. */
  readonly keyword: string
  readonly offset: number
  /** `--mount=type=cache,target=/x`, by name without dashes. */
  readonly flags: readonly DockerFlag[]
  /**
   * What stands behind keyword and flags, lines joined, comments left out; here-documents follow behind a line break, closed by
   * their delimiter, as a shell reads them.
   */
  readonly arguments: MappedText
  /** The items of the JSON form; absent in the shell form. */
  readonly exec?: readonly MappedText[]
}

export interface DockerFlag {
  readonly name: string
  readonly value: string
}

/** The syntax of the Dockerfile reference (frontend 1.x). A line without a known keyword is an instruction of that name. */
export const dockerfile: Format<Dockerfile> = {
  id: 'dockerfile',
  parse: (bytes, limits) => parseDockerfile(decodeText(bytes), limits),
}

const WITH_HERE_DOCUMENTS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD'])
const WITH_EXEC_FORM: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'COPY', 'ADD'])

function parseDockerfile(text: string, limits: Limits): Dockerfile {
  const lines = lineIndex(text)
  const escape = escapeDirective(text)
  const instructions: DockerInstruction[] = []
  const unclosed: number[] = []
  let at = 0
  while (at < text.length) {
    const line = logicalLine(text, at, escape)
    at = line.end
    if (line.content === undefined) continue
    if (instructions.length >= limits.nodes) {
      throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} instructions in one file`, lines.position(at))
    }
    const { keyword, rest } = split(line.content)
    if (!WITH_HERE_DOCUMENTS.has(keyword)) instructions.push(instruction(keyword, line.content, rest))
    else {
      const documents = readHereDocuments(text, at, rest, limits)
      at = documents.end
      if (!documents.isClosed) unclosed.push(line.content.original(0))
      instructions.push(instruction(keyword, line.content, documents.content))
    }
  }
  return { escape, instructions, lines, unclosed }
}

/** Directives stand at the top, one a line, before anything else ("Parser directives"). */
function escapeDirective(text: string): '\\' | '`' {
  for (const match of text.slice(0, 4096).matchAll(/([^\n]*)(?:\n|$)/g)) {
    const directive = /^\s*#\s*([a-zA-Z][\w.]{0,30})\s*=\s*(\S+)/.exec(match[1] ?? '')
    if (directive === null) return '\\'
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\'
  }
  return '\\'
}

function split(content: MappedText): { readonly keyword: string; readonly rest: MappedText } {
  const end = /\s|$/.exec(content.text)?.index ?? content.text.length
  const keyword = content.text.slice(0, end).toUpperCase()
  const behind = end + (/^\s*/.exec(content.text.slice(end))?.[0].length ?? 0)
  const rest = slicePart(content, behind)
  return keyword === 'ONBUILD' && rest.text !== '' && !/^onbuild/i.test(rest.text) ? split(rest) : { keyword, rest }
}

function instruction(keyword: string, content: MappedText, rest: MappedText): DockerInstruction {
  const flags: DockerFlag[] = []
  const flag = /--([a-z][a-z-]*)(?:=(\S*))?\s*/gy
  let start = 0
  for (let match = flag.exec(rest.text); match !== null; match = flag.exec(rest.text)) {
    flags.push({ name: match[1] ?? '', value: match[2] ?? '' })
    start = flag.lastIndex
  }
  const text = slicePart(rest, start)
  const exec = WITH_EXEC_FORM.has(keyword) ? readExecForm(text) : undefined
  return { keyword, offset: content.original(0), flags, arguments: text, ...(exec === undefined ? {} : { exec }) }
}
