import type { TextWalker, ValueType } from '../../formats/text-walker.ts'
import type { UnescapedText } from '../../formats/unescaped.ts'
import type { ColumnTally } from './column-tally.ts'

/** A table that is written as text. */
export interface TextTable {
  /** UTF-8 or what stands in its place. */
  readonly pieces: AsyncIterable<Uint8Array>
  readonly walker: TextWalker
  /** The text without its escapes, for the scanners. */
  readonly unescape: (text: Uint8Array) => UnescapedText
  /** The bytes of a value, from the text of it. */
  readonly valueOf: (text: Uint8Array, from: number, to: number) => Uint8Array
  readonly typeOf: (value: Uint8Array, type: ValueType) => string
  readonly columnOf: (column: number | string, row: number) => ColumnTally
  /** Number of a row for people, from that of the walker; 0 for the header. */
  readonly rowNumber: (row: number) => number
  /** Where the text begins in the file; undefined where it does not stand there as it is. */
  readonly offset: number | undefined
  /** No more bytes than this will come, where that is known. */
  readonly most: number | undefined
}
