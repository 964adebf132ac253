import type { Argument, Expression, Step } from './syntax.ts'
import type { TokenStream } from './token-stream.ts'

/** A whole expression: `a if b else c` and everything that binds closer (Jinja 3.1, "Expressions"). */
export function parseExpression(tokens: TokenStream): Expression {
  return tokens.deeper(() => {
    const offset = tokens.offset
    const whenTrue = parseLevel(tokens, 0)
    if (!tokens.takeName('if')) return whenTrue
    const test = parseLevel(tokens, 0)
    const otherwise = tokens.takeName('else') ? parseExpression(tokens) : undefined
    return { kind: 'conditional', offset, test, whenTrue, otherwise }
  })
}

/** An expression that is not `a if b`: the iterable of a loop, whose own `if` follows. */
export function parseOperand(tokens: TokenStream): Expression {
  return tokens.deeper(() => tupleOf(tokens, () => parseLevel(tokens, 0)))
}

/** One expression or several with commas between them. */
export function parseTuple(tokens: TokenStream): Expression {
  return tupleOf(tokens, () => parseExpression(tokens))
}

function tupleOf(tokens: TokenStream, part: () => Expression): Expression {
  const offset = tokens.offset
  const first = part()
  if (!tokens.isOperator(',')) return first
  const items = [first]
  while (tokens.takeOperator(',')) {
    if (endsTuple(tokens)) break
    items.push(part())
  }
  return { kind: 'list', offset, items }
}

function endsTuple(tokens: TokenStream): boolean {
  return tokens.peek()?.kind === 'end' || tokens.isOperator('=') || tokens.isOperator(')') || tokens.isName('if')
}

/** Operators from the loosest to the closest; each level is one flat chain. `not` stands between `and` and comparisons. */
const LEVELS: readonly ReadonlySet<string>[] = [
  new Set(['or']),
  new Set(['and']),
  new Set(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in']),
  new Set(['+', '-']),
  new Set(['~']),
  new Set(['*', '/', '//', '%']),
  new Set(['**']),
]
const COMPARISONS = 2

function parseLevel(tokens: TokenStream, level: number): Expression {
  const operators = LEVELS[level]
  if (operators === undefined) return parseUnary(tokens)
  if (level === COMPARISONS && tokens.isName('not')) return parseNot(tokens)
  const offset = tokens.offset
  const first = parseLevel(tokens, level + 1)
  const operands = [first]
  const found: string[] = []
  for (
    let operator = takeOperator(tokens, operators);
    operator !== undefined;
    operator = takeOperator(tokens, operators)
  ) {
    found.push(operator)
    operands.push(level < COMPARISONS || !tokens.isName('not') ? parseLevel(tokens, level + 1) : parseNot(tokens))
  }
  return found.length === 0 ? first : { kind: 'chain', offset, operands, operators: found }
}

function parseNot(tokens: TokenStream): Expression {
  return tokens.deeper(() => {
    const offset = tokens.offset
    tokens.next()
    return { kind: 'unary', offset, operator: 'not', operand: parseLevel(tokens, COMPARISONS) }
  })
}

function takeOperator(tokens: TokenStream, operators: ReadonlySet<string>): string | undefined {
  const token = tokens.peek()
  if (token === undefined || (token.kind !== 'operator' && token.kind !== 'name')) return undefined
  if (token.kind === 'name' && token.text === 'not' && tokens.isName('in', 1) && operators.has('not in')) {
    tokens.next()
    tokens.next()
    return 'not in'
  }
  if (!operators.has(token.text)) return undefined
  tokens.next()
  return token.text
}

function parseUnary(tokens: TokenStream): Expression {
  const token = tokens.peek()
  if (token?.kind === 'operator' && (token.text === '-' || token.text === '+')) {
    const operator = token.text
    return tokens.deeper(() => {
      tokens.next()
      return { kind: 'unary', offset: token.offset, operator, operand: parseUnary(tokens) }
    })
  }
  return parsePostfix(tokens, parsePrimary(tokens))
}

function parsePrimary(tokens: TokenStream): Expression {
  const { kind, text, offset } = tokens.next()
  switch (kind) {
    case 'name':
      return CONSTANTS.has(text)
        ? { kind: 'constant', offset, value: CONSTANTS.get(text) ?? null }
        : { kind: 'name', offset, name: text }
    case 'number':
      return { kind: 'constant', offset, value: Number(text.replaceAll('_', '')) }
    case 'string':
      return { kind: 'constant', offset, value: text + adjacentStrings(tokens) }
    case 'operator':
      if (text === '(') return parseParentheses(tokens, offset)
      if (text === '[') return { kind: 'list', offset, items: listUntil(tokens, ']', () => parseExpression(tokens)) }
      if (text === '{') return { kind: 'dict', offset, entries: listUntil(tokens, '}', () => dictEntry(tokens)) }
  }
  throw tokens.error(`a value before ${JSON.stringify(text.slice(0, 20))}`)
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])

/** As in Python, strings that follow each other are one. */
function adjacentStrings(tokens: TokenStream): string {
  const parts: string[] = []
  while (tokens.peek()?.kind === 'string') parts.push(tokens.next().text)
  return parts.join('')
}

function parseParentheses(tokens: TokenStream, offset: number): Expression {
  if (tokens.takeOperator(')')) return { kind: 'list', offset, items: [] }
  const inner = parseTuple(tokens)
  tokens.expectOperator(')')
  return inner
}

