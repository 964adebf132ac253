/** Characters from an escaped form; `broken` when Python would refuse it. */
export interface EscapedText {
  readonly text: string
  readonly broken: boolean
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ...([['\n', ''], ['\\', '\\'], ["'", "'"], ['"', '"'], ['a', '\x07'], ['b', '\b'], ['f', '\f']] as const), // prettier-ignore
  ...([['n', '\n'], ['r', '\r'], ['t', '\t'], ['v', '\v']] as const), // prettier-ignore
])

/**
 * The operand of STRING: a Python 2 literal with its quotes. The unpickler strips one pair of equal quotes and decodes the
 * escapes (`codecs.escape_decode`), so `'o\163'` is `os`: a reader that compares the raw line is blind to it.
 */
export function unescapeString(line: string): EscapedText {
  const quote = line[0]
  const quoted = line.length >= 2 && (quote === "'" || quote === '"') && line.endsWith(quote)
  const body = quoted ? line.slice(1, -1) : line
  let broken = !quoted
  const text = body.replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[^]|$)/g, (whole, escape: string) => {
    if (escape === '' || escape === 'x') {
      broken = true
      return whole
    }
    if (escape[0] === 'x' && escape.length === 3) return String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 0xff)
    return SIMPLE.get(escape) ?? whole
  })
  return { text, broken }
}

/** The operand of UNICODE: `raw-unicode-escape`, where only `\uXXXX` and `\UXXXXXXXX` behind an odd backslash mean something. */
export function unescapeRaw(line: string): EscapedText {
  let broken = false
  const text = line.replace(/(\\\\)|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\[uU]/g, (whole, pair, short, long) => {
    if (pair !== undefined) return whole
    if (short === undefined && long === undefined) {
      broken = true
      return whole
    }
    const point = Number.parseInt(short ?? long, 16)
    if (point > 0x10ffff) {
      broken = true
      return whole
    }
    return String.fromCodePoint(point)
  })
  return { text, broken }
}
