/** Told of the records and values that a walker passes. Offsets count in the bytes that are being walked. */
export interface FieldSink {
  /** A record begins; the answer says whether its values are wanted. */
  begin(row: number): boolean
  /**
   * A value of a wanted record, as it stands in the text, its quotes included. `from` below 0: it began before the bytes at hand.
   * `column` is a number (CSV) or a path (JSON).
   */
  field(column: number | string, from: number, to: number, type: ValueType): void
  /** The record has ended; `counts` is false for one that is empty. */
  end(row: number, counts: boolean): void
}

/** What a value is, as far as the syntax tells. */
export type ValueType = 'text' | 'number' | 'boolean' | 'null'

/** Goes through text and knows at each stop in which record and value it stands. */
export interface TextWalker {
  /** The number of the current record, counted from 0. */
  readonly row: number
  /** Records met so far. */
  readonly rows: number
  /** Of the next byte, counted from 1. */
  readonly line: number
  /** Changes whenever a value ends or begins: two stops with the same number stand in one value. */
  readonly value: number
  /** The column of the current value. */
  readonly column: number | string
  /** Records that are no such syntax. */
  readonly broken: number
  /** Goes on from `from`, where the last call ended, up to `to`. */
  walk(bytes: Uint8Array, from: number, to: number, sink: FieldSink): void
  /** The text ends at `to`. */
  finish(bytes: Uint8Array, to: number, sink: FieldSink): void
  /** The bytes at hand were moved to the front by so many: what the walker remembers of places moves along. */
  moved(by: number): void
}

/** Wants nothing. */
export const NO_FIELDS: FieldSink = { begin: () => false, field: () => undefined, end: () => undefined }
