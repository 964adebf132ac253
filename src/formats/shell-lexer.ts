import { characterTable, nameAt, newlineLength, runLength } from './shell-characters.ts'
import { beginBranch, endCasePart, endCommand, endWord } from './shell-command.ts'
import { commandDraft } from './shell-draft.ts'
import { expandVariable } from './shell-expansion.ts'
import { readHereDocument } from './shell-here-document.ts'
import { closeFrame, closeParameter } from './shell-nesting.ts'
import {
  addIssue,
  addUnknown,
  type ArrayTarget,
  pushFrame,
  type Reading,
  startReading,
  takesWords,
  wordAt,
} from './shell-reading.ts'
import type { ShellOptions, ShellScript, ShellSeparator } from './shell-syntax.ts'

const IN_COMMAND = characterTable(' \t\r\f\v\n;&|()<>$`\'"\\#^')
const IN_QUOTES = characterTable('"$`\\^')
const IN_ARITHMETIC = characterTable('()$`\\')
const IN_PARAMETER = characterTable('}$`\'"\\')

/** The work of lexShell: looks at each character once, the state is in `reading`. */
export function readShell(text: string, options: ShellOptions): ShellScript {
  const reading = startReading(text, options)
  while (reading.at < text.length) step(reading)
  if (reading.frames.length > 1 || reading.frame.double) {
    addIssue(reading, 'a quote or parenthesis is never closed', reading.frame.start)
  }
  while (reading.frames.length > 1) closeFrame(reading)
  endWord(reading, text.length)
  endCommand(reading, ';')
  return { commands: reading.commands, issues: reading.issues }
}

function step(reading: Reading): void {
  const { frame, text, at } = reading
  const char = text.charAt(at)
  if (char === '$') return readDollar(reading)
  if (char === '`' && reading.escape !== '`') return readBacktick(reading)
  if (frame.double) return stepInQuotes(reading, char)
  if (frame.kind === 'arithmetic') return stepInArithmetic(reading, char)
  if (frame.kind === 'parameter') return stepInParameter(reading, char)
  if (char === reading.escape) return readEscape(reading)
  stepInCommand(reading, char)
}

function stepInCommand(reading: Reading, char: string): void {
  switch (char) {
    case ' ':
    case '\t':
    case '\r':
    case '\f':
    case '\v':
      endWord(reading, reading.at++)
      return
    case '\n':
      return readNewline(reading)
    case ';':
    case '&':
    case '|':
      return readOperator(reading, char)
    case '(':
      return openParenthesis(reading)
    case ')':
      return closeParenthesis(reading)
    case '<':
    case '>':
      return readRedirect(reading)
    case "'":
      return readSingleQuotes(reading)
    case '"':
      wordAt(reading, reading.at++).quote()
      reading.frame.double = true
      return
    case '#':
      return reading.frame.word === undefined ? skipComment(reading) : takeLiteral(reading, 1)
    default:
      takeLiteral(reading, Math.max(1, runLength(reading.text, reading.at, IN_COMMAND)))
  }
}

function stepInQuotes(reading: Reading, char: string): void {
  if (char === '"') {
    reading.frame.double = false
    reading.at++
  } else if (char === reading.escape) readEscapeInQuotes(reading)
  else takeLiteral(reading, Math.max(1, runLength(reading.text, reading.at, IN_QUOTES)))
}

function stepInArithmetic(reading: Reading, char: string): void {
  const { frame } = reading
  if (char === '(') frame.parens++
  if (char === ')') frame.parens--
  reading.at += char === '\\' ? 2 : Math.max(1, runLength(reading.text, reading.at, IN_ARITHMETIC))
  if (frame.parens === 0) closeFrame(reading)
}

function stepInParameter(reading: Reading, char: string): void {
  const { frame } = reading
  if (char === '}') {
    reading.at++
    return closeParameter(reading, frame)
  }
  if (char === '"') frame.double = true
  if (char === '"' || char === "'" || char === '\\') frame.simple = false
  reading.at += char === '\\' ? 2 : Math.max(1, runLength(reading.text, reading.at, IN_PARAMETER))
}

function takeLiteral(reading: Reading, length: number): void {
  const { text, at } = reading
  if (takesWords(reading.frame)) wordAt(reading, at).add(text.slice(at, at + length), at)
  reading.at += length
}

function readEscape(reading: Reading): void {
  const { text, at } = reading
  const newline = newlineLength(text, at + 1)
  if (newline === 0) {
    const word = wordAt(reading, at)
    word.quote()
    // Behind the last one there is nothing to escape: it stands for itself.
    word.addFor(text.charAt(at + 1) || text.charAt(at), at, at + 2)
  }
  reading.at += newline === 0 ? 2 : 1 + newline
}

function readEscapeInQuotes(reading: Reading): void {
  const { text, at } = reading
  const newline = newlineLength(text, at + 1)
  const next = text.charAt(at + 1)
  // POSIX 2.2.3: inside double quotes the backslash keeps itself before anything else.
  if (newline === 0 && reading.escape === '\\' && !'$`"\\'.includes(next)) return takeLiteral(reading, 1)
  if (newline === 0 && takesWords(reading.frame)) wordAt(reading, at).addFor(next, at, at + 2)
  reading.at += newline === 0 ? 2 : 1 + newline
}

