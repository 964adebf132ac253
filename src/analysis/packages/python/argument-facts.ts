import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'

/** Most alternatives of one argument that are looked at. */
const MOST_TEXTS = 40

/** An argument by position or by name. */
export function argumentOf(use: PythonUse, index: number, keyword?: string): PythonArgument | undefined {
  const named = keyword === undefined ? undefined : use.arguments.find((one) => one.keyword === keyword)
  if (named !== undefined) return named
  const one = index < 0 ? undefined : use.arguments[index]
  return one?.keyword === undefined ? one : undefined
}

/** An argument by name. */
export function optionOf(use: PythonUse, keyword: string): PythonArgument | undefined {
  return argumentOf(use, -1, keyword)
}

/** Every text an argument may be; of lists and dicts those in them, up to a few levels. */
export function textsOf(argument: PythonArgument | undefined, depth = 2): readonly PythonArgument[] {
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
export function ownTexts(argument: PythonArgument | undefined): readonly string[] {
  if (argument?.type === 'any') return argument.items.flatMap(ownTexts)
  return argument?.type === 'text' || argument?.type === 'bytes' ? [argument.value] : []
}

/** The first of them. */
export function ownText(argument: PythonArgument | undefined): string | undefined {
  return ownTexts(argument)[0]
}

/** The value of an entry of a dict, or of one of the dicts it may be. */
export function fieldOf(argument: PythonArgument | undefined, name: string): PythonArgument | undefined {
  if (argument?.type === 'any') {
    for (const one of argument.items) {
      const found = fieldOf(one, name)
      if (found !== undefined) return found
    }
  }
  return argument?.fields.find((field) => field.name === name)?.value
}

/** The words of a command that is given as a list. */
export function wordsOf(argument: PythonArgument | undefined): readonly string[] {
  const list = argument?.type === 'any' ? argument.items.find(({ type }) => type === 'list') : argument
  if (list?.type !== 'list') return []
  return list.items.map((item) => ownText(item) ?? (item.type === 'number' ? item.value : '…'))
}

/** Nodes of an argument. */
export function flowsOf(argument: PythonArgument | undefined): readonly number[] {
  return argument === undefined || argument.flow === 0 ? [] : [argument.flow]
}

/** Nodes of everything a use is given and called on. */
export function allFlows({ arguments: given, receiver }: PythonUse): readonly number[] {
  return [...given.flatMap(flowsOf), receiver]
}

/** A use as somebody would write it, at most 200 characters. */
export function evidenceOf(use: PythonUse): string {
  const shown = use.arguments
    .map((argument) => (argument.keyword === undefined ? '' : `${argument.keyword}=`) + shownArgument(argument, 0))
    .join(', ')
  const owner =
    use.of === undefined ? use.name : `${shownArgument(use.of, 1)}.${use.name.slice(use.name.lastIndexOf('.') + 1)}`
  const name = owner.replace(/^builtins\./, '')
  const line = printable(
    use.kind === 'call'
      ? `${name}(${shown})`
      : use.kind === 'assign'
        ? `${name} = ${shown}`
        : use.kind === 'item'
          ? `${name}[${shown}]`
          : name,
  )
  return line.length > MOST_EVIDENCE ? `${line.slice(0, MOST_EVIDENCE - 1)}…` : line
}

const MOST_EVIDENCE = 200

function shownArgument(argument: PythonArgument, depth: number): string {
  switch (argument.type) {
    case 'text':
      return JSON.stringify(argument.value.slice(0, 120))
    case 'bytes':
      return `b${JSON.stringify(argument.value.slice(0, 120))}`
    case 'number':
    case 'constant':
    case 'names':
      return argument.value.slice(0, 80)
    case 'list':
      return depth > 1 ? '[…]' : `[${inner(argument.items, depth)}]`
    case 'object':
      return depth > 1
        ? '{…}'
        : `{${argument.fields
            .slice(0, 8)
            .map(({ name, value }) => `${name}: ${shownArgument(value, depth + 1)}`)
            .join(', ')}}`
    case 'any': {
      const best =
        argument.items.find(({ type }) => type === 'text') ?? argument.items.find(({ type }) => type !== 'unknown')
      return best === undefined ? '…' : shownArgument(best, depth + 1)
    }
    default:
      return '…'
  }
}

function inner(items: readonly PythonArgument[], depth: number): string {
  return items
    .slice(0, 8)
    .map((one) => shownArgument(one, depth + 1))
    .join(', ')
}

/** Foreign text cannot move the cursor of whoever reads the report. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·')
}
