import type { Limits } from '../../base/limits.ts'
import { parseExpression, parseFilters, parseOperand, parseTuple } from './expressions.ts'
import { jinjaTokens } from './lexer.ts'
import type { Branch, Expression, Statement, Step } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

/**
 * Parses a Jinja template (Jinja 3.1 with the extensions that transformers switches on: `do`, loop controls, `generation`).
 * Nothing is rendered. Throws FORMAT_SYNTAX with a line for what Jinja refuses too, LimitError beyond the limits.
 */
export function parseJinja(source: string, limits: Limits): readonly Statement[] {
  const tokens = new TokenStream(jinjaTokens(source, limits), source, limits)
  const statements = parseBody(tokens, new Set())
  if (tokens.peek() !== undefined) throw tokens.error('no further end of a block')
  return statements
}

/** Statements until a tag with one of these names, which is left to be read. */
function parseBody(tokens: TokenStream, ends: ReadonlySet<string>): readonly Statement[] {
  return tokens.deeper(() => {
    const statements: Statement[] = []
    for (let token = tokens.peek(); token !== undefined; token = tokens.peek()) {
      if (token.kind === 'text') statements.push({ kind: 'text', offset: token.offset, text: tokens.next().text })
      else if (token.text === '{{') statements.push(parseOutput(tokens))
      else {
        const name = tokens.peek(1)
        if (name?.kind === 'name' && ends.has(name.text)) return statements
        statements.push(parseStatement(tokens))
      }
    }
    if (ends.size > 0) throw tokens.error([...ends].join(' or '))
    return statements
  })
}

function parseOutput(tokens: TokenStream): Statement {
  const { offset } = tokens.next()
  const value = parseTuple(tokens)
  tokens.expectKind('end')
  return { kind: 'output', offset, value }
}

function parseStatement(tokens: TokenStream): Statement {
  const { offset } = tokens.next()
  const name = tokens.expectName()
  switch (name) {
    case 'if':
      return parseIf(tokens, offset)
    case 'for':
      return parseFor(tokens, offset)
    case 'set':
      return parseSet(tokens, offset)
    case 'macro':
      return parseMacro(tokens, offset)
    case 'call':
      return parseCall(tokens, offset)
    case 'with':
      return parseWith(tokens, offset)
    case 'filter':
      return { kind: 'block', offset, name, filters: filtersAndEnd(tokens), body: bodyUntil(tokens, 'endfilter') }
    case 'block':
    case 'autoescape':
    case 'generation':
    case 'trans':
      return parseBlock(tokens, offset, name)
    case 'include':
    case 'import':
    case 'from':
    case 'extends':
      return parseLoad(tokens, offset, name)
    case 'do':
      return { kind: 'do', offset, value: expressionAndEnd(tokens) }
    case 'break':
    case 'continue':
      tokens.expectKind('end')
      return { kind: 'jump', offset, name }
    default:
      throw tokens.error(`a statement instead of \`${name.slice(0, 40)}\``)
  }
}

function parseIf(tokens: TokenStream, offset: number): Statement {
  const branches: Branch[] = []
  let otherwise: readonly Statement[] = []
  for (let at = offset; ; at = tokens.offset) {
    const test = expressionAndEnd(tokens)
    branches.push({ offset: at, test, body: parseBody(tokens, IF_ENDS) })
    tokens.next()
    const word = tokens.expectName()
    if (word === 'elif') continue
    tokens.expectKind('end')
    if (word === 'else') otherwise = bodyUntil(tokens, 'endif')
    return { kind: 'if', offset, branches, otherwise }
  }
}

const IF_ENDS = new Set(['elif', 'else', 'endif'])

function parseFor(tokens: TokenStream, offset: number): Statement {
  const targets = parseTargets(tokens)
  if (!tokens.takeName('in')) throw tokens.error('`in`')
  const iterable = parseOperand(tokens)
  const test = tokens.takeName('if') ? parseExpression(tokens) : undefined
  tokens.takeName('recursive')
  tokens.expectKind('end')
  const body = parseBody(tokens, FOR_ENDS)
  tokens.next()
  const hasElse = tokens.expectName() === 'else'
  tokens.expectKind('end')
  const otherwise = hasElse ? bodyUntil(tokens, 'endfor') : []
  return { kind: 'for', offset, targets, iterable, test, body, otherwise }
}

