import { MOST_DECODED } from './decoders.ts'
import { itemsOf, MADE, type Made, type Text, textValue, UNKNOWN, type Value } from './values.ts'

/** `text % value` with `%s`, `%d`, `%c`, `%%`. */
export function formatPercent(format: Text, value: Value): Value {
  const values = value.kind === 'list' ? itemsOf(value) : [value]
  if (values === undefined) return UNKNOWN
  const queue = [...values].reverse()
  let isKnown = true
  const text = format.text.replaceAll(/%([a-zA-Z%(*.\d#+ -])/g, (_, letter: string) => {
    if (letter === '%') return '%'
    const shown =
      letter === 's' || letter === 'd' || letter === 'i' || letter === 'c' ? shownAs(queue.pop(), letter) : undefined
    isKnown &&= shown !== undefined
    return shown ?? ''
  })
  return finished(isKnown && queue.length === 0 ? text : undefined, format.bytes)
}

/** `text.format(…)` with `{}`, `{0}`, `{name}`; `named` are keyword arguments. */
export function formatBraces(format: Text, values: readonly Value[], named: ReadonlyMap<string, Value>): Value {
  let isKnown = true
  let index = 0
  const text = format.text.replaceAll(/\{\{|\}\}|\{(\w{0,64})\}|\{/g, (whole, field: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0)
    if (field === undefined) isKnown = false
    const value = field === '' || field === undefined ? values[index++] : (named.get(field) ?? values[Number(field)])
    const shown = shownAs(value, 's')
    isKnown &&= shown !== undefined
    return shown ?? ''
  })
  return finished(isKnown ? text : undefined, format.bytes)
}

/** Texts and fields of an f-string side by side. */
export function concatenate(values: readonly Value[]): Value {
  let made: Made = MADE.computed
  let bytes = false
  const parts: string[] = []
  let length = 0
  for (const value of values) {
    const shown = shownAs(value, 's')
    if (shown === undefined) return UNKNOWN
    if (value.kind === 'text') {
      if (value.made > made) made = value.made
      bytes = value.bytes
    }
    parts.push(shown)
    length += shown.length
  }
  return length > MOST_DECODED ? UNKNOWN : textValue(parts.join(''), made, bytes)
}

function finished(text: string | undefined, bytes: boolean): Value {
  return text === undefined || text.length > MOST_DECODED ? UNKNOWN : textValue(text, MADE.computed, bytes)
}

/** As `str(value)`; numbers as characters for `c`. */
function shownAs(value: Value | undefined, as: string): string | undefined {
  if (value?.kind === 'text') return value.text
  if (value?.kind === 'constant') return value.name
  if (value?.kind !== 'number') return undefined
  if (as !== 'c') return String(value.number)
  return Number.isInteger(value.number) && value.number >= 0 && value.number <= 0x10ffff
    ? String.fromCodePoint(value.number)
    : undefined
}
