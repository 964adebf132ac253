import type { Argument } from './argument-facts.ts'

/** An argument as somebody would write it; `bytesMark` is what the language writes before bytes. */
export function shownArgument<A extends Argument<A>>(argument: A, bytesMark: '' | 'b', depth = 0): string {
  switch (argument.type) {
    case 'text':
      return JSON.stringify(argument.value.slice(0, 120))
    case 'bytes':
      return `${bytesMark}${JSON.stringify(argument.value.slice(0, 120))}`
    case 'number':
    case 'constant':
    case 'names':
      return argument.value.slice(0, 80)
    case 'function':
      return 'function'
    case 'list':
      return depth > 1 ? '[…]' : `[${shownItems(argument.items, bytesMark, depth)}]`
    case 'object':
      return depth > 1 ? '{…}' : `{${shownFields(argument.fields, bytesMark, depth)}}`
    case 'any':
      return shownBest(argument.items, bytesMark, depth)
    default:
      return '…'
  }
}

/** Most items and fields that are shown. */
const MOST_SHOWN = 8

function shownItems<A extends Argument<A>>(items: readonly A[], bytesMark: '' | 'b', depth: number): string {
  return items
    .slice(0, MOST_SHOWN)
    .map((one) => shownArgument(one, bytesMark, depth + 1))
    .join(', ')
}

function shownFields<A extends Argument<A>>(fields: A['fields'], bytesMark: '' | 'b', depth: number): string {
  return fields
    .slice(0, MOST_SHOWN)
    .map(({ name, value }) => `${name}: ${shownArgument(value, bytesMark, depth + 1)}`)
    .join(', ')
}

/** Of several values the one that says most. */
function shownBest<A extends Argument<A>>(items: readonly A[], bytesMark: '' | 'b', depth: number): string {
  const best =
    items.find(({ type }) => type === 'text') ??
    items.find(({ type }) => type !== 'unknown' && type !== 'constant') ??
    items.find(({ type }) => type !== 'unknown')
  return best === undefined ? '…' : shownArgument(best, bytesMark, depth + 1)
}

/** Longest line that is shown. */
const MOST_EVIDENCE = 200

/** A line of foreign text that cannot move the cursor of whoever reads the report. */
export function shownLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·')
  return line.length > MOST_EVIDENCE ? `${line.slice(0, MOST_EVIDENCE - 1)}…` : line
}
