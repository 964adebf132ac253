import { simpleLine, typeParameters } from './simple-statements.ts'
import type { Limits } from '../../base/limits.ts'
import {
  binary,
  expression,
  expressionList,
  parameters,
  starred,
  forTargets,
  callArguments,
  primary,
} from './expressions.ts'
import type { Block, Branch, Expression, Handler, MatchCase, Statement, Unread, WithItem } from './syntax.ts'
import {
  accept,
  deeper,
  expect,
  found,
  identifier,
  isKind,
  next,
  seek,
  tokenCursor,
  type TokenCursor,
  Unreadable,
  wordAt,
} from './token-cursor.ts'
import { TOKEN } from './lexer.ts'
import { tokenize } from './tokens.ts'

/** A module as a tree, and the parts that are not in it. */
export interface SyntaxTree {
  readonly body: Block
  /** In the order of the text. What stands there was not read. */
  readonly unread: readonly Unread[]
}

/**
 * Reads Python source, of Python 3.14 and of Python 2. Line ends must be `\n`. A statement that cannot be read is left out and
 * listed, reading goes on behind it. Never throws; linear; bounded by `limits.nodes` and `limits.depth`.
 */
export function parsePython(text: string, limits: Limits): SyntaxTree {
  const tokens = tokenize(text, limits.nodes)
  const reader: Reader = { ...tokenCursor(text, tokens, limits), unread: [], blocks: 0 }
  const body: Statement[] = []
  while (reader.kind !== TOKEN.end) {
    if (reader.kind === TOKEN.newline || reader.kind === TOKEN.indent || reader.kind === TOKEN.dedent) next(reader)
    else statement(reader, body)
  }
  if (tokens.cut) {
    const from = tokens.ends[limits.nodes - 1] ?? 0
    reader.unread.push({ from, to: text.length, message: `more than ${limits.nodes} tokens`, reason: 'limit' })
  }
  return { body, unread: reader.unread }
}

interface Reader extends TokenCursor {
  readonly unread: Unread[]
  blocks: number
}

/**
 * Reads one logical line or one compound statement into `body`; always goes on by at least one token. `among` says that the caller
 * reads blocks that belong to nobody itself: they can be nested 10,000 deep, and only honest blocks may cost our stack.
 */
function statement(reader: Reader, body: Statement[], among: 'block' | 'orphans' = 'block'): void {
  const { index, depth, brackets, blocks } = reader
  try {
    const read = COMPOUND.get(reader.word) ?? softKeyword(reader)
    if (read === undefined) simpleLine(reader, body)
    else body.push(read(reader))
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    Object.assign(reader, { depth, brackets, blocks })
    skip(reader, index, error)
    // The block of a header that cannot be read belongs to nobody; its statements are read as if it were not there.
    if (reader.kind === TOKEN.indent && among === 'block') orphans(reader, body)
  }
}

/** To the end of the logical line in which reading failed, which begins at token `index` or later. */
function skip(reader: Reader, index: number, error: Unreadable): void {
  const from = reader.tokens.starts[index] ?? 0
  if (error.reason === 'limit' && reader.nodes > reader.limits.nodes) {
    seek(reader, reader.tokens.count - 1)
    reader.unread.push({ from, to: reader.text.length, message: error.message, reason: 'limit' })
    return
  }
  while (reader.kind !== TOKEN.newline && reader.kind !== TOKEN.end) next(reader)
  const line = reader.text.lastIndexOf('\n', error.at - 1) + 1
  reader.unread.push({ from: Math.max(from, line), to: reader.start, message: error.message, reason: error.reason })
  next(reader)
}

function orphans(reader: Reader, body: Statement[]): void {
  const { tokens } = reader
  let level = 0
  do {
    if (reader.kind === TOKEN.indent) level++
    else if (reader.kind === TOKEN.dedent) level--
    else if (reader.kind !== TOKEN.newline) {
      // A statement may end its own blocks, never this one.
      statement(reader, body, 'orphans')
      continue
    }
    if (reader.index >= tokens.count - 1) return
    next(reader)
  } while (level > 0 && reader.kind !== TOKEN.end)
}

type Read = (reader: Reader) => Statement

const COMPOUND: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['if', ifStatement],
  ['while', whileStatement],
  ['for', forStatement],
  ['try', tryStatement],
  ['with', withStatement],
  ['def', (reader) => functionDefinition(reader, [])],
  ['class', (reader) => classDefinition(reader, [])],
  ['@', decorated],
])

function softKeyword(reader: Reader): Read | undefined {
  if (reader.word === 'async' && ['def', 'for', 'with'].includes(wordAt(reader, reader.index + 1))) {
    next(reader)
    return COMPOUND.get(reader.word)
  }
  return reader.word === 'match' && isMatch(reader) ? matchStatement : undefined
}

/** `match` is a name unless its line ends in a colon and a line with `case` follows. */
function isMatch({ tokens, index, text }: Reader): boolean {
  let at = index + 1
  while (at < tokens.count && tokens.kinds[at] !== TOKEN.newline) at++
  const word = text.slice(tokens.starts[at + 2], tokens.ends[at + 2])
  return tokens.kinds[at + 1] === TOKEN.indent && word === 'case' && text.charAt(tokens.starts[at - 1] ?? 0) === ':'
}

