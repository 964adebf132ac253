import { createRequire } from 'node:module'
import type { AST } from 'toml-eslint-parser'
import type { Format } from '../base/bytes.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'
import {
  type Tree,
  type TreeArray,
  type TreeEntry,
  type TreeObject,
  type TreeScalar,
  type TreeValue,
  withinBudget,
} from './tree.ts'

/** TOML 1.0 (and the relaxations of 1.1). Dates and times are kept as their text. */
export const toml: Format<Tree> = {
  id: 'toml',
  parse: (bytes, limits) => parseToml(decodeText(bytes), limits),
}

type Table = {
  readonly kind: 'object'
  readonly offset: number
  readonly entries: TreeEntry[]
  readonly index: Map<string, TreeValue>
}
type List = { readonly kind: 'array'; readonly offset: number; readonly items: TreeValue[] }

function parseToml(text: string, limits: Limits): Tree {
  const lines = lineIndex(text)
  const program = readProgram(text)
  let nodes = 0
  const root = newTable(0)

  const count = (depth: number, offset: number): void => {
    withinBudget(++nodes, depth, limits, () => lines.position(offset))
  }
  const fill = (table: Table, body: readonly AST.TOMLKeyValue[], depth: number): void => {
    for (const pair of body) {
      const path = keyPath(pair.key)
      const last = path.at(-1)
      if (last === undefined) continue
      const parent = descend(table, path.slice(0, -1), count, depth)
      put(parent, last, convert(pair.value, depth + path.length))
    }
  }
  const convert = (node: AST.TOMLContentNode, depth: number): TreeValue => {
    count(depth, node.range[0])
    if (node.type === 'TOMLArray') {
      const items = node.elements.map((element) => convert(element, depth + 1))
      return { kind: 'array', offset: node.range[0], items } satisfies TreeArray
    }
    if (node.type === 'TOMLInlineTable') {
      const table = newTable(node.range[0])
      fill(table, node.body, depth + 1)
      return table satisfies TreeObject
    }
    return scalar(node)
  }

  for (const part of program.body[0].body) {
    if (part.type === 'TOMLKeyValue') fill(root, [part], 1)
    else fill(openTable(root, part, count), part.body, part.key.keys.length + 1)
  }
  return { root, lines }
}

/** Loaded with the first TOML file: the parser costs 9 MB in every thread, and a project of JavaScript has none. */
const load = createRequire(import.meta.url)

function readProgram(text: string): AST.TOMLProgram {
  const { ParseError, parseTOML } = load('toml-eslint-parser') as typeof import('toml-eslint-parser')
  try {
    return parseTOML(text)
  } catch (error) {
    if (error instanceof RangeError)
      throw new LimitError('LIMIT_DEPTH', 'TOML nested deeper than the parser can follow')
    if (!(error instanceof ParseError)) throw error
    throw new FormatError('FORMAT_SYNTAX', `TOML: ${error.message}`, {
      line: error.lineNumber,
      column: error.column + 1,
    })
  }
}

type Key = { readonly name: string; readonly offset: number }
type Count = (depth: number, offset: number) => void

function keyPath(key: AST.TOMLKey): readonly Key[] {
  return key.keys.map((part) => ({ name: part.type === 'TOMLBare' ? part.name : part.value, offset: part.range[0] }))
}

/** `[a.b]` and `[[a.b]]`: the table that the lines below the header belong to. */
function openTable(root: Table, header: AST.TOMLTable, count: Count): Table {
  const path = keyPath(header.key)
  const last = path.at(-1)
  if (last === undefined) return root
  const parent = descend(root, path.slice(0, -1), count, 1)
  count(path.length, header.range[0])
  const existing = parent.index.get(last.name)
  if (header.kind === 'array') {
    const list: List = isList(existing) ? existing : { kind: 'array', offset: header.range[0], items: [] }
    if (list !== existing) put(parent, last, list)
    const table = newTable(header.range[0])
    list.items.push(table)
    return table
  }
  if (isTable(existing)) return existing
  const table = newTable(header.range[0])
  put(parent, last, table)
  return table
}

/** Follows dotted keys, making the tables they imply; in an array of tables the last one is meant (TOML 1.0, "Array of Tables"). */
function descend(from: Table, path: readonly Key[], count: Count, depth: number): Table {
  let table = from
  for (const [index, key] of path.entries()) {
    const existing = table.index.get(key.name)
    const inside = isList(existing) ? existing.items.at(-1) : existing
    if (isTable(inside)) {
      table = inside
      continue
    }
    count(depth + index, key.offset)
    const made = newTable(key.offset)
    put(table, key, made)
    table = made
  }
  return table
}

function newTable(offset: number): Table {
  return { kind: 'object', offset, entries: [], index: new Map() }
}

function put(table: Table, key: Key, value: TreeValue): void {
  table.entries.push({ key: key.name, keyOffset: key.offset, value })
  table.index.set(key.name, value)
}

function isTable(value: TreeValue | undefined): value is Table {
  return value?.kind === 'object' && 'index' in value
}

function isList(value: TreeValue | undefined): value is List {
  return value?.kind === 'array'
}

function scalar(node: AST.TOMLValue): TreeScalar {
  const offset = node.range[0]
  if (node.kind === 'string')
    return { kind: 'scalar', offset: offset + (node.multiline ? 3 : 1), value: node.value, source: node.value }
  if (node.kind === 'boolean') return { kind: 'scalar', offset, value: node.value, source: String(node.value) }
  if (node.kind === 'integer' || node.kind === 'float')
    return { kind: 'scalar', offset, value: node.value, source: node.number }
  return { kind: 'scalar', offset, value: node.datetime, source: node.datetime }
}
