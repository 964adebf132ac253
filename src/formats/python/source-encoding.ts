/** Source text as CPython would read it, with `\n` between lines, and what is wrong with the bytes. */
export interface SourceText {
  readonly text: string
  readonly encoding: string
  readonly problems: readonly SourceProblem[]
}

export interface SourceProblem {
  readonly reason: 'encoding' | 'null-byte'
  readonly message: string
  /** From here on the text may say something else than what was read. */
  readonly offset: number
}

/**
 * Decodes Python source: a byte order mark, else the coding line of PEP 263 in the first two lines, else UTF-8. An encoding
 * that is not understood (`utf-7`, `rot13`, `unicode_escape` and others turn harmless-looking text into code) or bytes that are not
 * in it are a problem, and the text is then read byte for byte. Null bytes, which CPython refuses, end the line they stand in.
 */
export function decodeSource(bytes: Uint8Array): SourceText {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const declared = codingLine(bytes.subarray(hasMark ? 3 : 0, 4096))
  const encoding = declared ?? 'utf-8'
  const problems: SourceProblem[] = []
  const text = decoded(bytes, encoding) ?? readAnyway(bytes, encoding, problems)
  if (hasMark && declared !== undefined && !/^utf-?8/.test(normalized(declared)))
    problems.push({
      reason: 'encoding',
      message: `a byte order mark of UTF-8 and a declared ${declared.slice(0, 40)}`,
      offset: 0,
    })
  return { text: cleaned(text, problems), encoding, problems }
}

/** Text that is already decoded, from another file or a test. */
export function sourceFromText(text: string): SourceText {
  const problems: SourceProblem[] = []
  return { text: cleaned(text, problems), encoding: 'utf-8', problems }
}

/** PEP 263: in a comment of the first line, or of the second when the first is blank or a comment too. */
function codingLine(head: Uint8Array): string | undefined {
  const lines = Buffer.from(head)
    .toString('latin1')
    .split(/\r\n?|\n/, 2)
  for (const line of lines) {
    const name = /^[ \t\f]*#.{0,1000}?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1]
    if (name !== undefined) return name
    if (!/^[ \t\f]*(?:#|$)/.test(line)) return undefined
  }
  return undefined
}

function normalized(encoding: string): string {
  return encoding.toLowerCase().replaceAll('_', '-')
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  const name = normalized(encoding)
  const label = LABELS.get(name) ?? (PLAIN.test(name) ? name : undefined)
  if (label === undefined) return undefined
  if (label === 'latin1') return Buffer.from(bytes).toString('latin1')
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** As Python calls them (`codecs`, "Standard Encodings") where the Encoding Standard has another name. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ...['utf-8', 'utf8', 'u8', 'utf', 'utf-8-sig', 'ascii', 'us-ascii', '646', 'cp65001'].map(
    (name) => [name, 'utf-8'] as const,
  ),
  ...['latin-1', 'latin1', 'iso-8859-1', 'iso8859-1', 'l1', '8859', 'cp819', 'iso-latin-1'].map(
    (name) => [name, 'latin1'] as const,
  ),
  ...['latin-9', 'latin9', 'iso-8859-15', 'l9'].map((name) => [name, 'iso-8859-15'] as const),
  ...['cp936', 'ms936', 'gb2312', 'gbk'].map((name) => [name, 'gbk'] as const),
  ...['sjis', 'shift-jis', 's-jis', 'cp932'].map((name) => [name, 'shift_jis'] as const),
  ...['euc-jp', 'eucjp', 'ujis'].map((name) => [name, 'euc-jp'] as const),
  ...['euc-kr', 'euckr', 'cp949'].map((name) => [name, 'euc-kr'] as const),
])

/** One byte a character, ASCII below 128. */
const PLAIN = /^(?:(?:cp|windows-)125[0-8]|iso-?8859-(?:[2-9]|1[0346])|koi8-[ru]|mac-?roman|big5|gb18030)$/

/** Byte for byte: ASCII is what it is in nearly every encoding, so what stands there plainly is still seen. */
function readAnyway(bytes: Uint8Array, encoding: string, problems: SourceProblem[]): string {
  const isKnown = LABELS.has(normalized(encoding)) || PLAIN.test(normalized(encoding))
  const name = encoding.slice(0, 40)
  const message = isKnown ? `the bytes are not ${name}` : `the source encoding ${name} is not understood`
  problems.push({ reason: 'encoding', message, offset: 0 })
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return isWide
    ? new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
    : Buffer.from(bytes).toString('latin1')
}

function cleaned(text: string, problems: SourceProblem[]): string {
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const lines = start.includes('\r') ? start.replaceAll(/\r\n?/g, '\n') : start
  const nullAt = lines.indexOf('\0')
  if (nullAt < 0) return lines
  problems.push({
    reason: 'null-byte',
    message: 'a null byte, which no version of Python reads in source',
    offset: nullAt,
  })
  return lines.replaceAll('\0', '\n')
}
