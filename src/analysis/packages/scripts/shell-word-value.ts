import { nameAt } from '../../../formats/shell-characters.ts'
import { hasNeedlessEscapes, unescapedText } from './decode-text.ts'
import { isKnown, joinValues, plainValue, type ScriptValue, taintedValue, UNKNOWN_PART } from './script-value.ts'
import { parameterValue } from './shell-parameter-value.ts'
import type { Taint } from '../behaviour.ts'

/** What a word needs to know of the script around it. */
export interface WordContext {
  /** What `$name`, `$1` or `$@` holds; of the environment where the script never sets it. */
  variable(name: string): ScriptValue
  /** The values of an array. */
  array(name: string): readonly ScriptValue[] | undefined
  /** What the commands of a substitution print; `offset` is where their text begins. */
  capture(text: string, offset: number): ScriptValue
  /** The mark of a constant that was written in disguise, standing at `offset`. */
  disguise(how: string, offset: number): Taint
}

/** Most parts of one word. */
const MOST_PARTS = 10_000

/**
 * What a word of a shell script holds, quotes and escapes undone, expansions and substitutions as far as they are known
 * (POSIX.1-2024, Shell Command Language 2.6). `raw` is the word as written, `offset` where it stands.
 */
export function wordValue(raw: string, offset: number, context: WordContext): ScriptValue {
  const parts: ScriptValue[] = []
  let isDouble = false
  let at = 0
  let plain = ''
  const flush = (): void => {
    if (plain !== '') parts.push(plainValue(plain))
    plain = ''
  }
  while (at < raw.length && parts.length < MOST_PARTS) {
    const char = raw.charAt(at)
    const next = raw.charAt(at + 1)
    const expansion = char === '$' || char === '`' || (!isDouble && (char === '<' || char === '>') && next === '(')
    if (expansion) {
      const found = expansionAt(raw, at, offset, isDouble, context)
      if (found === undefined) plain += char
      else {
        flush()
        parts.push(found.value)
      }
      at = found?.end ?? at + 1
    } else if (char === '"') {
      isDouble = !isDouble
      at++
    } else if (char === '\\') {
      if (next !== '\n') plain += isDouble && !'$`"\\'.includes(next) ? `\\${next}` : next
      at += 2
    } else if (char === "'" && !isDouble) {
      const close = closing(raw, "'", at + 1)
      plain += raw.slice(at + 1, close)
      at = close + 1
    } else {
      const end = runEnd(raw, at)
      plain += raw.slice(at, end)
      at = end
    }
  }
  flush()
  return parts.length === 0 ? plainValue('') : joinValues(parts)
}

interface Expansion {
  readonly value: ScriptValue
  readonly end: number
}

function expansionAt(
  raw: string,
  at: number,
  offset: number,
  isDouble: boolean,
  context: WordContext,
): Expansion | undefined {
  const char = raw.charAt(at)
  const next = raw.charAt(at + 1)
  if (char === '`') {
    const close = backtickEnd(raw, at + 1)
    const text = raw.slice(at + 1, close).replace(/\\([$`\\])/g, '$1')
    return { value: context.capture(text, offset + at + 1), end: close + 1 }
  }
  if (next === '(' && raw.charAt(at + 2) === '(' && char === '$')
    return { value: plainValue(UNKNOWN_PART), end: closingBracket(raw, at + 1, '(', ')') + 1 }
  if (next === '(') {
    const close = closingBracket(raw, at + 1, '(', ')')
    return { value: context.capture(raw.slice(at + 2, close), offset + at + 2), end: close + 1 }
  }
  if (next === '{') {
    const close = closingBracket(raw, at + 1, '{', '}')
    return { value: parameterValue(raw.slice(at + 2, close), offset + at + 2, context), end: close + 1 }
  }
  if (next === "'" && !isDouble) return ansiQuotes(raw, at, offset, context)
  if (next === '"' && !isDouble) return { value: plainValue(''), end: at + 1 }
  const name = nameAt(raw, at + 1) || (/^[@*#?$!\d-]$/.test(next) ? next : '')
  return name === '' ? undefined : { value: context.variable(name), end: at + 1 + name.length }
}

/** `$'\x63url'`: letters written as numbers are a disguise. */
function ansiQuotes(raw: string, at: number, offset: number, context: WordContext): Expansion {
  let close = at + 2
  while (close < raw.length && raw.charAt(close) !== "'") close += raw.charAt(close) === '\\' ? 2 : 1
  const inner = raw.slice(at + 2, close)
  const text = unescapedText(inner)
  const value = hasNeedlessEscapes(inner)
    ? { text, taints: [context.disguise('escapes', offset + at)] }
    : plainValue(text)
  return { value, end: close + 1 }
}

/** The value of the words of an array, one by one. */
export function arrayValues(raw: string, offset: number, context: WordContext): readonly ScriptValue[] {
  const found: ScriptValue[] = []
  for (const match of raw.slice(0, 65_536).matchAll(/(?:[^\s"']|"[^"]{0,1000}"|'[^']{0,1000}')+/g)) {
    if (found.length >= 2000) break
    const value = wordValue(match[0].replace(/^\[\d+\]=/, ''), offset + match.index, context)
    found.push(isKnown(value) || value.taints.length > 0 ? value : taintedValue())
  }
  return found
}

function runEnd(raw: string, at: number): number {
  let end = at + 1
  while (end < raw.length && !'$`"\\\'<>'.includes(raw.charAt(end))) end++
  return end
}

function closing(raw: string, mark: string, from: number): number {
  const close = raw.indexOf(mark, from)
  return close < 0 ? raw.length : close
}

function backtickEnd(raw: string, from: number): number {
  let at = from
  while (at < raw.length && raw.charAt(at) !== '`') at += raw.charAt(at) === '\\' ? 2 : 1
  return Math.min(at, raw.length)
}

/** Where the bracket at `open` is closed, quotes taken into account; the length of the text where it never is. */
export function closingBracket(raw: string, open: number, opens: string, closes: string): number {
  const nesting: string[] = []
  for (let at = open; at < raw.length; at++) {
    const char = raw.charAt(at)
    const inQuotes = nesting.at(-1) === '"'
    if (char === '\\') at++
    else if (char === '#' && !inQuotes && /\s/.test(raw.charAt(at - 1))) at = closing(raw, '\n', at)
    else if (char === "'" && !inQuotes) at = closing(raw, "'", at + 1)
    else if (char === '"') {
      if (inQuotes) nesting.pop()
      else nesting.push('"')
    } else if (char === opens && (!inQuotes || raw.charAt(at - 1) === '$')) nesting.push(opens)
    else if (char === closes && !inQuotes) {
      nesting.pop()
      if (nesting.length === 0) return at
    }
  }
  return raw.length
}