/** `: simple; simple` on the line, or an indented block. */
function block(reader: Reader): Block {
  expect(reader, ':')
  const body: Statement[] = []
  if (!isKind(reader, TOKEN.newline)) {
    simpleLine(reader, body)
    return body
  }
  next(reader)
  if (!isKind(reader, TOKEN.indent)) {
    // An empty block: what a header without a body could hide is nothing.
    if (isKind(reader, TOKEN.end) || isKind(reader, TOKEN.dedent)) return body
    throw new Unreadable(`expected an indented block, found ${found(reader)}`, reader.start)
  }
  next(reader)
  if (++reader.blocks > reader.limits.depth)
    throw new Unreadable(`blocks nested more than ${reader.limits.depth} levels deep`, reader.start, 'limit')
  while (!isKind(reader, TOKEN.dedent) && !isKind(reader, TOKEN.end)) {
    if (isKind(reader, TOKEN.newline) || isKind(reader, TOKEN.indent)) next(reader)
    else deeper(reader, () => statement(reader, body))
  }
  if (isKind(reader, TOKEN.dedent)) next(reader)
  reader.blocks--
  return body
}

function ifStatement(reader: Reader): Statement {
  const at = reader.start
  const branches: Branch[] = []
  do {
    next(reader)
    branches.push({ test: starred(reader), body: block(reader) })
  } while (reader.word === 'elif')
  return { kind: 'if', at, branches, otherwise: otherwise(reader) }
}

function otherwise(reader: Reader): Block {
  return accept(reader, 'else') ? block(reader) : []
}

function whileStatement(reader: Reader): Statement {
  const at = reader.start
  next(reader)
  return { kind: 'while', at, test: starred(reader), body: block(reader), otherwise: otherwise(reader) }
}

function forStatement(reader: Reader): Statement {
  const at = reader.start
  next(reader)
  const target = forTargets(reader)
  expect(reader, 'in')
  return { kind: 'for', at, target, source: expressionList(reader), body: block(reader), otherwise: otherwise(reader) }
}

function tryStatement(reader: Reader): Statement {
  const at = reader.start
  next(reader)
  const body = block(reader)
  const handlers: Handler[] = []
  while (reader.word === 'except') handlers.push(handler(reader))
  const rest = otherwise(reader)
  return { kind: 'try', at, body, handlers, otherwise: rest, final: accept(reader, 'finally') ? block(reader) : [] }
}

/** `except A as b:`, `except* A:`, `except A, B:` (PEP 758), and the `except A, b:` of Python 2, which reads the same. */
function handler(reader: Reader): Handler {
  next(reader)
  accept(reader, '*')
  const type = reader.word === ':' ? undefined : expressionList(reader)
  const target = accept(reader, 'as') ? primary(reader) : undefined
  return { type, target, body: block(reader) }
}

function withStatement(reader: Reader): Statement {
  const at = reader.start
  next(reader)
  const items: WithItem[] = []
  do {
    const value = expression(reader)
    items.push({ value, target: accept(reader, 'as') ? primary(reader) : undefined })
  } while (accept(reader, ','))
  return { kind: 'with', at, items, body: block(reader) }
}

function decorated(reader: Reader): Statement {
  const decorators: Expression[] = []
  while (accept(reader, '@')) {
    decorators.push(starred(reader))
    if (reader.kind !== TOKEN.newline)
      throw new Unreadable(`expected the end of the line, found ${found(reader)}`, reader.start)
    next(reader)
  }
  accept(reader, 'async')
  if (reader.word === 'class') return classDefinition(reader, decorators)
  if (reader.word !== 'def')
    throw new Unreadable(`expected a function or a class, found ${found(reader)}`, reader.start)
  return functionDefinition(reader, decorators)
}

function functionDefinition(reader: Reader, decorators: readonly Expression[]): Statement {
  const at = reader.start
  next(reader)
  const name = identifier(reader)
  typeParameters(reader)
  expect(reader, '(')
  const list = parameters(reader, ')')
  const returns = accept(reader, '->') ? expressionList(reader) : undefined
  return { kind: 'function', at, name, decorators, parameters: list, returns, body: block(reader) }
}

function classDefinition(reader: Reader, decorators: readonly Expression[]): Statement {
  const at = reader.start
  next(reader)
  const name = identifier(reader)
  typeParameters(reader)
  const bases = reader.word === '(' ? callArguments(reader) : []
  return { kind: 'class', at, name, decorators, bases, body: block(reader) }
}

function matchStatement(reader: Reader): Statement {
  const at = reader.start
  next(reader)
  const subject = expressionList(reader)
  expect(reader, ':')
  next(reader)
  next(reader)
  const cases: MatchCase[] = []
  while (accept(reader, 'case')) {
    const pattern = matchPattern(reader)
    const guard = accept(reader, 'if') ? starred(reader) : undefined
    cases.push({ pattern, guard, body: block(reader) })
  }
  if (reader.kind === TOKEN.dedent) next(reader)
  return { kind: 'match', at, subject, cases }
}

/** `a, *b, C(x=1) | {"k": v} as name`: expressions without `if`, which begins the guard. */
function matchPattern(reader: Reader): Expression {
  const at = reader.start
  const items: Expression[] = []
  let isTuple = false
  do {
    if (reader.word === ':' || reader.word === 'if') break
    const value = reader.word === '*' ? starred(reader) : binary(reader, 5)
    items.push(accept(reader, 'as') ? { kind: 'named', at: value.at, target: primary(reader), value } : value)
    isTuple ||= reader.word === ','
  } while (accept(reader, ','))
  const [only] = items
  return !isTuple && only !== undefined ? only : { kind: 'sequence', at, items, immutable: true }
}
