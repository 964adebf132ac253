import { createRequire } from 'node:module'
import type { Format } from '../base/bytes.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'
import { type Tree, type TreeArray, type TreeObject, type TreeScalar, type TreeValue, withinBudget } from './tree.ts'

/** JSON (RFC 8259), nothing looser. */
export const json: Format<Tree> = {
  id: 'json',
  parse: (bytes, limits) => parseJson(decodeText(bytes), limits, { disallowComments: true, allowTrailingComma: false }),
}

/** JSON with comments and trailing commas, as bun.lock, tsconfig and deno.json use it. */
export const jsonc: Format<Tree> = {
  id: 'jsonc',
  parse: (bytes, limits) => parseJson(decodeText(bytes), limits, { disallowComments: false, allowTrailingComma: true }),
}

/** Loaded with the first file: a scan without any JSON does not pay for the parser. */
const load = createRequire(import.meta.url)

type Dialect = { readonly disallowComments: boolean; readonly allowTrailingComma: boolean }
type Building<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] }
type Container = Building<TreeObject> | Building<TreeArray>

/** The text as a tree. Throws FORMAT_SYNTAX at the first mistake: a lock file that is half right is not guessed at. */
function parseJson(text: string, limits: Limits, dialect: Dialect): Tree {
  const { printParseErrorCode, visit } = load('jsonc-parser') as typeof import('jsonc-parser')
  const lines = lineIndex(text)
  const open: Container[] = []
  let root: TreeValue | undefined
  let nodes = 0
  let key: { key: string; keyOffset: number } | undefined

  const add = (value: TreeValue): void => {
    withinBudget(++nodes, open.length, limits, () => lines.position(value.offset))
    const parent = open.at(-1)
    if (parent === undefined) root = value
    else if (parent.kind === 'array') parent.items.push(value)
    else if (key !== undefined) parent.entries.push({ ...key, value })
  }
  const enter = (container: Container): void => {
    add(container)
    open.push(container)
  }
  try {
    visit(
      text,
      {
        onObjectBegin: (offset) => enter({ kind: 'object', offset, entries: [] }),
        onObjectProperty: (name, offset) => {
          key = { key: name, keyOffset: offset + 1 }
        },
        onObjectEnd: () => void open.pop(),
        onArrayBegin: (offset) => enter({ kind: 'array', offset, items: [] }),
        onArrayEnd: () => void open.pop(),
        onLiteralValue: (value: TreeScalar['value'], offset, length) => add(scalar(text, value, offset, length)),
        onError: (error, offset) => {
          throw syntaxError(printParseErrorCode(error), text, offset, lines)
        },
      },
      dialect,
    )
  } catch (error) {
    // The parser recurses; a stack that ends before the depth limit is the same finding.
    if (error instanceof RangeError)
      throw new LimitError('LIMIT_DEPTH', 'JSON nested deeper than the parser can follow')
    throw error
  }
  if (root === undefined)
    throw new FormatError('FORMAT_SYNTAX', 'expected a JSON value, found an empty file', { line: 1 })
  return { root, lines }
}

function scalar(text: string, value: TreeScalar['value'], offset: number, length: number): TreeScalar {
  if (typeof value === 'string') return { kind: 'scalar', offset: offset + 1, value, source: value }
  return { kind: 'scalar', offset, value, source: text.slice(offset, offset + length) }
}

function syntaxError(code: string, text: string, offset: number, lines: LineIndex): FormatError {
  const found = offset < text.length ? JSON.stringify(text.slice(offset, offset + 12)) : 'the end of the file'
  return new FormatError('FORMAT_SYNTAX', `JSON: ${code} at ${found}`, lines.position(offset))
}
