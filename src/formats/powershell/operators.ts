import type { Reading } from './reading.ts'

/** The operator at this place in lower case, without taking it; empty for none. */
export function operatorHere({ text, at }: Reading): string {
  const word = /^[-\u2013\u2014\u2015][A-Za-z]{1,12}(?![\w-])/.exec(text.slice(at, at + 16))?.[0]
  if (word !== undefined) return word.toLowerCase().replace(/^[^-]/, '-')
  if (text.startsWith('..', at)) return '..'
  const char = text.charAt(at)
  // `+=`, `++` and comments are no operators of an expression.
  if (!'+-*/%'.includes(char) || char === '' || text.charAt(at + 1) === '=') return ''
  return (char === '+' || char === '-') && text.charAt(at + 1) === char ? '' : char
}

/** Operators by how tight they bind (about_Operator_Precedence), the loosest first. */
export const LEVELS: readonly RegExp[] = [
  /^-(?:and|or|xor)$/,
  /^-(?:band|bor|bxor)$/,
  /^-[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|replace|split|join|contains|notcontains|in|notin|is|isnot|as|shl|shr)$/,
  /^[+-]$/,
  /^[*/%]$/,
  /^-f$/,
  /^\.\.$/,
]
