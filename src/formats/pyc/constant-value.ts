import type { MarshalValue } from './marshal-value.ts'
import { LONGEST_TEXT, type StackValue, textsOf, textValue, UNKNOWN } from './stack-value.ts'

/** Texts, and the texts of tuples: command lines, names of an import. Tuples in tuples are not looked into. */
export function constantValue(constant: MarshalValue | undefined): StackValue {
  if (constant?.kind === 'text') return textValue(constant.text)
  if (constant?.kind === 'bytes')
    return textValue(Buffer.from(constant.bytes.subarray(0, LONGEST_TEXT)).toString('latin1'))
  if (constant?.kind !== 'tuple') return UNKNOWN
  const items = constant.items.slice(0, 8).map((item) => (item.kind === 'tuple' ? UNKNOWN : constantValue(item)))
  return { chain: '', texts: textsOf(items), origins: [] }
}
