import { fromBase64, fromHex, unpacked } from './decode-text.ts'
import { changedValue, isKnown, joinTaints, joinValues, type ScriptValue, UNKNOWN_PART } from './script-value.ts'
import type { CallContext, ShellCall } from './shell-call.ts'
import { content, valueOfFile } from './shell-file-content.ts'

/** A constant that is decoded is told as such; what comes from elsewhere only loses its wrapping. */
export function decoded(
  value: ScriptValue,
  how: string,
  decode: ((text: string) => string | undefined) | undefined,
  context: CallContext,
): ScriptValue {
  const text = isKnown(value) ? decode?.(value.text) : undefined
  const shown = text ?? (value.text === '' ? '' : UNKNOWN_PART)
  if (value.taints.some(({ source }) => source !== 'decoded' && source !== 'file')) return { ...value, text: shown }
  return { text: shown, taints: joinTaints([value.taints, [context.taint('decoded', how, how)]]) }
}

/** `base64 [-d]`; `decodes` is how its options say that it decodes. */
export function base64(call: ShellCall, context: CallContext, decodes: RegExp): ScriptValue {
  const inverse = call.texts.some((text) => decodes.test(text))
  const words = call.words.filter((_, index) => !/^-[wb]$/.test(call.texts[index - 1] ?? ''))
  const value = content({ ...call, program: 'cat', words }, context)
  return inverse ? decoded(value, 'base64', fromBase64, context) : changedValue(value, 'base64')
}

/** `xxd [-r]`. */
export function hexDump(call: ShellCall, context: CallContext): ScriptValue {
  const value = content({ ...call, program: 'cat' }, context)
  const isInverse = call.texts.some((text) => /^-(?:\w*r\w*|revert)$/.test(text))
  return isInverse ? decoded(value, 'hex', fromHex, context) : changedValue(value, 'hex')
}

/** Compressors, which also unpack with `-d`. */
export function compress(call: ShellCall, context: CallContext): ScriptValue {
  if (call.texts.some((text) => /^-\w*d|^--(?:de|un)compress$/.test(text))) return decompress(call, context)
  return changedValue(content({ ...call, program: 'cat' }, context), 'gzip')
}

/** Decompressors of a constant or of a file. */
export function decompress(call: ShellCall, context: CallContext): ScriptValue {
  return decoded(content({ ...call, program: 'cat' }, context), 'gzip', unpacked, context)
}

/** `tar`, `zip`: what goes into an archive is in it; of what comes out only the source is known. */
export function archive(call: ShellCall, context: CallContext): ScriptValue {
  const isUnpacking = /^-?\w*[xt]|^(?:x|e|l)$/.test(call.texts[0] ?? '')
  if (isUnpacking) return { text: UNKNOWN_PART, taints: content({ ...call, program: 'cat' }, context).taints }
  const files = call.words
    .slice(1)
    .filter(({ text }) => !text.startsWith('-') && !/\.(?:tgz|zip|7z|rar|tar(?:\.\w{1,4})?)$/.test(text))
    .slice(0, 100)
  const value = joinValues([call.stdin, ...files.map((file) => valueOfFile(file, context))])
  return changedValue(value, 'gzip')
}

/** `gpg`, `age`: the data with one more step. */
export function encrypt(call: ShellCall, context: CallContext): ScriptValue {
  return changedValue(content({ ...call, program: 'cat' }, context), 'encrypt')
}

/** `sha256sum` and others: a digest still carries whose data it is of. */
export function digest(call: ShellCall, context: CallContext): ScriptValue {
  return changedValue(content({ ...call, program: 'cat' }, context), 'hash')
}

/** A known text that a program changes; how is told of it. */
export function rewritten(
  value: ScriptValue,
  change: (text: string) => string,
  how: string,
  context: CallContext,
): ScriptValue {
  if (!isKnown(value)) return value
  return { text: change(value.text), taints: [...value.taints, context.taint('decoded', how, how)] }
}
