import type { ShellCommand } from '../../../formats/shell-syntax.ts'
import { closingBracket } from './shell-word-value.ts'

/** A command with the part of the text it takes; offsets, the end not included. */
export interface PlacedCommand {
  readonly command: ShellCommand
  readonly start: number
  readonly end: number
}

/** The commands of a list in order, without those inside of substitutions: they run when their word is read. Linear. */
export function listOf(commands: readonly ShellCommand[]): readonly PlacedCommand[] {
  const list: PlacedCommand[] = []
  for (const command of commands) {
    const { start, end } = extentOf(command)
    while ((list.at(-1)?.start ?? -1) >= start && (list.at(-1)?.end ?? 0) <= end) list.pop()
    list.push({ command, start, end })
  }
  return list
}

function extentOf({ words, assignments, redirects }: ShellCommand): { readonly start: number; readonly end: number } {
  let start = Infinity
  let end = 0
  const take = (from: number, to: number): void => {
    start = Math.min(start, from)
    end = Math.max(end, to)
  }
  for (const { span } of words) take(span.start, span.end)
  for (const { value } of assignments) take(value.span.start, value.span.end)
  for (const { offset, target } of redirects) take(offset, target.span.end)
  return { start: start === Infinity ? 0 : start, end }
}

/** The body of a function that begins with a command: `name() { … }`, `function name { … }`; offsets. */
export interface FunctionBody {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Longest head of a function that is looked at. */
const LONGEST_HEAD = 200

/** Does a function begin here? */
export function functionAt(text: string, { command, start, end }: PlacedCommand): FunctionBody | undefined {
  const [first, second] = command.words
  const isKeyword = first?.text === 'function' && second !== undefined
  const name = isKeyword ? second.text : command.words.length === 1 ? (first?.text ?? '') : ''
  if (!/^[\w:.@-]{1,100}$/.test(name)) return undefined
  const head = text.slice(isKeyword ? second.span.end : end, end + LONGEST_HEAD)
  const opening = isKeyword
    ? /^\s*(?:\(\s*\))?\s*(?:#[^\n]*\n\s*)?[{(]/.exec(head)
    : /^\s*\(\s*\)\s*(?:#[^\n]*\n\s*)?[{(]/.exec(head)
  if (opening === null) return undefined
  const open = (isKeyword ? second.span.end : end) + opening[0].length - 1
  return { name: name.replace(/\(\)$/, ''), start: open, end: bodyEnd(text, start, open) }
}

/** A body over several lines ends with a bracket at the indentation of its head; quotes in here-documents cannot fool that. */
function bodyEnd(text: string, start: number, open: number): number {
  const isBrace = text.charAt(open) === '{'
  const restOfLine = /^[ \t]*(?:#[^\n]{0,500})?\r?\n/.exec(text.slice(open + 1, open + 600))
  if (restOfLine === null)
    return closingBracket(text.slice(0, open + 20_000), open, isBrace ? '{' : '(', isBrace ? '}' : ')')
  const lineStart = text.lastIndexOf('\n', start) + 1
  const indentation = /^[ \t]*/.exec(text.slice(lineStart, Math.min(start, lineStart + 200)))?.[0] ?? ''
  const close = text.indexOf(`\n${indentation}${isBrace ? '}' : ')'}`, open)
  return close < 0 ? text.length : close + 1
}

/** What a group (`{ … }`, `( … )`, a loop, a branch) that ends before a pipe begins with: the offset of its first word. */
export function groupStart(text: string, from: number, to: number): number | undefined {
  const gap = text.slice(from, Math.min(to, from + 200))
  const close = /(\}|\)|\bdone\b|\bfi\b|\besac\b)[^|]{0,100}\|/.exec(gap)?.[1]
  if (close === undefined) return undefined
  const [opens, closes] = GROUPS[close] ?? []
  if (opens === undefined || closes === undefined) return undefined
  let depth = 0
  const before = text.slice(Math.max(0, from - 4000), from)
  const words = [...before.matchAll(/[{}()]|\b(?:done|do|while|until|for|if|fi|case|esac)\b/g)].toReversed()
  for (const { 0: word, index } of words) {
    if (closes.includes(word)) depth++
    else if (opens.includes(word) && depth-- === 0) return from - before.length + index
  }
  return undefined
}

const GROUPS: Readonly<Record<string, readonly [opens: readonly string[], closes: readonly string[]]>> = {
  '}': [['{'], ['}']],
  ')': [['('], [')']],
  done: [['while', 'until', 'for'], ['done']],
  fi: [['if'], ['fi']],
  esac: [['case'], ['esac']],
}

/** Is it one of the alternatives of a pattern of `case` (`start|halt)`), which the lexer takes for commands in a pipe? */
export function isCasePattern(text: string, { command, start, end }: PlacedCommand): boolean {
  if (command.words.length !== 1 || command.redirects.length > 0) return false
  const rest = text.slice(end, end + 200)
  if (!/^[ \t]*\|[^|\n;&()]{1,150}(?:\|[^|\n;&()]{1,100}){0,10}\)/.test(rest)) return false
  const line = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 300), start)
  return !line.includes('(')
}
