import { aliased, atom, comprehension, type ExpressionReaders, isComprehension, targetList } from './displays.ts'
import {
  inBrackets,
  isAt,
  accept,
  countNode,
  deeper,
  expect,
  found,
  next,
  KEYWORDS,
  type TokenCursor,
  Unreadable,
  wordAt,
} from './token-cursor.ts'
import type { Argument, Expression, Operand, Parameter } from './syntax.ts'
import { TOKEN } from './lexer.ts'

const READERS: ExpressionReaders = {
  expression,
  starred,
  expressionList,
  binary,
  primary,
  lambda,
  startsExpression,
}

/** `a, *b, c := d`: one expression or a tuple without brackets; `yield` too. Throws Unreadable. */
export function expressionList(cursor: TokenCursor): Expression {
  const at = cursor.start
  const first = starred(cursor)
  if (cursor.word !== ',') return first
  const items = [first]
  while (accept(cursor, ',')) {
    if (!startsExpression(cursor)) break
    items.push(starred(cursor))
  }
  return { kind: 'sequence', at, items, immutable: true }
}

/** An expression, `*expression`, `yield` or `name := expression`. Throws Unreadable. */
export function starred(cursor: TokenCursor): Expression {
  const at = cursor.start
  if (cursor.word === '*' || cursor.word === '**') {
    next(cursor)
    return { kind: 'star', at, value: binary(cursor, 5) }
  }
  if (cursor.word === 'yield') return yielded(cursor)
  return named(cursor)
}

function yielded(cursor: TokenCursor): Expression {
  const at = cursor.start
  next(cursor)
  accept(cursor, 'from')
  const value = startsExpression(cursor) ? deeper(cursor, expressionList) : undefined
  return { kind: 'wrapped', at, by: 'yield', value }
}

function named(cursor: TokenCursor): Expression {
  const at = cursor.start
  const target = expression(cursor)
  if (!accept(cursor, ':=')) return target
  return { kind: 'named', at, target, value: expression(cursor) }
}

/** One expression: a conditional, a lambda or what stands below. Throws Unreadable. */
export function expression(cursor: TokenCursor): Expression {
  return deeper(cursor, conditional)
}

function conditional(cursor: TokenCursor): Expression {
  countNode(cursor)
  if (cursor.word === 'lambda') return lambda(cursor)
  const at = cursor.start
  const first = binary(cursor, 1)
  if (!isAt(cursor, 'if')) return first
  // A chain of `else` is read in a loop and put together from its end.
  const links: { readonly yes: Expression; readonly test: Expression }[] = []
  let last = first
  while (accept(cursor, 'if')) {
    links.push({ yes: last, test: binary(cursor, 1) })
    expect(cursor, 'else')
    last = cursor.word === 'lambda' ? lambda(cursor) : binary(cursor, 1)
  }
  if (links.length > cursor.limits.depth)
    throw new Unreadable(`a chain of ${links.length} conditional expressions`, at, 'limit')
  return links.reduceRight((no, { yes, test }): Expression => ({ kind: 'conditional', at, test, yes, no }), last)
}

function lambda(cursor: TokenCursor): Expression {
  const at = cursor.start
  next(cursor)
  const list = parameters(cursor, ':')
  return { kind: 'lambda', at, parameters: list, body: expression(cursor) }
}

/** Parameters up to and including the closing word. Throws Unreadable. */
export function parameters(cursor: TokenCursor, closing: ')' | ':'): readonly Parameter[] {
  const list: Parameter[] = []
  while (cursor.word !== closing) {
    if (!accept(cursor, '/')) {
      const star = accept(cursor, '*') ? '*' : accept(cursor, '**') ? '**' : ''
      if (star !== '*' || (cursor.word !== ',' && cursor.word !== closing)) list.push(parameter(cursor, closing, star))
    }
    if (!accept(cursor, ',')) break
  }
  expect(cursor, closing)
  return list
}

function parameter(cursor: TokenCursor, closing: ')' | ':', star: Parameter['star']): Parameter {
  const target = atom(cursor, READERS)
  const annotation = closing === ')' && accept(cursor, ':') ? starred(cursor) : undefined
  const initial = accept(cursor, '=') ? expression(cursor) : undefined
  return { target, star, annotation, initial }
}

const LEVELS: ReadonlyMap<string, number> = new Map([
  ...(['or', 'and'] as const).map((word, index) => [word, index + 1] as const),
  ...['<', '>', '==', '>=', '<=', '!=', '<>', 'in', 'not', 'is'].map((word) => [word, 4] as const),
  ...[['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%', '@']].flatMap((words, index) =>
    words.map((word) => [word, index + 5] as const),
  ),
])

/** Operators from a level upward (`or` 1, `and` 2, `not` 3, comparisons 4, `|` 5 … `*` 10). Throws Unreadable. */
export function binary(cursor: TokenCursor, lowest: number): Expression {
  const at = cursor.start
  let left = prefixed(cursor)
  for (;;) {
    const level = LEVELS.get(cursor.word)
    if (level === undefined || level < lowest || !isOperator(cursor)) return left
    const rest: Operand[] = []
    // Nothing above this level was left open, so all of it is one flat chain.
    while (LEVELS.get(cursor.word) === level && isOperator(cursor)) {
      countNode(cursor)
      const operator = cursor.word
      next(cursor)
      if (operator === 'not') expect(cursor, 'in')
      if (operator === 'is') accept(cursor, 'not')
      rest.push({ operator, operand: deeper(cursor, (inner) => binary(inner, level + 1)) })
    }
    left = { kind: 'operation', at, first: left, rest }
  }
}

