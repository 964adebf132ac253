/** How a table is written as text (RFC 4180, "CSV Dialect"). Bytes, because records are found without decoding. */
export interface CsvDialect {
  /** Between fields: a comma, a tab, … */
  readonly delimiter: number
  /** Around fields that hold delimiters and line breaks; inside it is doubled. */
  readonly quote: number
  /** Before a quote inside a quoted field, where the writer does not double it; 0 where there is none. */
  readonly escape: number
  /** What ends a record: 10, or 13 for files of the old Mac. A carriage return before a line feed belongs to it. */
  readonly end: number
}

export const COMMA = 0x2c
export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const LINE_FEED = 0x0a
export const CARRIAGE_RETURN = 0x0d
