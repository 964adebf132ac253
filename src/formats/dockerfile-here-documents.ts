import type { Limits } from '../base/limits.ts'
import { type MappedText, MappedTextBuilder } from './mapped-text.ts'
import { lexShell } from './shell.ts'

/**
 * Appends the here-documents that an instruction announces (`RUN <<EOF`, `COPY <<a <<b /x/`) and that stand from `start` on.
 * `end` is where the next instruction begins. A body is raw: `#` and the escape character mean nothing in it.
 */
export function readHereDocuments(
  text: string,
  start: number,
  announced: MappedText,
  limits: Limits,
): { readonly content: MappedText; readonly end: number; readonly isClosed: boolean } {
  if (!announced.text.includes('<<')) return { content: announced, end: start, isClosed: true }
  const content = new MappedTextBuilder()
  let at = start
  let isClosed = true
  for (const { delimiter, strips } of announcedIn(announced.text, limits)) {
    const body = readBody(text, at, delimiter, strips)
    content.add(text.slice(at, body.end), at)
    at = body.end
    isClosed &&= body.isClosed
  }
  return { content: at === start ? announced : joined(announced, content.build(start), start), end: at, isClosed }
}

function announcedIn(
  text: string,
  limits: Limits,
): readonly { readonly delimiter: string; readonly strips: boolean }[] {
  return lexShell(`${text}\n`, { limits }).commands.flatMap(({ hereDocuments }) => hereDocuments)
}

/** Ends behind the line that is the delimiter, or with the text when there is none. */
function readBody(
  text: string,
  start: number,
  delimiter: string,
  strips: boolean,
): { readonly end: number; readonly isClosed: boolean } {
  let at = start
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline + 1
    const isShort = strips || end - at <= delimiter.length + 2
    const line = isShort ? text.slice(at, end).replace(/\r?\n$/, '') : ''
    at = end
    if (isShort && (strips ? line.replace(/^\t+/, '') : line) === delimiter) return { end: at, isClosed: true }
  }
  return { end: at, isClosed: false }
}

function joined(first: MappedText, second: MappedText, newline: number): MappedText {
  const start = first.text.length + 1
  return {
    text: `${first.text}\n${second.text}`,
    original: (index) => {
      if (index < first.text.length) return first.original(index)
      return index < start ? newline - 1 : second.original(index - start)
    },
  }
}