function readSingleQuotes(reading: Reading): void {
  const { text, at } = reading
  const word = wordAt(reading, at)
  word.quote()
  const close = text.indexOf("'", at + 1)
  if (close < 0) addIssue(reading, 'a single quote is never closed', at)
  const end = close < 0 ? text.length : close
  word.add(text.slice(at + 1, end), at + 1)
  reading.at = end + 1
}

function skipComment(reading: Reading): void {
  const end = reading.text.indexOf('\n', reading.at)
  reading.at = end < 0 ? reading.text.length : end
}

function readDollar(reading: Reading): void {
  const { text, at: start, frame } = reading
  const next = text.charAt(start + 1)
  const quotes = !frame.double && takesWords(frame)
  if (next === '(') return openSubstitution(reading, start)
  if (next === '{') {
    reading.at += 2
    pushFrame(reading, 'parameter', start, true)
    return
  }
  if (quotes && (next === '"' || next === "'")) {
    // $"…" is translated, $'…' has more escapes; packages need neither.
    reading.at++
    return
  }
  const name = nameAt(text, start + 1)
  if (name !== '') {
    reading.at += 1 + name.length
    return expandVariable(reading, { name, all: false }, start)
  }
  if (next === '' || !'@*#?$!-0123456789'.includes(next)) return takeLiteral(reading, 1)
  reading.at += 2
  addUnknown(reading, start)
}

function openSubstitution(reading: Reading, start: number): void {
  const isArithmetic = reading.text.charAt(start + 2) === '('
  reading.at += isArithmetic ? 3 : 2
  if (pushFrame(reading, isArithmetic ? 'arithmetic' : 'substitution', start, true)) {
    reading.frame.parens = isArithmetic ? 2 : 0
  }
}

function readBacktick(reading: Reading): void {
  const start = reading.at++
  const open = reading.frames.findLastIndex((frame) => frame.kind === 'backtick')
  if (open < 0) pushFrame(reading, 'backtick', start, true)
  else while (reading.frames.length > open) closeFrame(reading)
}

function readNewline(reading: Reading): void {
  endWord(reading, reading.at)
  if (reading.frame.kind !== 'array') endCommand(reading, ';')
  reading.at++
  for (const pending of reading.hereDocuments.splice(0)) readHereDocument(reading, pending)
}

function readOperator(reading: Reading, char: string): void {
  const { text, at } = reading
  if (char === '&' && text.charAt(at + 1) === '>') return readRedirect(reading)
  const isDouble = text.charAt(at + 1) === char
  endWord(reading, at)
  reading.at += isDouble ? 2 : 1
  // `|&` is a pipe too.
  if (char === '|' && text.charAt(reading.at) === '&' && !isDouble) reading.at++
  endCommand(reading, separator(char, isDouble))
  if (char === ';' && isDouble) endCasePart(reading)
}

function separator(char: string, isDouble: boolean): ShellSeparator {
  if (char === '&') return isDouble ? '&&' : '&'
  if (char === '|') return isDouble ? '||' : '|'
  return ';'
}

function openParenthesis(reading: Reading): void {
  const { at: start, frame } = reading
  const array = arrayTarget(reading)
  if (array !== undefined) {
    frame.word = undefined
    reading.at++
    if (pushFrame(reading, 'array', start, false)) reading.frame.array = array
    return
  }
  const isArithmetic = reading.text.charAt(start + 1) === '(' && frame.word === undefined
  endWord(reading, start)
  if (!isArithmetic) endCommand(reading, ';')
  reading.at += isArithmetic ? 2 : 1
  if (pushFrame(reading, isArithmetic ? 'arithmetic' : 'subshell', start, false) && isArithmetic)
    reading.frame.parens = 2
}

/** `NAME=(` and `NAME+=(` begin an array. */
function arrayTarget({ frame, at }: Reading): ArrayTarget | undefined {
  if (frame.word === undefined || at - frame.word.start > 256) return undefined
  const match = /^([A-Za-z_]\w*)(\+?)=$/.exec(frame.word.build(at).text)
  return match === null ? undefined : { name: match[1] ?? '', append: match[2] === '+' }
}

function closeParenthesis(reading: Reading): void {
  const { frame } = reading
  endWord(reading, reading.at++)
  const isCasePattern = frame.cases.length > 0
  if (!isCasePattern && frame.kind !== 'top' && frame.kind !== 'backtick') return closeFrame(reading)
  frame.command = commandDraft(';')
  if (isCasePattern) beginBranch(reading)
}

function readRedirect(reading: Reading): void {
  const { text, at } = reading
  const rest = text.slice(at, at + 3)
  if (rest.startsWith('<(') || rest.startsWith('>(')) {
    reading.at += 2
    pushFrame(reading, 'substitution', at, true)
    return
  }
  const operator = /^(?:&>>|<<<|<<-|&>|>>|<<|>&|<&|<>|>\||[<>])/.exec(rest)?.[0] ?? rest.charAt(0)
  const attached = dropDescriptor(reading)
  endWord(reading, at)
  reading.at += operator.length
  reading.frame.command.pending = { operator, offset: at, attached }
}

/** `2>` belongs to the operator; any other word before it is an argument of its own. True for the latter. */
function dropDescriptor({ frame, at }: Reading): boolean {
  if (frame.word === undefined) return false
  const isDescriptor = at - frame.word.start < 4 && /^\d+$/.test(frame.word.build(at).text)
  if (isDescriptor) frame.word = undefined
  return !isDescriptor
}
