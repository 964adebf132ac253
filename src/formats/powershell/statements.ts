import { readArgument, readBare } from './arguments.ts'
import { readExpression } from './expressions.ts'
import { addIssue, deeper, nothing, peek, type Reading, skipBlanks, take, wordHere } from './reading.ts'
import { isQuote, readDollar, readString } from './strings.ts'
import type { PsCommand, PsElement, PsExpression, PsStatement, PsWord } from './syntax.ts'

/** Statements up to a closing character, which is taken; to the end of the text where there is none. */
export function readStatements(reading: Reading, closer: string): readonly PsStatement[] {
  return deeper(reading, () => statementList(reading, closer), [])
}

function statementList(reading: Reading, closer: string): readonly PsStatement[] {
  const found: PsStatement[] = []
  while (reading.at < reading.text.length) {
    skipBlanks(reading, true)
    if (reading.at >= reading.text.length) break
    if (closer !== '' && take(reading, closer)) return found
    const char = peek(reading)
    if (char === ';' || char === '|' || (char === '&' && !isCall(reading))) {
      reading.at++
      continue
    }
    if (char === ')' || char === '}' || char === ']' || char === ',') {
      // A bracket that closes nothing here.
      addIssue(reading, `found "${char}" where a statement was expected`)
      reading.at++
      continue
    }
    const before = reading.at
    const statement = readStatement(reading)
    if (statement !== undefined) found.push(statement)
    if (reading.at === before) reading.at++
  }
  if (closer !== '') addIssue(reading, `expected "${closer}" before the end`)
  return found
}

function isCall({ text, at }: Reading): boolean {
  return text.charAt(at + 1) !== '&'
}

const BLOCKS: ReadonlySet<string> = new Set(
  'if elseif else while for do until try catch finally switch begin process end trap dynamicparam data'.split(' '),
)

