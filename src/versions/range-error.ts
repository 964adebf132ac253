import { FormatError } from '../base/errors.ts'

/** Foreign text in messages is cut here. */
const SHOWN = 120

/**
 * FORMAT_SYNTAX for a range. `expected` is a noun phrase; `at` is the index in the range where something else was found.
 * There is no position in the error: only the caller knows where in its file the range stands.
 */
export function rangeError(expected: string, text: string, at: number): FormatError {
  const found = at >= text.length ? 'the end' : `\`${shortened(text.slice(at, at + SHOWN))}\``
  const place = at === 0 ? '' : ` at character ${at + 1} of \`${shortened(text.slice(0, SHOWN))}\``
  return new FormatError('FORMAT_SYNTAX', `expected ${expected}, found ${found}${place}`)
}

function shortened(text: string): string {
  return text.length < SHOWN ? text : `${text.slice(0, SHOWN - 1)}…`
}
