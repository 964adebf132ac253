import type { Taint } from '../behaviour.ts'
import { isKnown, plainValue, type ScriptValue, UNKNOWN_PART } from './script-value.ts'

/** What an expansion needs to know of the script around it. */
export interface ParameterContext {
  variable(name: string): ScriptValue
  array(name: string): readonly ScriptValue[] | undefined
  disguise(how: string, offset: number): Taint
}

/**
 * What `${…}` holds (POSIX 2.6.2, bash "Shell Parameter Expansion"): `name`, `name[i]`, `!name`, `#name`, `name:offset:length`,
 * `name#pattern`, `name%pattern`, `name/old/new`, `name^^`, `name,,`, `name:-word`. `inner` is what stands between the braces. Letters cut out of
 * other words are marked as a disguise; it says something only where they become the name of a program.
 */
export function parameterValue(inner: string, offset: number, context: ParameterContext): ScriptValue {
  const match = /^([#!]?)([A-Za-z_]\w*|[@*#?$!\d-])(\[[^\]]{0,100}\])?/.exec(inner.slice(0, 400))
  const [all = '', prefix = '', name = '', index] = match ?? []
  if (name === '') return plainValue(UNKNOWN_PART)
  const value = subscripted(name, index, context)
  const rest = inner.slice(all.length)
  if (prefix === '#' && rest === '') return plainValue(isKnown(value) ? String(value.text.length) : UNKNOWN_PART)
  if (prefix === '!') return /^[A-Za-z_]\w*$/.test(value.text) ? context.variable(value.text) : value
  if (rest === '') return value
  const fallback = /^:?([-=+?])/.exec(rest)
  if (fallback !== null) return withFallback(value, fallback[1] ?? '', rest.slice(fallback[0].length))
  if (!isKnown(value)) return value
  const text = changed(value.text, rest, context)
  if (text === undefined) return { text: UNKNOWN_PART, taints: value.taints }
  return text === value.text ? value : { text, taints: [...value.taints, context.disguise('slices', offset)] }
}

function subscripted(name: string, index: string | undefined, context: ParameterContext): ScriptValue {
  const list = index === undefined ? undefined : context.array(name)
  if (list === undefined) return context.variable(name)
  const inside = index?.slice(1, -1) ?? ''
  if (inside === '@' || inside === '*')
    return { text: list.map(({ text }) => text).join(' '), taints: list.flatMap(({ taints }) => taints).slice(0, 24) }
  return (/^-?\d{1,6}$/.test(inside) ? list.at(Number(inside)) : undefined) ?? plainValue(UNKNOWN_PART)
}

function withFallback(value: ScriptValue, operator: string, word: string): ScriptValue {
  if (operator === '+' || operator === '?') return operator === '+' ? plainValue(UNKNOWN_PART) : value
  const isSimple = /^[^$`"'\\]*$/.test(word)
  if (isKnown(value) || !isSimple) return value
  // What the environment says otherwise is not known; the default is what most get.
  return { text: word, taints: value.taints }
}

function changed(text: string, operation: string, { variable }: ParameterContext): string | undefined {
  const slice = /^:\s*(-?\s?[\w$]{1,40})(?:\s*:\s*(-?[\w$]{1,40}))?$/.exec(
    operation.replace(/[{}()]/g, '').slice(0, 120),
  )
  if (slice !== null)
    return sliced(text, numberOf(slice[1], variable), slice[2] === undefined ? undefined : numberOf(slice[2], variable))
  if (operation === '^^') return text.toUpperCase()
  if (operation === ',,') return text.toLowerCase()
  if (operation === '^') return text.slice(0, 1).toUpperCase() + text.slice(1)
  if (operation === ',') return text.slice(0, 1).toLowerCase() + text.slice(1)
  const replace = /^\/([/#%]?)([^/*?[\\$`]{1,200})(?:\/([^$`]{0,200}))?$/s.exec(operation.slice(0, 500))
  if (replace !== null) return replaced(text, replace[1] ?? '', unquoted(replace[2] ?? ''), unquoted(replace[3] ?? ''))
  const cut = /^(##?|%%?)([^$`]{1,200})$/s.exec(operation.slice(0, 300))
  return cut === null ? undefined : withoutPattern(text, cut[1] ?? '', unquoted(cut[2] ?? ''))
}

function numberOf(written: string | undefined, variable: ParameterContext['variable']): number | undefined {
  const plain = (written ?? '').replace(/\s/g, '').replace(/^\$/, '')
  const text = /^[A-Za-z_]/.test(plain) ? variable(plain).text : plain
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
}

function sliced(text: string, start: number | undefined, length: number | undefined): string | undefined {
  if (start === undefined) return undefined
  const from = start < 0 ? Math.max(0, text.length + start) : start
  if (length === undefined) return text.slice(from)
  return length < 0 ? text.slice(from, text.length + length) : text.slice(from, from + length)
}

function replaced(text: string, how: string, old: string, instead: string): string {
  if (how === '/') return text.replaceAll(old, () => instead)
  if (how === '#') return text.startsWith(old) ? instead + text.slice(old.length) : text
  if (how === '%') return text.endsWith(old) ? text.slice(0, -old.length) + instead : text
  return text.replace(old, () => instead)
}

/** `#`, `##`, `%`, `%%` with a fixed text or one `*` at its open side. */
function withoutPattern(text: string, operator: string, pattern: string): string | undefined {
  const isFront = operator.startsWith('#')
  const isLong = operator.length === 2
  if (!/[*?[]/.test(pattern)) {
    if (isFront) return text.startsWith(pattern) ? text.slice(pattern.length) : text
    return text.endsWith(pattern) ? text.slice(0, -pattern.length) : text
  }
  const fixed = isFront ? /^\*([^*?[]+)$/.exec(pattern)?.[1] : /^([^*?[]+)\*$/.exec(pattern)?.[1]
  if (fixed === undefined) return undefined
  // The longest match: the last place from the front, the first from the end.
  const found = isFront === isLong ? text.lastIndexOf(fixed) : text.indexOf(fixed)
  if (found < 0) return text
  return isFront ? text.slice(found + fixed.length) : text.slice(0, found)
}

function unquoted(word: string): string {
  return word.replace(/["']/g, '').replace(/\\(.)/gs, '$1')
}
