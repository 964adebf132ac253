import { type MappedText, MappedTextBuilder } from './mapped-text.ts'

/** One logical line; `content` is absent for blank and comment lines. `end` is where the next one begins. */
export interface LogicalDockerLine {
  readonly content: MappedText | undefined
  readonly end: number
}

/**
 * Reads from `start`: a line that ends in the escape character goes on in the next one; comment lines and blank lines in
 * between are left out (Dockerfile reference, "Format"). An escaped escape character at the end does not continue.
 */
export function logicalLine(text: string, start: number, escape: '\\' | '`'): LogicalDockerLine {
  const content = new MappedTextBuilder()
  let at = start
  for (;;) {
    const line = at
    const newline = text.indexOf('\n', line)
    const end = newline < 0 ? text.length : newline
    const next = newline < 0 ? text.length : newline + 1
    const from = inkStart(text, line, end)
    const to = inkEnd(text, from, end)
    const isLeftOut = from === to || text.charAt(from) === '#'
    if (isLeftOut && content.length === 0) return { content: undefined, end: next }
    at = next
    if (!isLeftOut) {
      const goesOn = text.charAt(to - 1) === escape && text.charAt(to - 2) !== escape
      // Inside a continuation the blanks at the beginning of a line separate words.
      const first = content.length === 0 ? from : line
      content.add(text.slice(first, goesOn ? to - 1 : to), first)
      if (!goesOn) break
    }
    if (next >= text.length) break
  }
  return { content: content.build(start), end: at }
}

function inkStart(text: string, from: number, to: number): number {
  let start = from
  while (start < to && isBlank(text.charCodeAt(start))) start++
  return start
}

function inkEnd(text: string, from: number, to: number): number {
  let end = to
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--
  return end
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13
}
