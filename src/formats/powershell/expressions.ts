import { LEVELS, operatorHere } from './operators.ts'
import { addIssue, deeper, nothing, peek, type Reading, skipBlanks, take, spendNode } from './reading.ts'
import { isQuote, readDollar, readHereString, readString } from './strings.ts'
import type { PsExpression } from './syntax.ts'

/** Most members and indexes of one value. */
const MOST_MEMBERS = 500

/** An expression with its operators; `level` is the loosest it may have. */
export function readExpression(reading: Reading, level = 0): PsExpression {
  return deeper(reading, () => readBinary(reading, level), nothing(reading.at))
}

function readBinary(reading: Reading, level: number): PsExpression {
  if (level >= LEVELS.length) return readList(reading)
  let left = readBinary(reading, level + 1)
  for (;;) {
    const mark = reading.at
    skipBlanks(reading)
    const operator = operatorHere(reading)
    if (operator === '' || LEVELS[level]?.test(operator) !== true) {
      reading.at = mark
      return left
    }
    const offset = reading.at
    reading.at += operator.length
    skipBlanks(reading, true)
    const operatorLeft = left
    left = deeper(
      reading,
      () => ({
        kind: 'binary',
        offset,
        operator: operator.replace(/^-[ci](?=eq|ne|g|l|m|notm|notl|rep|split|cont|in$)/, '-'),
        left: operatorLeft,
        right: readBinary(reading, level + 1),
      }),
      nothing(offset),
    )
  }
}

/** `a, b, c` */
function readList(reading: Reading): PsExpression {
  const offset = reading.at
  if (peek(reading) === ',') {
    reading.at++
    skipBlanks(reading)
    return { kind: 'list', offset, items: [readUnary(reading)] }
  }
  const first = readUnary(reading)
  const items = [first]
  for (;;) {
    const mark = reading.at
    skipBlanks(reading)
    if (!take(reading, ',')) {
      reading.at = mark
      return items.length === 1 ? first : { kind: 'list', offset, items }
    }
    skipBlanks(reading, true)
    items.push(readUnary(reading))
    if (!spendNode(reading)) return { kind: 'list', offset, items }
  }
}

function readUnary(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const word = /^-(?:not|join|split|bnot|csplit|isplit)(?![\w-])/i
    .exec(text.slice(offset, offset + 10))?.[0]
    .toLowerCase()
  const operator = word ?? /^(?:\+\+|--|[!+-])/.exec(text.slice(offset, offset + 2))?.[0] ?? ''
  if (operator === '') return readPostfix(reading)
  reading.at += operator.length
  skipBlanks(reading)
  return deeper(reading, () => ({ kind: 'unary', offset, operator, operand: readUnary(reading) }), nothing(offset))
}

