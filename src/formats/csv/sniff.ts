import { BACKSLASH, CARRIAGE_RETURN, COMMA, type CsvDialect, LINE_FEED, QUOTE } from './dialect.ts'
import { CsvWalker, fieldValue } from './csv-walker.ts'
import { shownText } from '../text-encoding.ts'

/** A dialect and the first records read with it. */
export interface Sniffed {
  readonly dialect: CsvDialect
  /** The first record holds names. */
  readonly header: boolean
  /** Names by column where there is a header; empty otherwise. */
  readonly names: readonly string[]
  /** Share of the records that have as many fields as most; below 0.5 it is hardly a table. */
  readonly regular: number
  readonly columns: number
}

/** Comma, tab, semicolon, bar, Hive's ^A, caret, tilde; what comes first wins among equals. */
const DELIMITERS = [COMMA, 9, 0x3b, 0x7c, 1, 0x5e, 0x7e] as const
const SINGLE_QUOTE = 0x27
/** Enough to tell; the head of a file with records of megabytes has fewer. */
const MOST_RECORDS = 200
const MOST_FIELDS = 20_000

/**
 * Guesses the dialect from the first bytes of a file: the delimiter that gives most records the same number of fields, more
 * than one if possible. `preferred` is what the name of the file says (a tab for .tsv). `whole`: the head is all there is.
 */
export function sniffCsv(head: Uint8Array, preferred: number | undefined, whole: boolean): Sniffed {
  const end = head.includes(LINE_FEED) || !head.includes(CARRIAGE_RETURN) ? LINE_FEED : CARRIAGE_RETURN
  const order = preferred === undefined ? DELIMITERS : [preferred, ...DELIMITERS]
  const escape = usesBackslash(head) ? BACKSLASH : 0
  let best: { readonly read: ReadHead; readonly score: number } | undefined
  for (const delimiter of new Set(order)) {
    const read = readHead(head, { delimiter, quote: quoteOf(head, delimiter), escape, end }, whole)
    const score = scoreOf(read, delimiter === preferred)
    if (best === undefined || score > best.score) best = { read, score }
  }
  const read = best?.read ?? readHead(head, { delimiter: COMMA, quote: QUOTE, escape, end }, whole)
  const header = looksLikeHeader(read.records)
  return {
    dialect: read.dialect,
    header,
    names: header ? (read.records[0] ?? []) : [],
    regular: read.regular,
    columns: read.columns,
  }
}

interface ReadHead {
  readonly dialect: CsvDialect
  readonly records: readonly (readonly string[])[]
  readonly regular: number
  /** Fields of most records. */
  readonly columns: number
}

function readHead(head: Uint8Array, dialect: CsvDialect, whole: boolean): ReadHead {
  const records: string[][] = []
  const walker = new CsvWalker(dialect)
  let fields = 0
  const sink = {
    begin: (row: number) => {
      if (row >= MOST_RECORDS || fields > MOST_FIELDS) return false
      records[row] = []
      return true
    },
    field: (_: number | string, from: number, to: number) => {
      fields++
      // Long texts tell nothing more.
      records.at(-1)?.push(shownText(fieldValue(head, from, to, dialect).subarray(0, 200)))
    },
    end: (row: number, counts: boolean) => {
      if (!counts && row < records.length) records.length = row
    },
  }
  walker.walk(head, 0, head.length, sink)
  if (whole) walker.finish(head, head.length, sink)
  else if (records.length > walker.rows && records.length > 1) records.length = Math.max(1, walker.rows)
  const counts = Map.groupBy(records, (record) => record.length)
  const [columns, same] = [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [1, records]
  return { dialect, records, columns, regular: records.length === 0 ? 0 : same.length / records.length }
}

function scoreOf({ regular, columns, records }: ReadHead, preferred: boolean): number {
  if (columns < 2) return preferred ? 0.02 : 0.01
  // Two records that agree by chance weigh less than two hundred.
  const certainty = regular * (1 - 1 / (records.length + 1))
  return certainty + Math.min(columns, 20) / 1000 + (preferred ? 0.2 : 0)
}

/** Double quotes unless only single ones stand around fields. */
function quoteOf(head: Uint8Array, delimiter: number): number {
  return countAround(head, SINGLE_QUOTE, delimiter) > 2 && countAround(head, QUOTE, delimiter) === 0
    ? SINGLE_QUOTE
    : QUOTE
}

function countAround(head: Uint8Array, quote: number, delimiter: number): number {
  let count = 0
  for (let at = head.indexOf(quote); at >= 0 && count < 10; at = head.indexOf(quote, at + 1)) {
    const opens = at === 0 || head[at - 1] === delimiter || head[at - 1] === LINE_FEED
    const close = opens ? head.indexOf(quote, at + 1) : -1
    const behind = close < 0 ? 0 : head[close + 1]
    if (close > 0 && (behind === delimiter || behind === LINE_FEED || behind === CARRIAGE_RETURN)) count++
  }
  return count
}

/** `\"` stands in the text and `""` does not: MySQL, ClickHouse and some exports of pandas write so. */
function usesBackslash(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  return text.includes('\\"') && !/[^,;\t|\n\r]""[^,;\t|\n\r]/.test(text.toString('latin1'))
}

/** Names are short words that differ; numbers, dates, addresses and empty fields are values. */
function looksLikeHeader(records: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = records
  if (first === undefined || first.length === 0) return false
  const names = first.map((name) => name.trim())
  // pandas writes its index under no name.
  if (names.some((name, column) => (name === '' && column > 0) || looksLikeValue(name))) return false
  if (new Set(names).size < names.length && names.length > 1) return false
  if (rest.length === 0) return names.every((name) => /^[\p{L}_][\p{L}\p{N}_ .-]*$/u.test(name))
  // A word of the first record that comes again below it is a value.
  const again = names.filter((name, column) => rest.some((record) => record[column]?.trim() === name)).length
  if (again > 0) return false
  const differs = names.some(
    (_, column) => rest.filter((record) => looksLikeValue(record[column] ?? '')).length > rest.length / 2,
  )
  return (
    differs || names.every((name) => /^[\p{L}_#][\p{L}\p{N}_ .()/:#%-]*$/u.test(name) && name.split(' ').length <= 5)
  )
}

function looksLikeValue(text: string): boolean {
  if (text.length > 100) return true
  return (
    /^[-+]?[\d.,]+(?:[eE][-+]?\d+)?%?$/.test(text) ||
    /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(text) ||
    text.includes('@') ||
    text.includes('://')
  )
}
