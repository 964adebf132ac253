import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'
import { flowsOf } from '../flow/argument-facts.ts'
import { shownArgument, shownLine } from '../flow/shown-argument.ts'

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

/** The texts an argument itself may be, not what is in it. */
export function ownTexts(argument: PythonArgument | undefined): readonly string[] {
  if (argument?.type === 'any') return argument.items.flatMap(ownTexts)
  return argument?.type === 'text' || argument?.type === 'bytes' ? [argument.value] : []
}

/** The first of them. */
export function ownText(argument: PythonArgument | undefined): string | undefined {
  return ownTexts(argument)[0]
}

/** The words of a command that is given as a list. */
export function wordsOf(argument: PythonArgument | undefined): readonly string[] {
  const list = argument?.type === 'any' ? argument.items.find(({ type }) => type === 'list') : argument
  if (list?.type !== 'list') return []
  return list.items.map((item) => ownText(item) ?? (item.type === 'number' ? item.value : '…'))
}

/** Nodes of everything a use is given and called on. */
export function allFlows({ arguments: given, receiver }: PythonUse): readonly number[] {
  return [...given.flatMap(flowsOf), receiver]
}

/** A use as somebody would write it, at most 200 characters. */
export function evidenceOf(use: PythonUse): string {
  const shown = use.arguments
    .map((argument) => (argument.keyword === undefined ? '' : `${argument.keyword}=`) + shownArgument(argument, 'b'))
    .join(', ')
  const owner =
    use.of === undefined
      ? use.name
      : `${shownArgument(use.of, 'b', 1)}.${use.name.slice(use.name.lastIndexOf('.') + 1)}`
  const name = owner.replace(/^builtins\./, '')
  return shownLine(
    use.kind === 'call'
      ? `${name}(${shown})`
      : use.kind === 'assign'
        ? `${name} = ${shown}`
        : use.kind === 'item'
          ? `${name}[${shown}]`
          : name,
  )
}
