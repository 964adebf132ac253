/** What a string literal denotes. */
export interface StringLiteral {
  readonly value: string
  readonly bytes: boolean
}

/** The value of a string token with its prefix and quotes. Escapes that Python does not know stay as they are. */
export function stringLiteral(source: string): StringLiteral {
  const quoteAt = source.search(/["']/)
  const prefix = source.slice(0, quoteAt).toLowerCase()
  const width = source.startsWith(source.charAt(quoteAt).repeat(3), quoteAt) && source.length >= quoteAt + 6 ? 3 : 1
  const body = source.slice(quoteAt + width, source.length - width)
  const bytes = prefix.includes('b')
  return { value: prefix.includes('r') ? body : unescaped(body, bytes), bytes }
}

/** Escapes undone (reference manual, "Escape sequences"). */
export function unescaped(body: string, bytes: boolean): string {
  if (!body.includes('\\')) return body
  return body.replace(ESCAPE, (whole, simple: string) => {
    if (simple === '\n') return ''
    const letter = LETTERS[simple]
    if (letter !== undefined) return letter
    if (/^[0-7]/.test(simple)) return character(Number.parseInt(simple, 8), bytes)
    if (simple.startsWith('x') && simple.length === 3) return character(Number.parseInt(simple.slice(1), 16), bytes)
    if (!bytes && /^[uU]./.test(simple)) return character(Number.parseInt(simple.slice(1), 16), false)
    // A character by its Unicode name: which one does not matter here, that it is one character does.
    return !bytes && simple.startsWith('N{') ? '\ufffd' : whole
  })
}

const ESCAPE = /\\(\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^{}\n]{1,100}\}|[\s\S])/g

const LETTERS: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function character(code: number, bytes: boolean): string {
  if (bytes) return String.fromCharCode(code & 0xff)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

/** The value of a number token; NaN for imaginary ones. Large integers lose their last digits. */
export function numberLiteral(source: string): number {
  const plain = source.replaceAll('_', '').replace(/[lL]$/, '')
  if (/[jJ]$/.test(plain)) return Number.NaN
  // Octal of Python 2.
  if (/^0\d+$/.test(plain) && !/[89]/.test(plain)) return Number.parseInt(plain, 8)
  return Number(plain)
}
