import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { TextScanner } from './scanner.ts'
import type { TextSchema, TextSchemaField } from './schema.ts'

/** One field as it stands in the text; only fields of the schema are kept. */
export interface TextField {
  readonly name: string
  readonly number: number
  /** Of the name, in bytes. */
  readonly at: number
  /** The bytes of a text, one character each; the number; or the fields of a message. */
  readonly value: string | bigint | TextField[]
}

export interface TextReading {
  readonly fields: readonly TextField[]
  /** Why the text was not read to its end. */
  readonly end?: FormatError | LimitError
}

/** Of Google's own parsers. */
const MOST_DEPTH = 100
/** About 300 MB of memory; a graph of 300,000 nodes. */
const MOST_VALUES = 2_000_000

/**
 * Reads protobuf text with the part of its schema that matters (protobuf "Text Format Language Specification"). `text` has one
 * character per byte. What is broken ends the reading; what stood before is kept, in messages that are still open too.
 */
export function parseTextProto(text: string, schema: TextSchema, limits: Limits): TextReading {
  const parser: Parser = {
    scanner: new TextScanner(text),
    nodes: Math.min(limits.nodes, MOST_VALUES),
    depth: Math.min(limits.depth, MOST_DEPTH),
  }
  const fields: TextField[] = []
  try {
    parseMessage(parser, schema, fields, undefined, 0)
    return { fields }
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    return { fields, end: error }
  }
}

interface Parser {
  readonly scanner: TextScanner
  readonly depth: number
  nodes: number
}

function parseMessage(
  parser: Parser,
  schema: TextSchema | undefined,
  fields: TextField[],
  closer: string | undefined,
  depth: number,
): void {
  const { scanner } = parser
  if (depth > parser.depth)
    throw new LimitError('LIMIT_DEPTH', `messages nested deeper than ${parser.depth} levels`, { byte: scanner.at })
  for (let next = scanner.peek(); next !== closer; next = scanner.peek()) {
    if (next === undefined) throw scanner.wrong(`"${closer}"`)
    const at = scanner.at
    const name = fieldName(scanner)
    parseValues(parser, { name, at, field: schema?.get(name), fields, depth })
  }
  if (closer !== undefined) scanner.take(closer)
}

/** A name, or an extension or the type of an `Any` in brackets. */
function fieldName(scanner: TextScanner): string {
  if (!scanner.take('[')) {
    const name = scanner.word()
    if (name === undefined) throw scanner.wrong('a field')
    return name
  }
  const name = scanner.word()
  if (name === undefined || !scanner.take(']')) throw scanner.wrong('the name of an extension')
  return `[${name}]`
}

interface Place {
  readonly name: string
  readonly at: number
  readonly field: TextSchemaField | undefined
  readonly fields: TextField[]
  readonly depth: number
}

function parseValues(parser: Parser, place: Place): void {
  const { scanner } = parser
  const colon = scanner.take(':')
  if (!scanner.take('[')) {
    parseValue(parser, place, colon)
    return
  }
  while (!scanner.take(']')) parseValue(parser, place, true)
}

function parseValue(parser: Parser, { name, at, field, fields, depth }: Place, scalar: boolean): void {
  const { scanner } = parser
  if (parser.nodes-- <= 0) throw new LimitError('LIMIT_ENTRIES', 'more values than are read', { byte: at })
  const next = scanner.peek()
  if (next === '{' || next === '<') {
    scanner.take(next)
    const message = typeof field?.holds === 'object' ? field.holds : undefined
    const inner: TextField[] = []
    // Kept before it is read: what is broken inside does not take away what stands before the break.
    if (field !== undefined && message !== undefined) fields.push({ name, number: field.number, at, value: inner })
    parseMessage(parser, message, inner, next === '{' ? '}' : '>', depth + 1)
    return
  }
  if (!scalar) throw scanner.wrong('":" or "{"')
  if (next === '"' || next === "'") {
    const value = scanner.quoted(field?.holds === 'text')
    if (field?.holds === 'text') fields.push({ name, number: field.number, at, value })
    return
  }
  scanner.take('-')
  const word = scanner.word()
  if (word === undefined) throw scanner.wrong('a value')
  if (field?.holds === 'number') fields.push({ name, number: field.number, at, value: wholeNumber(word) })
}

function wholeNumber(word: string): bigint {
  return /^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(word) ? BigInt.asUintN(64, BigInt(word)) : 0n
}
