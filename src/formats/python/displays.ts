import { numberLiteral, stringLiteral, unescaped } from './literals.ts'
import type { ComprehensionClause, DictEntry, Expression } from './syntax.ts'
import {
  accept,
  countNode,
  expect,
  found,
  identifier,
  inBrackets,
  next,
  type TokenCursor,
  Unreadable,
  wordAt,
} from './token-cursor.ts'
import { TOKEN } from './lexer.ts'

/** What atoms are made of; they and the operators around them read each other. */
export interface ExpressionReaders {
  expression(cursor: TokenCursor): Expression
  starred(cursor: TokenCursor): Expression
  expressionList(cursor: TokenCursor): Expression
  binary(cursor: TokenCursor, lowest: number): Expression
  primary(cursor: TokenCursor): Expression
  lambda(cursor: TokenCursor): Expression
  startsExpression(cursor: TokenCursor): boolean
}

/** A name, a literal, or something in brackets. Throws Unreadable. */
export function atom(cursor: TokenCursor, read: ExpressionReaders): Expression {
  countNode(cursor)
  const { kind, word, start: at } = cursor
  if (kind === TOKEN.name) return nameAtom(cursor, word, at)
  if (kind === TOKEN.number) {
    const value = numberLiteral(cursor.text.slice(at, cursor.tokens.ends[cursor.index]))
    next(cursor)
    return { kind: 'number', at, value }
  }
  if (kind === TOKEN.string || kind === TOKEN.templateStart) return strings(cursor, read)
  if (word === '(') return parenthesized(cursor, read)
  if (word === '[') return list(cursor, read)
  if (word === '{') return braces(cursor, read)
  if (word === '`') return backticks(cursor, read)
  if (word === '...') {
    next(cursor)
    return { kind: 'literal', at, value: '...' }
  }
  throw new Unreadable(`expected an expression, found ${found(cursor)}`, at)
}

function nameAtom(cursor: TokenCursor, word: string, at: number): Expression {
  if (word === 'True' || word === 'False' || word === 'None') {
    next(cursor)
    return { kind: 'literal', at, value: word }
  }
  return { kind: 'name', at, name: identifier(cursor) }
}

/** Literals side by side are one. */
function strings(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  const parts: Expression[] = []
  while (cursor.kind === TOKEN.string || cursor.kind === TOKEN.templateStart) {
    countNode(cursor)
    if (cursor.kind === TOKEN.templateStart) template(cursor, read, parts)
    else {
      const { start } = cursor
      const { value, bytes } = stringLiteral(cursor.text.slice(start, cursor.tokens.ends[cursor.index]))
      parts.push({ kind: 'text', at: start, value, bytes })
      next(cursor)
    }
  }
  const [first] = parts
  return parts.length === 1 && first?.kind === 'text' ? first : joined(at, parts)
}

function joined(at: number, parts: readonly Expression[]): Expression {
  const texts = parts.filter((part) => part.kind === 'text')
  if (texts.length < parts.length || texts.length === 0) return { kind: 'template', at, parts }
  return { kind: 'text', at, value: texts.map(({ value }) => value).join(''), bytes: texts[0]?.bytes ?? false }
}

function template(cursor: TokenCursor, read: ExpressionReaders, parts: Expression[]): void {
  const prefix = cursor.text.slice(cursor.start, cursor.tokens.ends[cursor.index]).toLowerCase()
  next(cursor)
  inBrackets(cursor, () => templateParts(cursor, read, prefix.includes('r'), parts))
  if (cursor.kind !== TOKEN.templateEnd) throw new Unreadable('an f-string is not closed', cursor.start)
  next(cursor)
}

function templateParts(cursor: TokenCursor, read: ExpressionReaders, raw: boolean, parts: Expression[]): void {
  while (cursor.kind === TOKEN.templateText || cursor.word === '{') {
    const { start } = cursor
    if (cursor.kind === TOKEN.templateText) {
      const source = cursor.text.slice(start, cursor.tokens.ends[cursor.index])
      const body = source.replaceAll('{{', '{').replaceAll('}}', '}')
      parts.push({ kind: 'text', at: start, value: raw ? body : unescaped(body, false), bytes: false })
      next(cursor)
    } else inBrackets(cursor, () => field(cursor, read, raw, parts))
  }
}

/** `{value=!r:spec}`; a format specification or a conversion makes the text unknown, but what stands in it is read. */
function field(cursor: TokenCursor, read: ExpressionReaders, raw: boolean, parts: Expression[]): void {
  expect(cursor, '{')
  const at = cursor.start
  const value = read.expressionList(cursor)
  const isShown = accept(cursor, '=')
  let conversion = ''
  if (accept(cursor, '!')) {
    conversion = cursor.word
    next(cursor)
  }
  const inner: Expression[] = []
  const hasSpec = accept(cursor, ':')
  if (hasSpec) templateParts(cursor, read, raw, inner)
  expect(cursor, '}')
  const isPlain = !isShown && (conversion === '' || conversion === 's') && inner.length === 0
  parts.push(
    isPlain
      ? value
      : { kind: 'wrapped', at, by: 'repr', value: { kind: 'sequence', at, items: [value, ...inner], immutable: true } },
  )
}

function parenthesized(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  next(cursor)
  const value = inBrackets(cursor, (inner): Expression => {
    if (inner.word === ')') return { kind: 'sequence', at, items: [], immutable: true }
    const first = aliased(inner, read, read.starred(inner))
    if (isComprehension(inner)) return comprehension(inner, read, at, [first])
    if (inner.word !== ',') return first
    return { kind: 'sequence', at, items: rest(inner, read, first, ')'), immutable: true }
  })
  expect(cursor, ')')
  return value
}

