import { MADE, type Made, type Partial, partialText, type Text, UNKNOWN, type Value, alternatives } from './values.ts'

/** Stands for a part that is not known. */
const GAP = '…'

/** Longest text that is put together of parts. */
const MOST_PARTS = 20_000

/** Texts side by side of which some are not known; unknown where none is. */
export function concatenatePartly(values: readonly Value[]): Value {
  let made: Made = MADE.computed
  let bytes = false
  let isKnown = false
  const parts: string[] = []
  for (const value of values.slice(0, MOST_PARTS)) {
    const one = bestOf(value)
    if (one === undefined) {
      if (parts.at(-1) !== GAP) parts.push(GAP)
      continue
    }
    isKnown = true
    parts.push(one.text)
    if (one.made > made) made = one.made
    bytes = one.bytes
  }
  return isKnown ? partialText(parts.join(''), made, false, bytes) : UNKNOWN
}

/** Of several constants the first text. */
function bestOf(value: Value): { readonly text: string; readonly made: Made; readonly bytes: boolean } | undefined {
  const one = alternatives(value).find(({ kind }) => kind === 'text' || kind === 'partial')
  if (one?.kind === 'text' || one?.kind === 'partial') return one
  if (value.kind === 'number') return { text: String(value.number), made: MADE.computed, bytes: false }
  return undefined
}

/** `text % value` with `…` for what is not known. */
export function formatPercentPartly(format: Text, value: Value): Value {
  const queue = value.kind === 'list' && !value.open ? [...value.items] : [value]
  const text = format.text.replaceAll(
    /%(?:\((\w{1,60})\))?[-+ #0]{0,5}\d{0,5}(?:\.\d{1,5})?([a-zA-Z%])/g,
    (_, name: string | undefined, letter: string) => {
      if (letter === '%') return '%'
      const one = name === undefined ? queue.shift() : fieldOf(value, name)
      return (one === undefined ? undefined : bestOf(one)?.text) ?? GAP
    },
  )
  return partialText(text, MADE.computed, false, format.bytes)
}

/** `text.format(…)` with `…` for what is not known. */
export function formatBracesPartly(format: Text, values: readonly Value[], named: ReadonlyMap<string, Value>): Value {
  let index = 0
  const text = format.text.replaceAll(/\{\{|\}\}|\{(\w{0,64})[^{}]{0,100}\}/g, (whole, field: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0)
    const value = field === '' || field === undefined ? values[index++] : (named.get(field) ?? values[Number(field)])
    return (value === undefined ? undefined : bestOf(value)?.text) ?? GAP
  })
  return partialText(text, MADE.computed, false, format.bytes)
}

function fieldOf(value: Value, name: string): Value | undefined {
  if (value.kind !== 'dict') return undefined
  return value.entries.find(([key]) => key.kind === 'text' && key.text === name)?.[1]
}

/** Methods of a text that leave it readable; undefined for all others. */
export function partialMethod(of: Partial, name: string, values: readonly Value[]): Value | undefined {
  if (KEPT.has(name)) return { ...of, bytes: name === 'encode' || (name !== 'decode' && of.bytes) }
  if (name === 'lower') return { ...of, text: of.text.toLowerCase() }
  if (name === 'upper') return { ...of, text: of.text.toUpperCase() }
  if (name !== 'replace' && name !== '__add__') return undefined
  const [from, to] = values
  if (name === '__add__') return from === undefined ? undefined : concatenatePartly([of, from])
  if (from?.kind !== 'text' || to?.kind !== 'text' || from.text === '') return undefined
  if (of.text.split(from.text).length * to.text.length > MOST_PARTS) return undefined
  return { ...of, text: of.text.replaceAll(from.text, () => to.text) }
}

const KEPT: ReadonlySet<string> = new Set([
  'encode',
  'decode',
  'strip',
  'rstrip',
  'lstrip',
  '__str__',
  'removesuffix',
  'removeprefix',
])
