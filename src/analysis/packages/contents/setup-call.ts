import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import { decodeSource } from '../../../formats/python/source-encoding.ts'
import { parsePython } from '../../../formats/python/statements.ts'
import type { Block, Call, Expression, Statement } from '../../../formats/python/syntax.ts'

/** What a setup.py says without being run. */
export interface SetupCall {
  /** Texts given to `setup()` by keyword; lists one by one, of dicts the values. What only a run can tell is not here. */
  readonly texts: ReadonlyMap<string, readonly string[]>
  /** Keys of dicts given by keyword, for `extras_require`, `entry_points` and `cmdclass`. */
  readonly keys: ReadonlyMap<string, readonly string[]>
  /** 1-based line of the call; 1 without one. */
  readonly line: number
  /** Modules that the script imports, dotted; relative ones and those of the own folder cannot be told apart from others. */
  readonly imports: readonly string[]
}

/** Statements and values that are looked at; more than the longest setup.py known has, by two orders of magnitude. */
const WORK = 200_000

/** Reads the call of `setup()` in a setup.py, and what the script imports. Never throws for text; runs nothing. */
export function setupCall(bytes: Uint8Array): SetupCall {
  const { text } = decodeSource(bytes)
  const { body } = parsePython(text, DEFAULT_LIMITS)
  const reading: Reading = { names: new Map(), calls: [], imports: new Set(), work: WORK }
  readBlock(reading, body)
  const texts = new Map<string, readonly string[]>()
  const keys = new Map<string, readonly string[]>()
  for (const call of reading.calls) {
    for (const { name, star, value } of call.args) {
      if (name !== undefined) addValue(name, value)
      else if (star === '**') for (const [key, one] of dictOf(reading, value)) addValue(key, one)
    }
  }
  const line = reading.calls[0] === undefined ? 1 : lineIndex(text).position(reading.calls[0].at).line
  return { texts, keys, line, imports: [...reading.imports] }

  function addValue(name: string, value: Expression): void {
    texts.set(name, [...(texts.get(name) ?? []), ...textsOf(reading, value, 0)])
    const own = dictOf(reading, value).map(([key]) => key)
    if (own.length > 0) keys.set(name, [...(keys.get(name) ?? []), ...own])
  }
}

interface Reading {
  /** What names of the module were given last. */
  readonly names: Map<string, Expression>
  readonly calls: Call[]
  readonly imports: Set<string>
  work: number
}

function readBlock(reading: Reading, body: Block): void {
  for (const statement of body) {
    if (--reading.work < 0) return
    readStatement(reading, statement)
    for (const block of blocksOf(statement)) readBlock(reading, block)
  }
}

function readStatement(reading: Reading, statement: Statement): void {
  if (statement.kind === 'import') for (const { name } of statement.names) reading.imports.add(name)
  else if (statement.kind === 'from-import') {
    if (statement.module !== '') reading.imports.add(statement.module)
    for (const { name } of statement.names)
      reading.imports.add(`${statement.module}${statement.module === '' ? '' : '.'}${name}`)
  } else if (statement.kind === 'assign') {
    const [target] = statement.targets
    if (statement.value === undefined) return
    if (target?.kind === 'name' && statement.operator !== '+=') reading.names.set(target.name, statement.value)
    if (statement.value.kind === 'call') addCall(reading, statement.value)
  } else if (statement.kind === 'simple') {
    for (const value of statement.values) if (value.kind === 'call') addCall(reading, value)
  }
}

function addCall(reading: Reading, call: Call): void {
  const { of } = call
  const name = of.kind === 'name' ? of.name : of.kind === 'attribute' ? of.name : ''
  if (name === 'setup' && reading.calls.length < 20) reading.calls.push(call)
}

function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map(({ body }) => body), statement.otherwise]
    case 'try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.final]
    case 'with':
    case 'function':
      return [statement.body]
    case 'for':
    case 'while':
      return [statement.body]
    default:
      return []
  }
}

const DEEPEST = 8

function textsOf(reading: Reading, value: Expression, depth: number): readonly string[] {
  if (--reading.work < 0 || depth > DEEPEST) return []
  const inner = (one: Expression): readonly string[] => textsOf(reading, one, depth + 1)
  switch (value.kind) {
    case 'text':
      return [value.value]
    case 'sequence':
      return value.items.flatMap(inner)
    case 'dict':
      return value.entries.flatMap(({ value: one }) => inner(one))
    case 'name': {
      const known = reading.names.get(value.name)
      return known === undefined ? [] : inner(known)
    }
    case 'operation':
      return value.rest.every(({ operator }) => operator === '+') && !isTextual(value.first)
        ? [value.first, ...value.rest.map(({ operand }) => operand)].flatMap(inner)
        : []
    default:
      return []
  }
}

/** `'a' + x` is one text of which a part is not known; `[…] + x` is a list. */
function isTextual(value: Expression): boolean {
  return value.kind === 'text' || value.kind === 'template'
}

function dictOf(reading: Reading, value: Expression): readonly (readonly [string, Expression])[] {
  const known = value.kind === 'name' ? reading.names.get(value.name) : value
  if (known?.kind === 'dict')
    return known.entries.flatMap(({ key, value: one }) => (key?.kind === 'text' ? [[key.value, one] as const] : []))
  if (known?.kind === 'call' && known.of.kind === 'name' && known.of.name === 'dict')
    return known.args.flatMap(({ name, value: one }) => (name === undefined ? [] : [[name, one] as const]))
  return []
}
