import { deeper, nothing, peek, type Reading } from './reading.ts'
import type { PsExpression } from './syntax.ts'

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', t: '\t', r: '\r', '0': '\0', a: '\u0007', b: '\b', f: '\f', v: '\v', e: '\u001b' }),
)

/** Quotes that PowerShell takes for one (its tokenizer, "IsSingleQuote", "IsDoubleQuote"): typographic ones too. */
const SINGLE = "'\u2018\u2019\u201a\u201b"
const DOUBLE = '"\u201c\u201d\u201e'

/** Straight and typographic quotes: PowerShell takes both. */
export function isQuote(char: string): boolean {
  return char !== '' && (SINGLE.includes(char) || DOUBLE.includes(char))
}

/** A string in single or double quotes, which begins here. */
export function readString(reading: Reading): PsExpression {
  return SINGLE.includes(peek(reading)) ? readSingle(reading) : readDouble(reading)
}

function readSingle(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  let value = ''
  let from = ++reading.at
  while (reading.at < text.length) {
    if (!SINGLE.includes(text.charAt(reading.at))) reading.at++
    else if (SINGLE.includes(text.charAt(reading.at + 1) || ' ')) {
      value += text.slice(from, reading.at + 1)
      reading.at += 2
      from = reading.at
    } else break
  }
  value += text.slice(from, reading.at++)
  return { kind: 'text', offset, text: value }
}

function readDouble(reading: Reading): PsExpression {
  const offset = reading.at++
  const isEnd = (): boolean => {
    if (!DOUBLE.includes(reading.text.charAt(reading.at))) return false
    return !DOUBLE.includes(reading.text.charAt(reading.at + 1) || ' ')
  }
  const found = readParts(reading, offset, isEnd, true)
  reading.at++
  return found
}

/** `@"`, line end, text, line end, `"@`; the same with single quotes (about_Quoting_Rules). */
export function readHereString(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const quote = text.charAt(offset + 1)
  const firstLine = text.indexOf('\n', offset)
  const start = firstLine < 0 ? text.length : firstLine + 1
  const close = text.indexOf(`\n${quote}@`, start - 1)
  const end = close < 0 ? text.length : close
  const after = close < 0 ? text.length : close + 3
  if (quote === "'") {
    reading.at = after
    return { kind: 'text', offset, text: text.slice(start, Math.max(start, end)).replace(/\r$/, '') }
  }
  reading.at = start
  const found = readParts(reading, offset, () => reading.at >= end, false)
  reading.at = after
  return found
}

/** Text with escapes, variables and sub-expressions up to where `isEnd` says. */
export function readParts(
  reading: Reading,
  offset: number,
  isEnd: () => boolean,
  doublesQuotes: boolean,
): PsExpression {
  const { text } = reading
  const parts: PsExpression[] = []
  let plain = ''
  let plainAt = reading.at
  const flush = (): void => {
    if (plain !== '') parts.push({ kind: 'text', offset: plainAt, text: plain })
    plain = ''
  }
  while (reading.at < text.length && !isEnd()) {
    const char = text.charAt(reading.at)
    if (plain === '') plainAt = reading.at
    if (char === '`') {
      const next = text.charAt(reading.at + 1)
      plain += next === '\n' || next === '\r' ? '' : (ESCAPES.get(next) ?? next)
      reading.at += 2
    } else if (char === '$' && /^\$(?:[\w{(?^$]|::)/.test(text.slice(reading.at, reading.at + 3))) {
      flush()
      parts.push(deeper(reading, () => readDollar(reading), nothing(reading.at)))
    } else {
      plain += char
      reading.at += doublesQuotes && DOUBLE.includes(char) ? 2 : 1
    }
  }
  flush()
  const [only] = parts
  if (parts.length === 0) return { kind: 'text', offset, text: '' }
  return parts.length === 1 && only?.kind === 'text' ? { ...only, offset } : { kind: 'join', offset, parts }
}

/** `$name`, `${name}`, `$drive:name`, `$(…)`. */
export function readDollar(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const next = text.charAt(offset + 1)
  if (next === '(') {
    reading.at += 2
    return { kind: 'statements', offset, statements: reading.statements(')'), isBlock: false }
  }
  if (next === '{') {
    const close = text.indexOf('}', offset)
    const end = close < 0 ? text.length : close
    reading.at = end + 1
    return variable(text.slice(offset + 2, Math.min(end, offset + 300)).replaceAll('`', ''), offset)
  }
  const name = /^\$((?:[A-Za-z_]\w{0,80}:(?!:))?\w{1,200}|[?^$])/.exec(text.slice(offset, offset + 300))?.[1]
  reading.at += 1 + (name?.length ?? 0)
  return name === undefined ? { kind: 'text', offset, text: '$' } : variable(name, offset)
}

function variable(name: string, offset: number): PsExpression {
  const plain = name.toLowerCase().replace(/^(?:global|script|local|private|using|variable):/, '')
  return { kind: 'variable', offset, name: plain }
}
