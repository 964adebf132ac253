import type { JavaScriptArgument, JavaScriptUse } from '../../../formats/javascript/module.ts'

/** Most alternatives of one argument that are looked at. */
const MOST_TEXTS = 40

/** Every text an argument may be; of lists and objects those in them, up to a few levels. */
export function textsOf(argument: JavaScriptArgument | undefined, depth = 2): readonly JavaScriptArgument[] {
  if (argument === undefined) return []
  if (argument.type === 'text' || argument.type === 'bytes') return [argument]
  if (depth <= 0) return []
  const parts = [...argument.items, ...argument.fields.map(({ value }) => value)]
  return parts
    .slice(0, MOST_TEXTS)
    .flatMap((part) => textsOf(part, depth - 1))
    .slice(0, MOST_TEXTS)
}

/** The texts an argument itself may be, not what is in it. */
export function ownTexts(argument: JavaScriptArgument | undefined): readonly string[] {
  if (argument?.type === 'any') return argument.items.flatMap(ownTexts)
  return argument?.type === 'text' ? [argument.value] : []
}

/** The value of a field of an object, or of one of the objects it may be. */
export function fieldOf(argument: JavaScriptArgument | undefined, name: string): JavaScriptArgument | undefined {
  if (argument?.type === 'any') {
    for (const one of argument.items) {
      const found = fieldOf(one, name)
      if (found !== undefined) return found
    }
  }
  return argument?.fields.find((field) => field.name === name)?.value
}

/** The first argument that is an object with one of the fields. */
export function optionOf(use: JavaScriptUse, name: string): JavaScriptArgument | undefined {
  for (const argument of use.arguments) {
    const found = fieldOf(argument, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** Are the texts of a list known, so that they are the words of a command? */
export function wordsOf(argument: JavaScriptArgument | undefined): readonly string[] {
  const list = argument?.type === 'any' ? argument.items.find(({ type }) => type === 'list') : argument
  if (list?.type !== 'list') return []
  return list.items.map((item) => ownTexts(item)[0] ?? (item.type === 'number' ? item.value : '…'))
}

/** Everything an argument and what is in it comes from. */
export function flowsOf(argument: JavaScriptArgument | undefined): readonly number[] {
  return argument === undefined || argument.flow === 0 ? [] : [argument.flow]
}

/** A call as somebody would write it, at most 200 characters. */
export function evidenceOf(use: JavaScriptUse): string {
  const shown = use.arguments.map((argument) => shownArgument(argument, 0)).join(', ')
  const text =
    use.kind === 'call' || use.kind === 'new'
      ? `${use.name}(${shown})`
      : use.kind === 'assign'
        ? `${use.name} = ${shown}`
        : use.name
  const line = printable(use.kind === 'new' ? `new ${text}` : text)
  return line.length > MOST_EVIDENCE ? `${line.slice(0, MOST_EVIDENCE - 1)}…` : line
}

const MOST_EVIDENCE = 200

function shownArgument(argument: JavaScriptArgument, depth: number): string {
  switch (argument.type) {
    case 'text':
    case 'bytes':
      return JSON.stringify(argument.value.slice(0, 120))
    case 'number':
    case 'constant':
    case 'names':
      return argument.value.slice(0, 80)
    case 'function':
      return 'function'
    case 'list':
      return depth > 1
        ? '[…]'
        : `[${argument.items
            .slice(0, 8)
            .map((one) => shownArgument(one, depth + 1))
            .join(', ')}]`
    case 'object':
      return depth > 1
        ? '{…}'
        : `{${argument.fields
            .slice(0, 8)
            .map(({ name, value }) => `${name}: ${shownArgument(value, depth + 1)}`)
            .join(', ')}}`
    case 'any':
      return shownBest(argument.items, depth)
    default:
      return '…'
  }
}

/** Of several values the one that says most. */
function shownBest(items: readonly JavaScriptArgument[], depth: number): string {
  const best =
    items.find(({ type }) => type === 'text') ??
    items.find(({ type }) => type !== 'unknown' && type !== 'constant') ??
    items[0]
  return best === undefined ? '…' : shownArgument(best, depth + 1)
}

/** Foreign text cannot move the cursor of whoever reads the report. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·')
}