/** A value with its members, indexes and calls. */
export function readPostfix(reading: Reading): PsExpression {
  let value = readPrimary(reading)
  // A chain is read in a loop but followed in levels.
  for (let length = 0; length < MOST_MEMBERS; length++) {
    if (!spendNode(reading)) break
    const { text, at: offset } = reading
    const next = text.charAt(offset + 1)
    if (text.startsWith('::', offset)) {
      reading.at += 2
      value = readMember(reading, value, true, offset)
    } else if (text.charAt(offset) === '.' && next !== '.' && /[\w'"$({`\u2018\u2019\u201c\u201d]/.test(next)) {
      reading.at++
      value = readMember(reading, value, false, offset)
    } else if (text.startsWith('?.', offset) && value.kind === 'variable') {
      reading.at += 2
      value = readMember(reading, value, false, offset)
    } else if (text.charAt(offset) === '[') {
      reading.at++
      skipBlanks(reading, true)
      const index = readExpression(reading)
      closeWith(reading, ']')
      value = { kind: 'index', offset, target: value, index }
    } else if (text.startsWith('++', offset) || text.startsWith('--', offset)) reading.at += 2
    else return value
  }
  return value
}

function readMember(reading: Reading, target: PsExpression, isStatic: boolean, offset: number): PsExpression {
  const name = memberName(reading)
  if (peek(reading) !== '(') return { kind: 'member', offset, target, name, isStatic }
  reading.at++
  return { kind: 'member', offset, target, name, isStatic, arguments: readArguments(reading) }
}

function memberName(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const char = text.charAt(offset)
  if (isQuote(char)) return readString(reading)
  if (char === '$') return readDollar(reading)
  if (char === '(') return readPrimary(reading)
  const name = /^[\w`]{1,200}/.exec(text.slice(offset, offset + 200))?.[0] ?? ''
  reading.at += name.length
  return { kind: 'text', offset, text: name.replaceAll('`', '') }
}

function readArguments(reading: Reading): readonly PsExpression[] {
  skipBlanks(reading, true)
  if (take(reading, ')')) return []
  const list = readExpression(reading)
  closeWith(reading, ')')
  return list.kind === 'list' && list.items.length > 1 ? list.items : [list]
}

/** Skips to a closing bracket where something was not understood before it. */
function closeWith(reading: Reading, bracket: string): void {
  skipBlanks(reading, true)
  if (take(reading, bracket)) return
  addIssue(reading, `expected "${bracket}"`)
  if (reading.at < reading.text.length && !'\n;)}]|'.includes(peek(reading))) reading.at++
}

function readPrimary(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const char = text.charAt(offset)
  if (isQuote(char)) return readString(reading)
  if (char === '$') return readDollar(reading)
  if (char === '@') return readAt(reading)
  if (char === '(' || char === '{') return readStatements(reading, char === '{')
  if (char === '[') return readType(reading)
  return readWord(reading)
}

/** `( … )` and `{ … }` */
function readStatements(reading: Reading, isBlock: boolean): PsExpression {
  const offset = reading.at++
  return deeper<PsExpression>(
    reading,
    () => ({ kind: 'statements', offset, statements: reading.statements(isBlock ? '}' : ')'), isBlock }),
    nothing(offset),
  )
}

/** Numbers with their types and units: `0x1F`, `1.5e3`, `10kb`, `7ul`. */
const NUMBER =
  /^(?:0[xX][\da-fA-F]{1,16}|\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?)(?:[lLdDuUsSyYnN]{0,2}(?:[kKmMgGtT][bB])?)(?![\w.]\w)/

function readWord(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const number = NUMBER.exec(text.slice(offset, offset + 60))?.[0]
  if (number !== undefined) {
    reading.at += number.length
    return { kind: 'number', offset, value: numberOf(number) }
  }
  const word = /^[\w.:\\/*-]{1,1000}/.exec(text.slice(offset, offset + 1000))?.[0]
  if (word !== undefined) {
    reading.at += word.length
    return { kind: 'text', offset, text: word }
  }
  return nothing(offset)
}

function numberOf(written: string): number {
  const unit = /([kmgt])b$/i.exec(written)?.[1]?.toLowerCase()
  const plain = /^0x/i.test(written) ? written : written.replace(/[a-df-z].*$/i, '')
  return Number(plain) * (unit === undefined ? 1 : 1024 ** ('kmgt'.indexOf(unit) + 1))
}

function readAt(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const next = text.charAt(offset + 1)
  if (next === '"' || next === "'") return readHereString(reading)
  if (next === '(') {
    reading.at += 2
    const statements = deeper(reading, () => reading.statements(')'), [])
    return { kind: 'list', offset, items: [{ kind: 'statements', offset, statements, isBlock: false }] }
  }
  if (next === '{') return deeper(reading, () => readTable(reading), nothing(offset))
  reading.at++
  const name = /^\w{0,200}/.exec(text.slice(reading.at, reading.at + 200))?.[0] ?? ''
  reading.at += name.length
  return name === '' ? nothing(offset) : { kind: 'variable', offset, name: name.toLowerCase() }
}

/** `@{ key = value; … }` */
function readTable(reading: Reading): PsExpression {
  const offset = reading.at
  reading.at += 2
  const entries: { readonly key: string; readonly value: PsExpression }[] = []
  while (reading.at < reading.text.length) {
    skipBlanks(reading, true)
    if (take(reading, ';')) continue
    if (take(reading, '}')) break
    const before = reading.at
    const key = readPrimary(reading)
    skipBlanks(reading)
    if (take(reading, '=')) {
      skipBlanks(reading, true)
      const value = readExpression(reading)
      entries.push({ key: key.kind === 'text' ? key.text : '', value })
    }
    if (reading.at === before) reading.at++
  }
  return { kind: 'table', offset, entries }
}

/** `[type]` alone, before `::`, or as a cast of what follows. */
function readType(reading: Reading): PsExpression {
  const { text, at: offset } = reading
  const written = /^\[[\w.,+ `]{0,200}(?:\[[\w.,+ `]{0,200}\]){0,3}\]/.exec(text.slice(offset, offset + 900))?.[0]
  if (written === undefined) {
    reading.at++
    return nothing(offset)
  }
  reading.at += written.length
  const name = written
    .slice(1, -1)
    .replace(/[\s`]/g, '')
    .toLowerCase()
    .replace(/^system\./, '')
  if (text.startsWith('::', reading.at)) return { kind: 'type', offset, name }
  const mark = reading.at
  skipBlanks(reading)
  if (
    /[\w$"'@([{\-+!\u2018-\u201f]/.test(peek(reading)) &&
    !/^-[A-Za-z]/.test(peek(reading, 2).replace(/^-(?=[jJ])/, ''))
  ) {
    return deeper(reading, () => ({ kind: 'cast', offset, type: name, operand: readUnary(reading) }), nothing(offset))
  }
  reading.at = mark
  return { kind: 'type', offset, name }
}
