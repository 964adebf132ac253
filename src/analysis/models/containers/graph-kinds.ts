import { COREML_KINDS } from '../../../formats/coreml/coreml.ts'
import { isTensorflowText } from '../../../formats/tensorflow/text.ts'
import { tensorrtStart } from '../../../formats/tensorrt/tensorrt.ts'
import type { Identification, ModelKind } from './model-kind.ts'

/** Kinds of graphs that are told by more than a magic number, or by one that is not at the very start. Bounded, never throws. */
export function graphKinds(head: Buffer): readonly Identification[] {
  const found: Identification[] = []
  for (const [kind, fits] of head[0] === PROTO ? NOT_TEXT : RULES)
    if (fits(head)) found.push({ kind, certainty: 'structure' })
  return found
}

/** Pickles begin with it, and no text does: two thousand of them are not made into texts. */
const PROTO = 0x80

const RULES: readonly (readonly [ModelKind, (head: Buffer) => boolean])[] = [
  ['openvino', (head) => rootElement(head) === 'net'],
  ['pmml', (head) => rootElement(head)?.replace(/^\w+:/, '') === 'PMML'],
  ['tensorflow-text', isTensorflowText],
  ['tensorrt', (head) => tensorrtStart(head) !== undefined],
  ['paddle-pir', isPir],
  ['paddle-parameters', isPaddleParameters],
]

const TEXTS: ReadonlySet<ModelKind> = new Set<ModelKind>(['openvino', 'pmml', 'tensorflow-text', 'paddle-pir'])
const NOT_TEXT = RULES.filter(([kind]) => !TEXTS.has(kind))

/**
 * The name of the first element, behind a byte order mark, the declaration, comments and a document type. A document type
 * with a long list of entities hides the root: its own name says which root is meant.
 */
function rootElement(head: Buffer): string | undefined {
  const text = xmlText(head)
  let at = 0
  for (let step = 0; step < 1_000; step++) {
    while (/\s/.test(text[at] ?? '')) at++
    if (text.startsWith('<!DOCTYPE', at)) return /^<!DOCTYPE\s{1,99}([\w:.-]{1,60})/.exec(text.slice(at, at + 200))?.[1]
    const end = text.startsWith('<?', at)
      ? text.indexOf('?>', at) + 2
      : text.startsWith('<!--', at)
        ? text.indexOf('-->', at) + 3
        : 0
    if (end <= at) return /^<([A-Za-z_][\w:.-]{0,60})[\s/>]/.exec(text.slice(at, at + 80))?.[1]
    at = end
  }
  return undefined
}

/** UTF-16 has a zero in every second byte of these names. */
function xmlText(head: Buffer): string {
  const [first, second] = head
  const isLittle = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)
  if (isLittle) return head.toString('utf16le').replace(/^\uFEFF/, '')
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return Buffer.from(head.subarray(0, head.length & ~1))
      .swap16()
      .toString('utf16le')
      .replace(/^\uFEFF/, '')
  return head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')
}

/** `{"base_code":{"magic":"pir"` as Paddle writes it; blanks and the order of the keys may differ. */
function isPir(head: Buffer): boolean {
  const text = head.toString('latin1', 0, 4096)
  return /^(?:\u00ef\u00bb\u00bf)?\s{0,99}\{/.test(text) && /"magic"\s{0,9}:\s{0,9}"pir"/.test(text)
}

/** Version 0, few levels of detail, version 0, then a description that begins with a type and a dimension. */
function isPaddleParameters(head: Buffer): boolean {
  if (head.length < 24 || head.readUInt32LE(0) !== 0 || head.readBigUInt64LE(4) !== 0n || head.readUInt32LE(12) !== 0)
    return false
  const length = head.readInt32LE(16)
  return length >= 2 && length <= 1024 && head[20] === 0x08 && (head[22] === 0x10 || head[22] === 0x12 || length === 2)
}

/** Which wire type the top-level fields of a Core ML model have: numbers first, then messages. */
export function isCoremlField(number: number, wire: number): boolean {
  if (number === 1 || number === 10) return wire === 0
  return wire === 2 && (number === 2 || COREML_KINDS[number] !== undefined)
}
