/** The line ending a text uses: that of its first line. */
export function lineEnding(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n')
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n'
}

/** White space at the beginning of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? ''
}

/** Is there nothing but white space before it on its line? */
export function beginsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === ''
}

/** A new line of its own at the end of a text that may lack the last line ending. */
export function appended(text: string, lines: readonly string[]): { start: number; end: number; text: string } {
  const end = lineEnding(text)
  const lead = text === '' || text.endsWith('\n') ? '' : end
  return { start: text.length, end: text.length, text: lead + lines.map((line) => line + end).join('') }
}
