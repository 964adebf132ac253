import { hasNeedlessEscapes, unescapedText } from './decode-text.ts'
import { joinTaints, joinValues, plainValue, type ScriptValue } from './script-value.ts'
import type { CallContext, ShellCall } from './shell-call.ts'

/** `echo [-n] [-e]`. */
export function echo({ words }: ShellCall, context: CallContext): ScriptValue {
  let first = 0
  let isEscaped = false
  while (/^-[neE]{1,3}$/.test(words[first]?.text ?? '')) isEscaped ||= words[first++]?.text.includes('e') === true
  const value = joinValues(words.slice(first), ' ')
  return isEscaped ? unescapedValue(value, context) : value
}

/** `printf FORMAT ARGUMENTS`: `%s`, `%b` and what is written in the format; numbers stay as they are. */
export function printf({ words }: ShellCall, context: CallContext): ScriptValue {
  const operands = words[0]?.text === '-v' ? words.slice(2) : words[0]?.text === '--' ? words.slice(1) : words
  const [format, ...rest] = operands
  if (format === undefined) return plainValue('')
  const value = unescapedValue(format, context)
  if (!format.text.includes('%')) return value
  const state = { used: 0 }
  const parts: ScriptValue[] = []
  let text = ''
  for (let round = 0; round < 2000; round++) {
    text += value.text.replace(/%(?:[-+ #0]{0,4}\d{0,6}(?:\.\d{0,6})?([bsqdiuxXoc])|%)/g, (_all, kind?: string) => {
      if (kind === undefined) return '%'
      const next = rest[state.used++] ?? plainValue('')
      const shown = kind === 'b' ? unescapedValue(next, context) : next
      parts.push(shown)
      return kind === 'x' ? Number(shown.text).toString(16) : shown.text
    })
    if (state.used === 0 || state.used >= rest.length) break
  }
  return { text, taints: joinTaints([value.taints, ...parts.map(({ taints }) => taints)]) }
}

function unescapedValue(value: ScriptValue, context: CallContext): ScriptValue {
  if (!value.text.includes('\\')) return value
  const text = unescapedText(value.text)
  const isDisguise = hasNeedlessEscapes(value.text)
  return { text, taints: isDisguise ? [...value.taints, context.taint('decoded', 'escapes')] : value.taints }
}