function dictEntry(tokens: TokenStream): { key: Expression; value: Expression } {
  const key = parseExpression(tokens)
  tokens.expectOperator(':')
  return { key, value: parseExpression(tokens) }
}

function listUntil<T>(tokens: TokenStream, closing: string, part: () => T): readonly T[] {
  const items: T[] = []
  while (!tokens.takeOperator(closing)) {
    items.push(part())
    if (!tokens.isOperator(closing)) tokens.expectOperator(',')
  }
  return items
}

/** Everything that follows a value: attributes, items, calls, filters, tests. */
function parsePostfix(tokens: TokenStream, base: Expression): Expression {
  const steps: Step[] = []
  for (let step = parseStep(tokens); step !== undefined; step = parseStep(tokens)) steps.push(step)
  return steps.length === 0 ? base : { kind: 'postfix', offset: base.offset, base, steps }
}

/** The filters of `{% filter a|b %}` and `{% set x | a %}`. */
export function parseFilters(tokens: TokenStream): readonly Step[] {
  const filters = [parseFilter(tokens, tokens.offset)]
  while (tokens.takeOperator('|')) filters.push(parseFilter(tokens, tokens.offset))
  return filters
}

function parseStep(tokens: TokenStream): Step | undefined {
  const offset = tokens.offset
  if (tokens.takeOperator('.')) return parseAttribute(tokens, offset)
  if (tokens.takeOperator('[')) return parseSubscript(tokens, offset)
  if (tokens.takeOperator('(')) return { kind: 'call', offset, args: parseArguments(tokens) }
  if (tokens.takeOperator('|')) return parseFilter(tokens, offset)
  if (tokens.takeName('is')) return parseTest(tokens, offset)
  return undefined
}

function parseAttribute(tokens: TokenStream, offset: number): Step {
  const token = tokens.next()
  if (token.kind === 'name') return { kind: 'attribute', offset, name: token.text }
  if (token.kind === 'number')
    return { kind: 'item', offset, key: { kind: 'constant', offset, value: Number(token.text) } }
  throw tokens.error('a name after `.`')
}

/** `[key]`, `[a:b:c]`, `[a, b]`. */
function parseSubscript(tokens: TokenStream, offset: number): Step {
  const parts: (Expression | undefined)[] = [undefined]
  let isSlice = false
  while (!tokens.takeOperator(']')) {
    if (tokens.takeOperator(':')) {
      isSlice = true
      parts.push(undefined)
    } else if (tokens.takeOperator(',')) parts.push(undefined)
    else parts[parts.length - 1] = parseExpression(tokens)
  }
  const [first] = parts
  return isSlice || parts.length > 1 || first === undefined
    ? { kind: 'slice', offset, parts }
    : { kind: 'item', offset, key: first }
}

/** Behind the opening parenthesis. */
function parseArguments(tokens: TokenStream): readonly Argument[] {
  return listUntil(tokens, ')', () => {
    if (tokens.takeOperator('**') || tokens.takeOperator('*'))
      return { name: undefined, value: parseExpression(tokens) }
    const named = tokens.peek()?.kind === 'name' && tokens.peek(1)?.kind === 'operator' && tokens.peek(1)?.text === '='
    if (!named) return { name: undefined, value: parseExpression(tokens) }
    const name = tokens.expectName()
    tokens.expectOperator('=')
    return { name, value: parseExpression(tokens) }
  })
}

function parseFilter(tokens: TokenStream, offset: number): Step {
  const name = dottedName(tokens)
  return { kind: 'filter', offset, name, args: tokens.takeOperator('(') ? parseArguments(tokens) : [] }
}

function parseTest(tokens: TokenStream, offset: number): Step {
  const negated = tokens.takeName('not')
  const name = dottedName(tokens)
  if (tokens.takeOperator('(')) return { kind: 'test', offset, name, args: parseArguments(tokens), negated }
  const args = takesArgument(tokens) ? [{ name: undefined, value: parseTestArgument(tokens) }] : []
  return { kind: 'test', offset, name, args, negated }
}

/** `is divisibleby 3`: a value may follow without parentheses, unless it is a word of the grammar. */
function takesArgument(tokens: TokenStream): boolean {
  const token = tokens.peek()
  if (token === undefined) return false
  if (token.kind === 'name') return !['else', 'or', 'and', 'if', 'is', 'in', 'not', 'recursive'].includes(token.text)
  return token.kind === 'string' || token.kind === 'number' || (token.kind === 'operator' && '([{'.includes(token.text))
}

/** A value with attributes and items, but without filters: `x is eq y|z` filters the test. */
function parseTestArgument(tokens: TokenStream): Expression {
  return tokens.deeper(() => {
    const base = parsePrimary(tokens)
    const steps: Step[] = []
    while (tokens.isOperator('.') || tokens.isOperator('[') || tokens.isOperator('(')) {
      const step = parseStep(tokens)
      if (step !== undefined) steps.push(step)
    }
    return steps.length === 0 ? base : { kind: 'postfix', offset: base.offset, base, steps }
  })
}

function dottedName(tokens: TokenStream): string {
  const parts = [tokens.expectName()]
  while (tokens.takeOperator('.')) parts.push(tokens.expectName())
  return parts.join('.')
}
