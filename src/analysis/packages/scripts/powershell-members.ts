import { textOfBytes } from './decode-text.ts'
import { characters, splitAny } from './powershell-operators.ts'
import { bytesOf, listValue, numberValue, type PsScope, type PsValue, textValue, UNKNOWN } from './powershell-value.ts'
import { isKnown, joinTaints, UNKNOWN_PART } from './script-value.ts'

/** What a member of a value gives; undefined where only the run can tell. */
export function memberValue(
  target: PsValue,
  name: string,
  words: readonly PsValue[] | undefined,
  scope: PsScope,
): PsValue | undefined {
  const member = name.toLowerCase()
  const object = target.object ?? ''
  if (object.startsWith('encoding ')) return encoded(object, member, words ?? [])
  if (member === 'readtoend' || member === 'toarray' || member === 'getbuffer')
    return target.inner === undefined ? withoutObject(target) : asText(target.inner)
  if (target.table !== undefined && words === undefined)
    return target.table.find(({ key }) => key.toLowerCase() === member)?.value
  if (words === undefined) return property(target, member)
  const method = METHODS.get(member)
  return method === undefined ? undefined : method(target, words, scope)
}

function withoutObject({ text, taints }: PsValue): PsValue {
  return { text, taints }
}

function asText(value: PsValue): PsValue {
  return textValue(textOfBytes(bytesOf(value)) ?? value.text, value.taints)
}

function encoded(object: string, member: string, words: readonly PsValue[]): PsValue {
  const [value = UNKNOWN] = words
  if (member === 'getbytes') return withoutObject(value)
  if (!isKnown(value)) return { text: UNKNOWN_PART, taints: value.taints }
  const bytes = bytesOf(value)
  const wide = /unicode|utf-16/.test(object)
    ? Buffer.from(bytes, 'latin1').toString('utf16le')
    : (textOfBytes(bytes) ?? bytes)
  return textValue(wide, value.taints)
}

function property(target: PsValue, member: string): PsValue | undefined {
  if (member === 'length' || member === 'count')
    return isKnown(target) || target.list !== undefined
      ? numberValue(target.list?.length ?? target.text.length)
      : UNKNOWN
  if (/^(?:content|responsetext|responsebody|rawcontent|result|value|path|name|fullname|line)$/.test(member))
    return withoutObject(target)
  return undefined
}

type Method = (target: PsValue, words: readonly PsValue[], scope: PsScope) => PsValue

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['tostring', (target) => withoutObject(target)],
  ['trim', (target) => textValue(target.text.trim(), target.taints)],
  ['tolower', (target) => textValue(target.text.toLowerCase(), target.taints)],
  ['toupper', (target) => textValue(target.text.toUpperCase(), target.taints)],
  ['tochararray', (target) => characters(target)],
  ['replace', replace],
  [
    'split',
    (target, [mark]) =>
      isKnown(target)
        ? listValue(
            splitAny(target.text, new Set(mark?.text ?? ' '))
              .slice(0, 100_000)
              .map((part) => textValue(part, target.taints)),
          )
        : target,
  ],
  [
    'substring',
    (target, [from, length]) =>
      from?.number === undefined || !isKnown(target)
        ? target
        : disguised(
            target,
            target.text.slice(from.number, length?.number === undefined ? undefined : from.number + length.number),
          ),
  ],
  [
    'remove',
    (target, [from, length]) =>
      from?.number === undefined || !isKnown(target)
        ? target
        : disguised(
            target,
            target.text.slice(0, from.number) +
              (length?.number === undefined ? '' : target.text.slice(from.number + length.number)),
          ),
  ],
  [
    'insert',
    (target, [at, text]) =>
      at?.number === undefined || !isKnown(target)
        ? target
        : disguised(target, target.text.slice(0, at.number) + (text?.text ?? '') + target.text.slice(at.number)),
  ],
  [
    'append',
    (target, words) => ({
      ...target,
      inner: textValue(
        (target.inner?.text ?? target.text) + (words[0]?.text ?? ''),
        joinTaints([target.taints, words[0]?.taints ?? []]),
      ),
    }),
  ],
  ['getenumerator', (target) => target],
])

function replace(target: PsValue, [old, instead]: readonly PsValue[], scope: PsScope): PsValue {
  if (!isKnown(target) || old === undefined || old.text === '') return { text: UNKNOWN_PART, taints: target.taints }
  const text = target.text.replaceAll(old.text, () => instead?.text ?? '')
  return text === target.text
    ? target
    : textValue(text, [...target.taints, scope.taint('decoded', 'replace', 'replace')])
}

function disguised(target: PsValue, text: string): PsValue {
  return textValue(text, target.taints)
}
