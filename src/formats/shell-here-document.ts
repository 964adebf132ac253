import { MappedTextBuilder } from './mapped-text.ts'
import type { PendingHereDocument, Reading } from './shell-reading.ts'

/** Reads the body of a here-document, up to the line that is its delimiter or the end of the text (POSIX 2.7.4). */
export function readHereDocument(reading: Reading, { command, delimiter, strips, expands }: PendingHereDocument): void {
  const { text } = reading
  const body = new MappedTextBuilder()
  const start = reading.at
  while (reading.at < text.length) {
    const newline = text.indexOf('\n', reading.at)
    const end = newline < 0 ? text.length : newline + 1
    const from = strips ? reading.at + leadingTabs(text, reading.at) : reading.at
    const line = text.slice(from, end)
    reading.at = end
    if (line.length <= delimiter.length + 2 && line.replace(/\r?\n$/, '') === delimiter) break
    body.add(line, from)
  }
  command.hereDocuments.push({ body: body.build(start), delimiter, expands, strips })
}

function leadingTabs(text: string, offset: number): number {
  let end = offset
  while (text.charCodeAt(end) === 9) end++
  return end - offset
}
