import { homePath } from './program-rules.ts'
import { isKnown, joinTaints, joinValues, type ScriptValue, UNKNOWN_PART } from './script-value.ts'
import type { CallContext, ShellCall } from './shell-call.ts'

/** What the files among the words hold, else what comes in. */
export function content({ words, stdin, program }: ShellCall, context: CallContext): ScriptValue {
  const operands = words.filter(({ text }) => !text.startsWith('-') || text === '-')
  const skipped = /^(?:e|f|z)?grep$|^(?:g?awk|rg|ack|jq|yq)$/.test(program) ? 1 : 0
  const files = operands.slice(skipped)
  if (program === 'dd')
    return files.find(({ text }) => text.startsWith('if=')) === undefined
      ? stdin
      : fileOf(files.find(({ text }) => text.startsWith('if='))?.text.slice(3) ?? '', context)
  const isPrinting = program !== 'tee' && program !== 'xargs'
  const found = isPrinting
    ? files.slice(0, 100).map((file) => (file.text === '-' ? stdin : valueOfFile(file, context)))
    : []
  const isWhole = /^(?:cat|tee|less|more|type|dd)$/.test(program)
  const value = found.length === 0 ? stdin : joinValues(found)
  return isWhole ? value : { text: unknownUnlessEmpty(value), taints: value.taints }
}

/** The same for programs that keep every character. */
export function whole(call: ShellCall, context: CallContext): ScriptValue {
  return content({ ...call, program: 'cat' }, context)
}

/** `tail -n +5 "$0"`: what a script carries behind its own end. */
export function tail(call: ShellCall, context: CallContext): ScriptValue {
  const value = content(
    { ...call, program: 'cat', words: call.words.filter(({ text }) => !/^[-+]?\d+$/.test(text)) },
    context,
  )
  const from = call.texts.map((text) => /^(?:-n)?\+(\d{1,7})$/.exec(text)?.[1]).find((one) => one !== undefined)
  if (from === undefined || !isKnown(value)) return { text: unknownUnlessEmpty(value), taints: value.taints }
  return {
    ...value,
    text: value.text
      .split('\n')
      .slice(Number(from) - 1)
      .join('\n'),
  }
}

/** A file with an unknown name that comes out of tainted data is as tainted. */
export function valueOfFile(file: ScriptValue, context: CallContext): ScriptValue {
  const value = fileOf(file.text, context)
  return file.taints.length === 0 ? value : { text: value.text, taints: joinTaints([value.taints, file.taints]) }
}

/** What a file holds, as the script knows it. */
export function fileOf(path: string, context: CallContext): ScriptValue {
  return context.file(homePath(path))
}

/** The text of what was cut or sorted: unknown, unless there was nothing. */
export function unknownUnlessEmpty({ text }: ScriptValue): string {
  return text === '' ? '' : UNKNOWN_PART
}
