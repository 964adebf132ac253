import { translated } from './decode-text.ts'
import { isKnown, joinValues, type ScriptValue, UNKNOWN_PART } from './script-value.ts'
import type { CallContext, ShellCall } from './shell-call.ts'
import { rewritten } from './shell-decoded-output.ts'
import { content, unknownUnlessEmpty, valueOfFile } from './shell-file-content.ts'

/** `tr`; told as a disguise where letters become other letters. */
export function translate({ texts, stdin }: ShellCall, context: CallContext): ScriptValue {
  const isDeleting = /^-\w*d/.test(texts[0] ?? '')
  const sets = texts.filter((text) => !/^-\w+$/.test(text) || text.length > 4)
  if (!isKnown(stdin)) return stdin
  const text = translated(stdin.text, sets[0] ?? '', isDeleting ? undefined : sets[1])
  if (text === undefined || text === stdin.text) return text === undefined ? { ...stdin, text: UNKNOWN_PART } : stdin
  return isDisguise(stdin.text, text)
    ? { text, taints: [...stdin.taints, context.taint('decoded', 'tr', 'tr')] }
    : { ...stdin, text }
}

/** Letters become other letters, or are taken out from between others; capitals and separators are for honest scripts. */
function isDisguise(before: string, after: string): boolean {
  if (before.length !== after.length)
    return before.replace(/[^A-Za-z\d]/g, '').length !== after.replace(/[^A-Za-z\d]/g, '').length
  let changed = 0
  for (let i = 0; i < before.length && changed < 5; i++) {
    const [one, other] = [before.charAt(i).toLowerCase(), after.charAt(i).toLowerCase()]
    if (one !== other && /[a-z\d+/=]/.test(one) && /[a-z\d+/=]/.test(other)) changed++
  }
  return changed >= 5
}

/** `sed s/old/new/g` with fixed texts. */
export function substitute(call: ShellCall, context: CallContext): ScriptValue {
  const { texts, stdin } = call
  const script = texts.find((text) => !text.startsWith('-'))
  const rest = call.words.filter(({ text }) => text !== script && !text.startsWith('-'))
  const value = rest.length === 0 ? stdin : joinValues(rest.slice(0, 20).map((file) => valueOfFile(file, context)))
  if (!isKnown(value)) return value
  const match = /^s([/|#,@])([^/|#,@\\.*[\]^$+?(){}]{1,200})\1([^/|#,@\\&]{0,200})\1g?$/.exec(
    (script ?? '').slice(0, 500),
  )
  if (match === null) return { text: unknownUnlessEmpty(value), taints: value.taints }
  const [, , old = '', instead = ''] = match
  return rewritten(value, (text) => text.replaceAll(old, () => instead), 'sed', context)
}

/** `cut -c FROM-TO`. */
export function cut(call: ShellCall, context: CallContext): ScriptValue {
  const value = content(
    {
      ...call,
      program: 'cat',
      words: call.words.filter(
        ({ text }, index) => !text.startsWith('-') && !/^-[bcdf]$/.test(call.texts[index - 1] ?? ''),
      ),
    },
    context,
  )
  const range = /-c\s?(\d{1,6})(-?)(\d{0,6})/.exec(call.texts.join(' '))
  if (range === null || !isKnown(value)) return { text: unknownUnlessEmpty(value), taints: value.taints }
  const from = Number(range[1]) - 1
  const to = range[2] === '' ? from + 1 : range[3] === '' ? undefined : Number(range[3])
  return rewritten(
    value,
    (text) =>
      text
        .split('\n')
        .map((line) => line.slice(from, to))
        .join('\n'),
    'slices',
    context,
  )
}
