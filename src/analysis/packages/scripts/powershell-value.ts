import type { PsExpression, PsStatement } from '../../../formats/powershell/syntax.ts'
import type { BehaviourKind, Taint } from '../behaviour.ts'
import { joinTaints, type ScriptValue, UNKNOWN_PART } from './script-value.ts'

/** What an expression of PowerShell holds. */
export interface PsValue extends ScriptValue {
  readonly number?: number
  readonly list?: readonly PsValue[]
  /** `{ … }` */
  readonly block?: readonly PsStatement[]
  /** An object of .NET or COM, lower case: `net.webclient`. */
  readonly object?: string
  /** What an object was made of: the bytes of a stream, the address of a connection. */
  readonly inner?: PsValue
  readonly table?: readonly { readonly key: string; readonly value: PsValue }[]
}

/** What the parts of the reader need of the script that is being followed. */
export interface PsScope {
  evaluate(expression: PsExpression): PsValue
  /** Runs a block with `$_` set; what it gives. */
  runBlock(block: readonly PsStatement[], item?: PsValue, words?: readonly PsValue[]): PsValue
  /** Reads text as a script; `how` runs it. */
  runText(value: ScriptValue, how: string): PsValue
  variable(name: string): PsValue
  assign(name: string, value: PsValue): void
  file(path: string): ScriptValue
  writeFile(path: string, value: ScriptValue, appends: boolean): void
  taint(source: Taint['source'], subject: string, ...through: readonly string[]): Taint
  tell(kind: BehaviourKind, subject: string, inputs?: readonly Taint[], evidence?: string): void
  /** A host to which something is sent, or from which something comes. */
  request(address: ScriptValue, sent: readonly Taint[]): PsValue
}

export const NOTHING: PsValue = { text: '', taints: [] }
export const UNKNOWN: PsValue = { text: UNKNOWN_PART, taints: [] }

/** Most items of a list that are kept. */
const MOST_ITEMS = 200_000

/** A text; too long ones are unknown. */
export function textValue(text: string, taints: readonly Taint[] = []): PsValue {
  return { text: text.length > 1024 * 1024 ? UNKNOWN_PART : text, taints }
}

/** A number with its text. */
export function numberValue(number: number, taints: readonly Taint[] = []): PsValue {
  return Number.isFinite(number) ? { text: String(number), number, taints } : { text: UNKNOWN_PART, taints }
}

/** A list; its text is its items with blanks between, as PowerShell makes one. */
export function listValue(items: readonly PsValue[]): PsValue {
  const list = items.slice(0, MOST_ITEMS)
  const [only] = list
  if (list.length === 1 && only !== undefined && only.list !== undefined) return only
  const size = list.reduce((sum, { text }) => sum + text.length + 1, 0)
  return {
    text: size > 1024 * 1024 ? UNKNOWN_PART : list.map(({ text }) => text).join(' '),
    taints: joinTaints(list.map(({ taints }) => taints)),
    list,
  }
}

/** The items of a list, the value itself where it is none; nothing has no items. */
export function itemsOf(value: PsValue): readonly PsValue[] {
  return (
    value.list ??
    (value.text === '' && value.taints.length === 0 && value.object === undefined && value.block === undefined
      ? []
      : [value])
  )
}

/** Bytes: the text where each character is one, or a list of numbers. */
export function bytesOf(value: PsValue): string {
  if (value.list === undefined || value.list.length === 0 || value.list.some(({ number }) => number === undefined))
    return value.text
  return value.list.map(({ number = 0 }) => String.fromCharCode(number & 0xff)).join('')
}

/** The same value with more sources. */
export function withTaints(value: PsValue, taints: readonly Taint[]): PsValue {
  return taints.length === 0 ? value : { ...value, taints: joinTaints([value.taints, taints]) }
}