const FOR_ENDS = new Set(['else', 'endfor'])

/** Names that are assigned, `ns.name` as one; parentheses are passed over. */
function parseTargets(tokens: TokenStream): readonly string[] {
  const targets: string[] = []
  while (tokens.peek()?.kind === 'name' || tokens.isOperator('(') || tokens.isOperator(')') || tokens.isOperator(',')) {
    if (tokens.isName('in')) break
    const token = tokens.next()
    if (token.kind !== 'name') continue
    targets.push(tokens.takeOperator('.') ? `${token.text}.${tokens.expectName()}` : token.text)
  }
  if (targets.length === 0) throw tokens.error('a name to assign to')
  return targets
}

function parseSet(tokens: TokenStream, offset: number): Statement {
  const targets = parseTargets(tokens)
  if (tokens.takeOperator('=')) {
    const value = parseTuple(tokens)
    tokens.expectKind('end')
    return { kind: 'set', offset, targets, value }
  }
  const filters = tokens.takeOperator('|') ? filtersAndEnd(tokens) : endOf(tokens)
  return { kind: 'set-block', offset, targets, filters, body: bodyUntil(tokens, 'endset') }
}

function parseMacro(tokens: TokenStream, offset: number): Statement {
  const name = tokens.expectName()
  tokens.expectOperator('(')
  const parameters = parseParameters(tokens)
  tokens.expectKind('end')
  return { kind: 'macro', offset, name, parameters, body: bodyUntil(tokens, 'endmacro') }
}

/** Behind the opening parenthesis. */
function parseParameters(tokens: TokenStream): readonly { name: string; value: Expression | undefined }[] {
  const parameters: { name: string; value: Expression | undefined }[] = []
  while (!tokens.takeOperator(')')) {
    const name = tokens.expectName()
    parameters.push({ name, value: tokens.takeOperator('=') ? parseExpression(tokens) : undefined })
    if (!tokens.isOperator(')')) tokens.expectOperator(',')
  }
  return parameters
}

function parseCall(tokens: TokenStream, offset: number): Statement {
  if (tokens.takeOperator('(')) parseParameters(tokens)
  return { kind: 'call', offset, value: expressionAndEnd(tokens), body: bodyUntil(tokens, 'endcall') }
}

function parseWith(tokens: TokenStream, offset: number): Statement {
  const assignments: { target: string; value: Expression }[] = []
  while (tokens.peek()?.kind === 'name') {
    const target = tokens.expectName()
    tokens.expectOperator('=')
    assignments.push({ target, value: parseExpression(tokens) })
    if (!tokens.takeOperator(',')) break
  }
  tokens.expectKind('end')
  return { kind: 'with', offset, assignments, body: bodyUntil(tokens, 'endwith') }
}

function parseBlock(tokens: TokenStream, offset: number, name: string): Statement {
  while (tokens.peek() !== undefined && tokens.peek()?.kind !== 'end') tokens.next()
  tokens.expectKind('end')
  return { kind: 'block', offset, name, filters: [], body: bodyUntil(tokens, `end${name}`) }
}

function parseLoad(tokens: TokenStream, offset: number, name: string): Statement {
  const value = parseExpression(tokens)
  while (tokens.peek() !== undefined && tokens.peek()?.kind !== 'end') tokens.next()
  tokens.expectKind('end')
  return { kind: 'load', offset, name, value }
}

function bodyUntil(tokens: TokenStream, end: string): readonly Statement[] {
  const body = parseBody(tokens, new Set([end]))
  tokens.next()
  tokens.expectName()
  // `{% endblock name %}` and `{% endmacro name %}` may repeat the name.
  if (tokens.peek()?.kind === 'name') tokens.next()
  tokens.expectKind('end')
  return body
}

function expressionAndEnd(tokens: TokenStream): Expression {
  const value = parseTuple(tokens)
  tokens.expectKind('end')
  return value
}

function filtersAndEnd(tokens: TokenStream): readonly Step[] {
  const filters = parseFilters(tokens)
  tokens.expectKind('end')
  return filters
}

function endOf(tokens: TokenStream): readonly Step[] {
  tokens.expectKind('end')
  return []
}
