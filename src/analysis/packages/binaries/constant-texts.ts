import type { MarshalCode, MarshalValue } from '../../../formats/pyc/marshal-value.ts'

/** Of one code object; who has more has a table of them. */
export const MOST_TEXTS = 10_000
const LONGEST_TEXT = 8192

/**
 * The constant texts of one code object, those in tuples included; not of the code objects in it, and not its documentation, which is the
 * first constant of a function and may speak of anything. `seen`: tables that were looked at before are left out.
 */
export function constantTexts(code: MarshalCode, seen: Set<unknown>): readonly string[] {
  const texts = new Set<string>()
  if (seen.has(code.constants)) return []
  seen.add(code.constants)
  const waiting: MarshalValue[] = code.constants.filter((_, index) => !isDocumentation(code, index)).toReversed()
  for (let value = waiting.pop(); value !== undefined && texts.size < MOST_TEXTS; value = waiting.pop()) {
    if (value.kind === 'text') texts.add(value.text.slice(0, LONGEST_TEXT))
    else if (value.kind === 'bytes') texts.add(latin1(value.bytes))
    else if ('items' in value && !seen.has(value.items)) {
      seen.add(value.items)
      for (const item of value.items) waiting.push(item)
    }
  }
  return [...texts]
}

/** Modules give theirs to `__doc__`; of functions it is the first constant where it has several lines or words. */
function isDocumentation({ constants, name }: MarshalCode, index: number): boolean {
  const first = constants[0]
  return (
    index === 0 && first?.kind === 'text' && (name === '<module>' || first.text.length > 40) && /\s/.test(first.text)
  )
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LONGEST_TEXT)).toString('latin1')
}