/** `not` is an operator only in `not in`. */
function isOperator(cursor: TokenCursor): boolean {
  return cursor.word !== 'not' || wordAt(cursor, cursor.index + 1) === 'in'
}

const PREFIXES: ReadonlySet<string> = new Set(['not', '-', '+', '~'])

function prefixed(cursor: TokenCursor): Expression {
  if (!PREFIXES.has(cursor.word)) return power(cursor)
  const at = cursor.start
  const operators: string[] = []
  while (PREFIXES.has(cursor.word)) {
    countNode(cursor)
    operators.push(cursor.word)
    next(cursor)
  }
  const operand = operators.includes('not') ? deeper(cursor, (inner) => binary(inner, 4)) : power(cursor)
  return { kind: 'unary', at, operators, operand }
}

function power(cursor: TokenCursor): Expression {
  const at = cursor.start
  const base = cursor.word === 'await' && startsOperand(cursor, cursor.index + 1) ? awaited(cursor) : primary(cursor)
  if (!accept(cursor, '**')) return base
  return { kind: 'operation', at, first: base, rest: [{ operator: '**', operand: deeper(cursor, prefixed) }] }
}

function awaited(cursor: TokenCursor): Expression {
  const at = cursor.start
  next(cursor)
  return { kind: 'wrapped', at, by: 'await', value: primary(cursor) }
}

/** An atom with its calls, attributes and subscripts. Throws Unreadable. */
export function primary(cursor: TokenCursor): Expression {
  const at = cursor.start
  let of = atom(cursor, READERS)
  for (;;) {
    countNode(cursor)
    if (accept(cursor, '.')) {
      if (cursor.kind !== TOKEN.name)
        throw new Unreadable(`expected an attribute, found ${found(cursor)}`, cursor.start)
      of = { kind: 'attribute', at, of, name: cursor.word }
      next(cursor)
    } else if (cursor.word === '(') of = { kind: 'call', at, of, args: callArguments(cursor) }
    else if (cursor.word === '[') {
      next(cursor)
      of = { kind: 'subscript', at, of, index: inBrackets(cursor, subscript) }
      expect(cursor, ']')
    } else return of
  }
}

/** `(…)` of a call or of a class. Throws Unreadable. */
export function callArguments(cursor: TokenCursor): readonly Argument[] {
  expect(cursor, '(')
  const list = inBrackets(cursor, (inner) => {
    const found: Argument[] = []
    while (inner.word !== ')') {
      found.push(argument(inner))
      if (!accept(inner, ',')) break
    }
    return found
  })
  expect(cursor, ')')
  return list
}

function argument(cursor: TokenCursor): Argument {
  const star = accept(cursor, '*') ? '*' : accept(cursor, '**') ? '**' : ''
  const isNamed = star === '' && cursor.kind === TOKEN.name && wordAt(cursor, cursor.index + 1) === '='
  const name = isNamed ? cursor.word : undefined
  if (isNamed) {
    next(cursor)
    next(cursor)
  }
  const at = cursor.start
  const value = aliased(cursor, READERS, named(cursor))
  return { name, star, value: isComprehension(cursor) ? comprehension(cursor, READERS, at, [value]) : value }
}

function subscript(cursor: TokenCursor): Expression {
  const at = cursor.start
  const first = slice(cursor)
  if (!isAt(cursor, ',')) return first
  const items = [first]
  while (accept(cursor, ',') && cursor.word !== ']') items.push(slice(cursor))
  return { kind: 'sequence', at, items, immutable: true }
}

function slice(cursor: TokenCursor): Expression {
  const at = cursor.start
  const bounds: (Expression | undefined)[] = [cursor.word === ':' ? undefined : starred(cursor)]
  while (bounds.length < 3 && accept(cursor, ':'))
    bounds.push(cursor.word === ':' || cursor.word === ']' || cursor.word === ',' ? undefined : expression(cursor))
  const [only] = bounds
  return bounds.length === 1 && only !== undefined ? only : { kind: 'slice', at, bounds }
}

/** Can the current token begin an expression? */
export function startsExpression(cursor: TokenCursor): boolean {
  return (
    startsOperand(cursor, cursor.index) || ['*', '-', '+', '~', 'not', 'lambda', 'yield', '**'].includes(cursor.word)
  )
}

/** Can this token begin something without an operator in front? */
export function startsOperand(cursor: TokenCursor, index: number): boolean {
  const kind = cursor.tokens.kinds[index]
  if (kind === TOKEN.number || kind === TOKEN.string || kind === TOKEN.templateStart) return true
  const word = kind === TOKEN.name || kind === TOKEN.operator ? wordAt(cursor, index) : ''
  if (kind === TOKEN.name) return !KEYWORDS.has(word) || CONSTANTS.has(word)
  return ['(', '[', '{', '`', '...'].includes(word)
}

const CONSTANTS: ReadonlySet<string> = new Set(['True', 'False', 'None'])

/** What stands between `for` and `in`. Throws Unreadable. */
export function forTargets(cursor: TokenCursor): Expression {
  return targetList(cursor, READERS)
}
