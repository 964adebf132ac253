import { columns, endOfLine, isInside, type Lexer, operatorToken, push, TOKEN } from './lexer.ts'
import { closeField, templateText } from './template-tokens.ts'

/** The tokens of one module as columns: kind, start and end of token `i` in the text. The last one is `end`. */
export interface Tokens {
  readonly count: number
  readonly kinds: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** True when `most` was reached: the rest of the text is not among them. */
  readonly cut: boolean
}

/**
 * Splits Python source into tokens as CPython does (reference manual, "Lexical analysis"; PEP 701 for f-strings), Python 2
 * spellings included. Line ends must be `\n`. Takes any text, never throws, linear; keeps at most `most` tokens.
 */
export function tokenize(text: string, most: number): Tokens {
  const lexer: Lexer = { text, at: 0, lineStart: true, depth: 0, indents: [0], frames: [], out: columns(), most }
  while (lexer.at < text.length && lexer.out.count < most) step(lexer)
  const cut = lexer.at < text.length
  finish(lexer)
  const { count, kinds, starts, ends } = lexer.out
  return { count, kinds, starts, ends, cut }
}

function step(lexer: Lexer): void {
  const frame = lexer.frames.at(-1)
  if (frame !== undefined && (frame.type === 'string' || frame.spec)) return templateText(lexer, frame)
  if (lexer.lineStart && !isInside(lexer)) return indentation(lexer)
  const code = lexer.text.charCodeAt(lexer.at)
  if (code === 32 || code === 9 || code === 12) lexer.at++
  else if (code === 10) lineEnd(lexer)
  else if (code === 35) lexer.at = endOfLine(lexer.text, lexer.at)
  else if (code === 92 && lexer.text.charCodeAt(lexer.at + 1) === 10) lexer.at += 2
  else token(lexer, code)
}

/** Tabs go to the next multiple of eight, a form feed starts anew, a backslash joins the next line (tokenizer of CPython). */
function indentation(lexer: Lexer): void {
  const { text } = lexer
  let column = 0
  let joined: number | undefined
  let at = lexer.at
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 32) column++
    else if (code === 9) column += 8 - (column % 8)
    else if (code === 12) column = 0
    else if (code === 92 && text.charCodeAt(at + 1) === 10) {
      joined ??= column
      at++
    } else break
  }
  const code = text.charCodeAt(at)
  if (at >= text.length) lexer.at = at
  else if (code === 10) lexer.at = at + 1
  else if (code === 35) lexer.at = endOfLine(text, at)
  else {
    lexer.at = at
    lexer.lineStart = false
    indent(lexer, joined ?? column)
  }
}

function indent(lexer: Lexer, column: number): void {
  const { indents, at } = lexer
  if (column > (indents.at(-1) ?? 0)) {
    indents.push(column)
    push(lexer, TOKEN.indent, at, at)
    return
  }
  while (column < (indents.at(-1) ?? 0)) {
    indents.pop()
    push(lexer, TOKEN.dedent, at, at)
  }
  // A column between two levels: CPython refuses the file.
  if (column > (indents.at(-1) ?? 0)) {
    push(lexer, TOKEN.bad, at, at)
    push(lexer, TOKEN.newline, at, at)
  }
}

function lineEnd(lexer: Lexer): void {
  const { at } = lexer
  lexer.at = at + 1
  if (!isInside(lexer)) endLogicalLine(lexer, at)
  else if (beginsStatement(lexer.text, at + 1)) {
    // A bracket was never closed: without this the rest of the file would be one expression.
    push(lexer, TOKEN.bad, at, at)
    lexer.depth = 0
    lexer.frames.length = 0
    endLogicalLine(lexer, at)
  }
}

function endLogicalLine(lexer: Lexer, at: number): void {
  push(lexer, TOKEN.newline, at, at + 1)
  lexer.lineStart = true
}

/** Keywords that cannot stand in any expression: at the start of a line they begin a statement whatever is open. */
const STATEMENTS =
  /[ \t\f]*(?:def|class|import|return|raise|while|try|del|global|pass|break|continue|with|assert|except|finally)(?![\w\u0080-\uffff])/y

function beginsStatement(text: string, at: number): boolean {
  STATEMENTS.lastIndex = at
  return STATEMENTS.test(text)
}

