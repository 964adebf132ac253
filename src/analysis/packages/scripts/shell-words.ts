import type { ShellWord } from '../../../formats/shell-syntax.ts'
import type { CommandScope } from './shell-call.ts'
import { isKnown, plainValue, type ScriptValue } from './script-value.ts'
import { wordValue } from './shell-word-value.ts'

/** Most words of one command. */
const MOST_WORDS = 2000

/** What the words of a command hold, in the order in which the shell passes them on; unquoted values are split at white space. */
export function wordsOf(scope: CommandScope): readonly ScriptValue[] {
  const { words } = scope.placed.command
  const found: ScriptValue[] = []
  for (const [index, word] of words.slice(0, MOST_WORDS).entries()) {
    const raw = rawOf(word, scope)
    const all = /^"?\$\{?@\}?"?$/.test(raw) ? scope.state.positional() : undefined
    if (all !== undefined) {
      found.push(...all)
      continue
    }
    const value = valueOf(word, raw, index, scope)
    if (word.unknown.length > 0 && isSplit(raw, value)) found.push(...split(value))
    else if (index === 0 && /^\{[^{}\s]{1,500},[^{}\s]{0,500}\}$/.test(value.text)) found.push(...braces(value, scope))
    else found.push(value)
  }
  return found
}

/** The value of one word as it is written, standing at `offset`. */
export function readWord(raw: string, offset: number, { state, text }: CommandScope): ScriptValue {
  return wordValue(raw, offset, state.wordContext(text, offset))
}

/** The word as written; the `$` of `$'…'` belongs to it. */
function rawOf({ span }: ShellWord, { text: { text } }: CommandScope): string {
  const isAnsi = text.charAt(span.start) === "'" && text.charAt(span.start - 1) === '$'
  return text.slice(isAnsi ? span.start - 1 : span.start, span.end)
}

function valueOf(word: ShellWord, raw: string, index: number, scope: CommandScope): ScriptValue {
  const isRead = word.unknown.length > 0 || raw.includes("$'")
  const value = isRead ? readWord(raw, word.span.start, scope) : plainValue(word.text)
  if (index > 0 || value.taints.length > 0 || !isKnown(value) || !isTakenApart(raw, value.text)) return value
  return { ...value, taints: [scope.taint('decoded', 'letters', 'letters')] }
}

/** `c""url`, `w\get`, `$a$b` for the name of a program: who writes it so does not want it to be found. */
function isTakenApart(raw: string, text: string): boolean {
  if (!/^[a-z][a-z\d]{1,15}$/.test(text) || raw.length > 200) return false
  return (
    /^["']?[a-z\d]{1,15}(?:\\[a-z]|""|''|'[a-z\d]{1,10}'|"[a-z\d]{1,10}"[a-z\d])/.test(raw) ||
    /^"?(?:\$\{?\w{1,20}\}?){2,20}"?$/.test(raw)
  )
}

function isSplit(raw: string, { text }: ScriptValue): boolean {
  return !raw.startsWith('"') && !raw.startsWith("'") && /\s/.test(text) && text.length < 65_536
}

function split({ text, taints }: ScriptValue): readonly ScriptValue[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
    .map((word, index) => ({
      text: word,
      taints: index === 0 ? taints : taints.filter(({ subject }) => subject !== 'separators'),
    }))
}

/** `{curl,-s,address}`: a command without a blank. */
function braces({ text }: ScriptValue, scope: CommandScope): readonly ScriptValue[] {
  return text
    .slice(1, -1)
    .split(',')
    .map((word, index) => ({ text: word, taints: index === 0 ? [scope.taint('decoded', 'braces', 'braces')] : [] }))
}