function list(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  next(cursor)
  const value = inBrackets(cursor, (inner): Expression => {
    if (inner.word === ']') return { kind: 'sequence', at, items: [], immutable: false }
    const first = aliased(inner, read, read.starred(inner))
    if (isComprehension(inner)) return comprehension(inner, read, at, [first], true)
    return { kind: 'sequence', at, items: rest(inner, read, first, ']'), immutable: false }
  })
  expect(cursor, ']')
  return value
}

function rest(cursor: TokenCursor, read: ExpressionReaders, first: Expression, closing: string): Expression[] {
  const items = [first]
  while (accept(cursor, ',') && cursor.word !== closing) items.push(aliased(cursor, read, read.starred(cursor)))
  return items
}

function braces(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  next(cursor)
  const value = inBrackets(cursor, (inner) => (inner.word === '}' ? emptyDict(at) : dictOrSet(inner, read, at)))
  expect(cursor, '}')
  return value
}

function emptyDict(at: number): Expression {
  return { kind: 'dict', at, entries: [] }
}

function dictOrSet(cursor: TokenCursor, read: ExpressionReaders, at: number): Expression {
  if (cursor.word !== '**') {
    const first = read.starred(cursor)
    if (cursor.word !== ':') {
      if (isComprehension(cursor)) return comprehension(cursor, read, at, [first])
      return { kind: 'sequence', at, items: rest(cursor, read, first, '}'), immutable: false }
    }
    next(cursor)
    const value = aliased(cursor, read, read.expression(cursor))
    if (isComprehension(cursor)) return comprehension(cursor, read, at, [first, value])
    return dict(cursor, read, at, [{ key: first, value }])
  }
  next(cursor)
  const value = read.binary(cursor, 5)
  // PEP 798 (Python 3.15).
  if (isComprehension(cursor)) return comprehension(cursor, read, at, [value])
  return dict(cursor, read, at, [{ key: undefined, value }])
}

function dict(cursor: TokenCursor, read: ExpressionReaders, at: number, entries: DictEntry[]): Expression {
  while (accept(cursor, ',') && cursor.word !== '}') {
    if (accept(cursor, '**')) entries.push({ key: undefined, value: read.binary(cursor, 5) })
    else {
      const key = read.expression(cursor)
      expect(cursor, ':')
      entries.push({ key, value: aliased(cursor, read, read.expression(cursor)) })
    }
  }
  return { kind: 'dict', at, entries }
}

function backticks(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  next(cursor)
  const value = inBrackets(cursor, read.expressionList)
  expect(cursor, '`')
  return { kind: 'wrapped', at, by: 'repr', value }
}

/** Does a comprehension go on here? */
export function isComprehension(cursor: TokenCursor): boolean {
  return cursor.word === 'for' || (cursor.word === 'async' && wordAt(cursor, cursor.index + 1) === 'for')
}

/** `for … in … if …`, as often as it stands there, behind its elements. */
export function comprehension(
  cursor: TokenCursor,
  read: ExpressionReaders,
  at: number,
  elements: readonly Expression[],
  inList = false,
): Expression {
  const clauses: ComprehensionClause[] = []
  while (isComprehension(cursor)) {
    accept(cursor, 'async')
    expect(cursor, 'for')
    const target = targetList(cursor, read)
    expect(cursor, 'in')
    const source = inList ? oldSource(cursor, read) : read.binary(cursor, 1)
    const conditions: Expression[] = []
    while (accept(cursor, 'if'))
      conditions.push(cursor.word === 'lambda' ? read.lambda(cursor) : namedCondition(cursor, read))
    clauses.push({ target, source, conditions })
  }
  return { kind: 'comprehension', at, elements, clauses }
}

/** Python 2 allows `for x in 1, 2` and `for x in lambda: 1` in the brackets of a list. */
function oldSource(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  const items: Expression[] = []
  do {
    if (!read.startsExpression(cursor)) break
    items.push(cursor.word === 'lambda' ? read.lambda(cursor) : read.binary(cursor, 1))
  } while (accept(cursor, ','))
  const [only] = items
  if (only === undefined) throw new Unreadable(`expected an expression, found ${found(cursor)}`, cursor.start)
  return items.length === 1 ? only : { kind: 'sequence', at, items, immutable: true }
}

function namedCondition(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  const target = read.binary(cursor, 1)
  return accept(cursor, ':=') ? { kind: 'named', at, target, value: read.binary(cursor, 1) } : target
}

/** What stands between `for` and `in`. Throws Unreadable. */
export function targetList(cursor: TokenCursor, read: ExpressionReaders): Expression {
  const at = cursor.start
  const items: Expression[] = []
  do {
    if (cursor.word === 'in') break
    const start = cursor.start
    items.push(
      accept(cursor, '*') ? { kind: 'star', at: start, value: read.binary(cursor, 5) } : read.binary(cursor, 5),
    )
  } while (accept(cursor, ','))
  const [only] = items
  return items.length === 1 && only !== undefined ? only : { kind: 'sequence', at, items, immutable: true }
}

/** `pattern as name` in a match pattern, `(a as b, c as d)` of a with statement (PEP 617). */
export function aliased(cursor: TokenCursor, read: ExpressionReaders, value: Expression): Expression {
  return accept(cursor, 'as') ? { kind: 'named', at: value.at, target: read.primary(cursor), value } : value
}