function token(lexer: Lexer, code: number): void {
  const { text, at } = lexer
  if (isNameStart(code)) word(lexer)
  else if (code === 34 || code === 39) string(lexer, at, at)
  else if ((code >= 48 && code <= 57) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) number(lexer)
  else operator(lexer)
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function word(lexer: Lexer): void {
  const { text, at } = lexer
  let end = at + 1
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (!isNameStart(code) && !isDigit(code)) break
  }
  const next = text.charCodeAt(end)
  if ((next === 34 || next === 39) && end - at <= 2 && PREFIX.test(text.slice(at, end))) string(lexer, at, end)
  else {
    push(lexer, TOKEN.name, at, end)
    lexer.at = end
  }
}

/** Also `ur` of Python 2 and the t-strings of PEP 750. */
const PREFIX = /^(?:[rubft]|[bft]r|r[bft]|ur)$/i

/** Also `0777` and `10L` of Python 2. */
const NUMBER =
  /0[xX][\da-fA-F_]+[lL]?|0[oO][0-7_]+[lL]?|0[bB][01_]+[lL]?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJlL]?/y

function number(lexer: Lexer): void {
  NUMBER.lastIndex = lexer.at
  const end = NUMBER.test(lexer.text) ? NUMBER.lastIndex : lexer.at + 1
  push(lexer, TOKEN.number, lexer.at, end)
  lexer.at = end
}

function string(lexer: Lexer, start: number, quoteAt: number): void {
  const { text } = lexer
  const prefix = text.slice(start, quoteAt).toLowerCase()
  const mark = text.charAt(quoteAt)
  const quote = text.startsWith(mark.repeat(3), quoteAt) ? mark.repeat(3) : mark
  if (/[ft]/.test(prefix)) {
    lexer.frames.push({ type: 'string', quote, raw: prefix.includes('r'), depth: lexer.depth })
    lexer.at = quoteAt + quote.length
    push(lexer, TOKEN.templateStart, start, lexer.at)
    return
  }
  const end = closing(text, quoteAt + quote.length, quote)
  if (end === undefined) {
    const lost = quote.length === 3 ? text.length : endOfUnclosed(text, quoteAt)
    push(lexer, TOKEN.bad, start, lost)
    lexer.at = lost
    return
  }
  push(lexer, TOKEN.string, start, end)
  lexer.at = end
}

/** Behind the closing quote. A backslash takes the next character along, in raw strings too. */
function closing(text: string, from: number, quote: string): number | undefined {
  const mark = quote.charCodeAt(0)
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (code === mark && (quote.length === 1 || text.startsWith(quote, at))) return at + quote.length
    else if (code === 10 && quote.length === 1) return undefined
  }
  return undefined
}

function endOfUnclosed(text: string, from: number): number {
  let end = endOfLine(text, from)
  while (end < text.length && text.charCodeAt(end - 1) === 92) end = endOfLine(text, end + 1)
  return end
}

const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|<=|>=|==|!=|<>|->|:=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|[-+*/%@&|^~<>()[\]{},:.;=`!]/y

function operator(lexer: Lexer): void {
  const { text, at } = lexer
  const frame = lexer.frames.at(-1)
  const char = text.charAt(at)
  if (frame?.type === 'field' && lexer.depth === frame.depth) {
    if (char === '}') return closeField(lexer)
    // PEP 701: at this level a colon begins the format specification, also in front of `=`.
    if (char === ':') {
      frame.spec = true
      return operatorToken(lexer, 1)
    }
  }
  OPERATOR.lastIndex = at
  if (!OPERATOR.test(text)) {
    push(lexer, TOKEN.bad, at, at + 1)
    lexer.at = at + 1
    return
  }
  if (char === '(' || char === '[' || char === '{') lexer.depth++
  else if ((char === ')' || char === ']' || char === '}') && lexer.depth > 0) lexer.depth--
  operatorToken(lexer, OPERATOR.lastIndex - at)
}

function finish(lexer: Lexer): void {
  const end = lexer.text.length
  if (isInside(lexer)) push(lexer, TOKEN.bad, end, end)
  push(lexer, TOKEN.newline, end, end)
  for (let level = 1; level < lexer.indents.length; level++) push(lexer, TOKEN.dedent, end, end)
  push(lexer, TOKEN.end, end, end)
}
