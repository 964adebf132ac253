import { expression, expressionList, starred, startsOperand } from './expressions.ts'
import type { Expression, ImportedName, Statement } from './syntax.ts'
import { accept, expect, found, identifier, next, type TokenCursor, Unreadable, wordAt } from './token-cursor.ts'
import { TOKEN } from './lexer.ts'

/** `a; b; c` up to and including the end of the line. Throws Unreadable; then nothing of the line is kept. */
export function simpleLine(reader: TokenCursor, body: Statement[]): void {
  const mark = body.length
  do {
    if (reader.kind === TOKEN.newline) break
    simpleStatement(reader, body)
  } while (accept(reader, ';'))
  if (reader.kind !== TOKEN.newline) {
    // CPython refuses the line as a whole.
    body.length = mark
    throw new Unreadable(`expected the end of the line, found ${found(reader)}`, reader.start)
  }
  next(reader)
}

function simpleStatement(reader: TokenCursor, body: Statement[]): void {
  const { word, start: at } = reader
  const following = wordAt(reader, reader.index + 1)
  if (word === 'pass' || word === 'break' || word === 'continue') return next(reader)
  if (word === 'import') body.push(importStatement(reader))
  else if (word === 'from') body.push(fromImport(reader))
  else if (word === 'global' || (word === 'nonlocal' && startsOperand(reader, reader.index + 1)))
    body.push(scopeStatement(reader))
  else if (word === 'return' || word === 'raise' || word === 'assert' || word === 'del')
    body.push(keywordStatement(reader, word))
  else if (word === 'type' && startsOperand(reader, reader.index + 1) && /^[\p{L}_]/u.test(following))
    body.push(typeAlias(reader))
  else if ((word === 'print' || word === 'exec') && isPythonTwo(reader)) body.push(keywordStatement(reader, word))
  else body.push(assignment(reader, at))
}

/** `print x`, `exec code`: an operand behind the name is an error in Python 3. */
function isPythonTwo(reader: TokenCursor): boolean {
  const after = wordAt(reader, reader.index + 1)
  return (
    after !== '(' &&
    after !== '[' &&
    after !== '...' &&
    (startsOperand(reader, reader.index + 1) || after === 'not' || after === 'lambda')
  )
}

function keywordStatement(
  reader: TokenCursor,
  keyword: 'return' | 'raise' | 'assert' | 'del' | 'print' | 'exec',
): Statement {
  const at = reader.start
  next(reader)
  const values: Expression[] = []
  while (reader.kind !== TOKEN.newline && reader.word !== ';') {
    values.push(starred(reader))
    if (!accept(reader, ',') && !accept(reader, 'from')) break
  }
  return { kind: 'simple', at, keyword, values }
}

function typeAlias(reader: TokenCursor): Statement {
  const at = reader.start
  next(reader)
  identifier(reader)
  typeParameters(reader)
  expect(reader, '=')
  return { kind: 'simple', at, keyword: 'type', values: [expression(reader)] }
}

/** `[T: (int, str) = int, *Ts, **P]` of PEP 695: bounds are evaluated only when somebody asks for them. */
export function typeParameters(reader: TokenCursor): void {
  if (!accept(reader, '[')) return
  while (reader.word !== ']') {
    if (!accept(reader, '**')) accept(reader, '*')
    identifier(reader)
    if (accept(reader, ':')) expression(reader)
    if (accept(reader, '=')) starred(reader)
    if (!accept(reader, ',')) break
  }
  expect(reader, ']')
}

function scopeStatement(reader: TokenCursor): Statement {
  const { start: at, word } = reader
  const names: string[] = []
  do {
    next(reader)
    names.push(identifier(reader))
  } while (reader.word === ',')
  return { kind: 'global', at, names, nonlocal: word === 'nonlocal' }
}

function importStatement(reader: TokenCursor): Statement {
  const at = reader.start
  const names: ImportedName[] = []
  do {
    next(reader)
    const start = reader.start
    names.push({ at: start, name: dottedName(reader), alias: alias(reader) })
  } while (reader.word === ',')
  return { kind: 'import', at, names }
}

function dottedName(reader: TokenCursor): string {
  const parts = [identifier(reader)]
  while (accept(reader, '.')) parts.push(identifier(reader))
  return parts.join('.')
}

function alias(reader: TokenCursor): string | undefined {
  return accept(reader, 'as') ? identifier(reader) : undefined
}

function fromImport(reader: TokenCursor): Statement {
  const at = reader.start
  next(reader)
  let level = 0
  for (; reader.word === '.' || reader.word === '...'; next(reader)) level += reader.word.length
  const module = reader.word === 'import' && level > 0 ? '' : dottedName(reader)
  expect(reader, 'import')
  if (reader.word === '*') {
    const names = [{ at: reader.start, name: '*', alias: undefined }]
    next(reader)
    return { kind: 'from-import', at, module, level, names }
  }
  const isBracketed = accept(reader, '(')
  const names: ImportedName[] = []
  do {
    if (isBracketed && reader.word === ')') break
    const start = reader.start
    names.push({ at: start, name: identifier(reader), alias: alias(reader) })
  } while (accept(reader, ','))
  if (isBracketed) expect(reader, ')')
  return { kind: 'from-import', at, module, level, names }
}

const UPDATES: ReadonlySet<string> = new Set([
  '+=',
  '-=',
  '*=',
  '/=',
  '//=',
  '%=',
  '@=',
  '&=',
  '|=',
  '^=',
  '>>=',
  '<<=',
  '**=',
])

function assignment(reader: TokenCursor, at: number): Statement {
  const first = expressionList(reader)
  const annotation = accept(reader, ':') ? starred(reader) : undefined
  const { word } = reader
  if (UPDATES.has(word)) {
    next(reader)
    return {
      kind: 'assign',
      at,
      targets: [first],
      annotation: undefined,
      operator: word,
      value: expressionList(reader),
    }
  }
  const values = [first]
  while (accept(reader, '=')) values.push(expressionList(reader))
  if (values.length === 1 && annotation === undefined) return { kind: 'simple', at, keyword: '', values }
  const value = values.length > 1 ? values.at(-1) : undefined
  return {
    kind: 'assign',
    at,
    targets: values.length > 1 ? values.slice(0, -1) : values,
    annotation,
    operator: '=',
    value,
  }
}
