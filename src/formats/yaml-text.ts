import { type MappedText, MappedTextBuilder, plainText } from './mapped-text.ts'
import type { TreeScalar } from './tree.ts'

/**
 * The text of a YAML scalar, with the place of each line of it in the document: a script in a block scalar is indented there, and
 * commands in it are to be pointed at. Lines that cannot be found again are put together from several (folded): their words are
 * looked for one by one. What is not found even so (escapes) maps to what stands before it. Linear.
 */
export function scalarText(document: string, scalar: TreeScalar): MappedText {
  const text = typeof scalar.value === 'string' ? scalar.value : scalar.source
  if (document.startsWith(text, scalar.offset)) return plainText(text, scalar.offset)
  const builder = new MappedTextBuilder()
  let from = scalar.offset
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) builder.addFor('\n', from, from)
    const place = placeOf(document, line, from)
    if (place === undefined) from = addWords(builder, document, line, from)
    else {
      builder.add(line, place)
      from = place + line.length
    }
  }
  return builder.build(scalar.offset)
}

/** The words of a folded line, each where it stands; returns where the last one ends. */
function addWords(builder: MappedTextBuilder, document: string, line: string, start: number): number {
  let from = start
  for (const [part] of line.matchAll(/\s+|\S+/g)) {
    const place = part.trim() === '' ? undefined : placeOf(document, part, from)
    if (place === undefined) builder.addFor(part, from, from)
    else {
      builder.add(part, place)
      from = place + part.length
    }
  }
  return from
}

/** How far behind the last line the next one may stand: blank lines and indentation. */
const FARTHEST = 2000

function placeOf(document: string, line: string, from: number): number | undefined {
  if (line === '') return undefined
  const near = document.slice(from, from + FARTHEST + line.length)
  const found = near.indexOf(line)
  return found < 0 || found > FARTHEST ? undefined : from + found
}
