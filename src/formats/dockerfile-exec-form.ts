import { jsonString } from './json-string.ts'
import { type MappedText, through } from './mapped-text.ts'

/** The items of `["a", "b"]`; undefined when it is no list of strings, which Docker then runs as a shell command. */
export function readExecForm(text: MappedText): readonly MappedText[] | undefined {
  const source = text.text
  let at = skipBlanks(source, 0)
  if (source.charAt(at) !== '[') return undefined
  const items: MappedText[] = []
  at = skipBlanks(source, at + 1)
  while (source.charAt(at) === '"') {
    const { value, end } = jsonString(source, at + 1)
    items.push(through(value, text))
    at = skipBlanks(source, end + 1)
    if (source.charAt(at) !== ',') break
    at = skipBlanks(source, at + 1)
  }
  const isWhole = source.charAt(at) === ']' && skipBlanks(source, at + 1) === source.length
  return isWhole ? items : undefined
}

function skipBlanks(text: string, offset: number): number {
  let at = offset
  while (/\s/.test(text.charAt(at))) at++
  return at
}
