import type { PythonToken } from '../../formats/python-tokens.ts'

/** By token: where the bracket that it opens is closed; behind the last token when it is not. */
export function closingBrackets(tokens: readonly PythonToken[]): readonly number[] {
  const closing: number[] = Array.from({ length: tokens.length }, () => tokens.length)
  const open: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (isOpening(token)) open.push(index)
    const start = isClosing(token) ? open.pop() : undefined
    if (start !== undefined) closing[start] = index
  }
  return closing
}

export function isPunctuation(token: PythonToken | undefined, text: string): boolean {
  return token?.kind === 'punctuation' && token.text === text
}

export function isOpening(token: PythonToken | undefined): boolean {
  return token?.kind === 'punctuation' && (token.text === '(' || token.text === '[' || token.text === '{')
}

export function isClosing(token: PythonToken | undefined): boolean {
  return token?.kind === 'punctuation' && (token.text === ')' || token.text === ']' || token.text === '}')
}

export function isName(token: PythonToken | undefined, text: string): boolean {
  return token?.kind === 'name' && token.text === text
}

/** The token as it was written, strings in quotes of JSON and cut. */
export function textOf(token: PythonToken | undefined): string {
  if (token === undefined || token.kind === 'magic') return ''
  return token.kind === 'string' ? JSON.stringify(token.value.text.slice(0, 60)) : token.text
}
