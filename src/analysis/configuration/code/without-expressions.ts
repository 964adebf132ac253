import { type MappedText, MappedTextBuilder } from '../../../formats/mapped-text.ts'

/** `${{ … }}` of at most this many characters; longer ones are no expression anybody wrote. */
const EXPRESSION = /\$\{\{[^{}\n]{0,500}\}\}/g

/**
 * `${{ matrix.torch }}` is put in by the service before a shell sees the script; here it becomes a variable nobody knows, so that
 * no quote or parenthesis in it ends a word.
 */
export function withoutExpressions(text: MappedText): MappedText {
  if (!text.text.includes('${{')) return text
  const builder = new MappedTextBuilder()
  let from = 0
  for (const match of text.text.matchAll(EXPRESSION)) {
    addLines(builder, text, from, match.index)
    builder.addFor('${ASSAY_EXPRESSION}', text.original(match.index), text.original(match.index))
    from = match.index + match[0].length
  }
  addLines(builder, text, from, text.text.length)
  return builder.build(text.original(0))
}

/** Line by line: within a line the original runs along. */
function addLines(builder: MappedTextBuilder, text: MappedText, from: number, to: number): void {
  for (let start = from; start < to;) {
    const lineEnd = text.text.indexOf('\n', start)
    const end = lineEnd < 0 || lineEnd >= to ? to : lineEnd + 1
    builder.add(text.text.slice(start, end), text.original(start))
    start = end
  }
}