function readStatement(reading: Reading): PsStatement | undefined {
  const offset = reading.at
  const word = wordHere(reading)
  if (word === 'function' || word === 'filter') return readFunction(reading, word)
  if (word === 'foreach' && /^foreach\s{0,20}(?:-parallel\s{0,20})?\(/i.test(reading.text.slice(offset, offset + 60)))
    return readForeach(reading)
  if (word === 'param') return readParam(reading)
  if (BLOCKS.has(word) && /^\w+(?:\s{0,20}[({[]|\s{1,20}-\w+|\s{0,20}$)/m.test(reading.text.slice(offset, offset + 60)))
    return readBlock(reading)
  if (/^(?:return|throw|exit)$/.test(word)) reading.at += word.length
  skipBlanks(reading)
  if (reading.at > offset && /^[\n\r;})]?$/.test(peek(reading))) return undefined
  return readPipeline(reading, offset)
}

function readPipeline(reading: Reading, offset: number): PsStatement {
  const elements: PsElement[] = []
  if (/[$[@('"]/.test(peek(reading))) {
    const expression = readExpression(reading)
    skipBlanks(reading)
    const operator = /^(?:[-+*/%]|\?\?)?=(?!=)/.exec(peek(reading, 3))?.[0]
    if (operator !== undefined) {
      reading.at += operator.length
      skipBlanks(reading, true)
      const value = deeper(reading, () => readStatement(reading), undefined)
      return {
        kind: 'assignment',
        offset,
        end: reading.at,
        target: expression,
        operator,
        value: value === undefined ? [] : [value],
      }
    }
    elements.push({ kind: 'value', offset, expression })
  } else elements.push(readElement(reading))
  for (;;) {
    skipBlanks(reading)
    if (peek(reading) !== '|' || peek(reading, 2) === '||') break
    reading.at++
    skipBlanks(reading, true)
    const before = reading.at
    elements.push(readElement(reading))
    if (reading.at === before || ++reading.nodes > 2_000_000) break
  }
  return { kind: 'pipeline', offset, end: reading.at, elements }
}

function readElement(reading: Reading): PsElement {
  const offset = reading.at
  const char = peek(reading)
  if (char === '&' || (char === '.' && /^\.[\s"'$({&]/.test(peek(reading, 2)))) {
    reading.at++
    skipBlanks(reading)
    return readCommand(reading, offset, char === '&' ? '&' : '.')
  }
  if (/[$[@('"\d{!+\u2018-\u201e]/.test(char) || /^-(?:not|join|split|bnot)\b|^-\s{0,3}[\d$(]/i.test(peek(reading, 8)))
    return { kind: 'value', offset, expression: readExpression(reading) }
  return readCommand(reading, offset, '')
}

function readCommand(reading: Reading, offset: number, operator: PsCommand['operator']): PsCommand {
  const name = commandName(reading, operator)
  const words: PsWord[] = []
  const redirects: { readonly operator: string; readonly target: PsExpression }[] = []
  while (reading.at < reading.text.length) {
    skipBlanks(reading)
    const char = peek(reading)
    if (char === '' || '\n\r;|)}'.includes(char) || peek(reading, 2) === '&&' || char === '&') break
    if (char === '#') break
    const before = reading.at
    const redirect = /^(?:[\d*])?>{1,2}(?:&\d)?|^</.exec(peek(reading, 4))?.[0]
    if (redirect !== undefined) {
      reading.at += redirect.length
      skipBlanks(reading)
      if (!redirect.includes('&')) redirects.push({ operator: redirect, target: readArgument(reading) })
    } else words.push(readWord(reading))
    if (reading.at === before) reading.at++
    if (++reading.nodes > 2_000_000) break
  }
  return { kind: 'command', offset, end: reading.at, name, operator, words, redirects }
}

function commandName(reading: Reading, operator: string): PsExpression {
  const char = peek(reading)
  if (operator === '') return readBare(reading)
  if (isQuote(char)) return readString(reading)
  if (char === '$' && peek(reading, 2) !== '$(') return withMembers(reading)
  if (char === '(' || char === '{' || char === '$' || char === '[') return withMembers(reading)
  return readBare(reading)
}

function withMembers(reading: Reading): PsExpression {
  return peek(reading) === '' ? nothing(reading.at) : readArgument(reading)
}

/** `-Name`, `-Name:value`, or a value. */
function readWord(reading: Reading): PsWord {
  const parameter = /^[-\u2013\u2014\u2015/][A-Za-z?_`][\w`-]{0,100}/.exec(
    reading.text.slice(reading.at, reading.at + 102),
  )?.[0]
  const isDash = parameter !== undefined && !parameter.startsWith('/')
  if (!isDash) return { value: readArgument(reading) }
  reading.at += parameter.length
  const plain = `-${parameter.slice(1).replaceAll('`', '')}`
  if (!take(reading, ':')) {
    // `-foo.bar`, `-a=b`: a word of another program.
    if (/^[^\s;|(){},'"&<>]/.test(peek(reading)))
      return {
        value: {
          kind: 'join',
          offset: reading.at,
          parts: [{ kind: 'text', offset: reading.at, text: plain }, readBare(reading)],
        },
      }
    return { parameter: plain }
  }
  skipBlanks(reading)
  return { parameter: plain, value: readArgument(reading) }
}

function readFunction(reading: Reading, keyword: string): PsStatement {
  const offset = reading.at
  reading.at += keyword.length
  skipBlanks(reading)
  const name = /^[\w:.`-]{1,200}/.exec(reading.text.slice(reading.at, reading.at + 200))?.[0] ?? ''
  reading.at += name.length
  skipBlanks(reading, true)
  const parameters = peek(reading) === '(' ? parameterNames(reading) : []
  skipBlanks(reading, true)
  const body = take(reading, '{') ? reading.statements('}') : []
  const inner = body.find((one) => one.kind === 'function' && one.name === PARAM)
  const own = inner?.kind === 'function' ? inner.parameters : []
  return {
    kind: 'function',
    offset,
    end: reading.at,
    name: name.toLowerCase().replace(/^(?:global|script|local|private):/, ''),
    parameters: [...parameters, ...own],
    body: body.filter((one) => one !== inner),
  }
}

/** `param (…)` of a function or a script: here as a function without body and with this name. */
const PARAM = '<param>'

function readParam(reading: Reading): PsStatement {
  const offset = reading.at
  reading.at += 'param'.length
  skipBlanks(reading, true)
  const parameters = peek(reading) === '(' ? parameterNames(reading) : []
  return { kind: 'function', offset, end: reading.at, name: PARAM, parameters, body: [] }
}

/** The names of the variables between brackets, on the first level. Defaults and attributes are passed over. */
function parameterNames(reading: Reading): readonly string[] {
  const { text } = reading
  const names: string[] = []
  let depth = 0
  let isName = true
  while (reading.at < text.length) {
    const char = text.charAt(reading.at)
    if (isQuote(char)) readString(reading)
    else if (char === '#') skipBlanks(reading, true)
    else if (char === '$' && depth === 1 && isName) {
      const variable = readDollar(reading)
      if (variable.kind === 'variable') names.push(variable.name)
      isName = false
    } else {
      if (char === '(' || char === '[' || char === '{') depth++
      if (char === ')' || char === ']' || char === '}') depth--
      if (char === ',' && depth === 1) isName = true
      reading.at++
      if (depth === 0) return names
    }
  }
  return names
}

function readForeach(reading: Reading): PsStatement {
  const offset = reading.at
  reading.at = reading.text.indexOf('(', reading.at) + 1
  skipBlanks(reading, true)
  const variable = peek(reading) === '$' ? readDollar(reading) : nothing(reading.at)
  skipBlanks(reading, true)
  if (wordHere(reading) === 'in') reading.at += 2
  const list = reading.statements(')')
  skipBlanks(reading, true)
  const body = take(reading, '{') ? reading.statements('}') : []
  return {
    kind: 'foreach',
    offset,
    end: reading.at,
    variable: variable.kind === 'variable' ? variable.name : '',
    list,
    body,
  }
}

/** Conditions and bodies of what may run: all of them in order. */
function readBlock(reading: Reading): PsStatement {
  const offset = reading.at
  const parts: (readonly PsStatement[])[] = []
  reading.at += wordHere(reading).length
  while (reading.at < reading.text.length) {
    if (++reading.nodes > 2_000_000) break
    const mark = reading.at
    skipBlanks(reading, true)
    const next = wordHere(reading)
    if (take(reading, '(')) parts.push(reading.statements(')'))
    else if (take(reading, '{')) parts.push(reading.statements('}'))
    else if (
      /^(?:elseif|else|catch|finally|until)$/.test(next) ||
      (next === 'while' && /^do\b/i.test(reading.text.slice(offset, offset + 3)))
    )
      reading.at += next.length
    else if (
      /^(?:\[[\w.,\s]{1,200}\]|,|-\w{1,20})/.test(peek(reading, 210)) &&
      !reading.text.slice(mark, reading.at).includes('\n')
    )
      reading.at += /^(?:\[[\w.,\s]{1,200}\]|,|-\w{1,20})/.exec(peek(reading, 210))?.[0].length ?? 1
    else {
      reading.at = mark
      break
    }
  }
  return { kind: 'block', offset, end: reading.at, parts }
}
