import type { JavaScriptArgument, JavaScriptUse } from '../../../formats/javascript/module.ts'
import { fieldOf } from '../flow/argument-facts.ts'
import { shownArgument, shownLine } from '../flow/shown-argument.ts'

/** The texts an argument itself may be, not what is in it. */
export function ownTexts(argument: JavaScriptArgument | undefined): readonly string[] {
  if (argument?.type === 'any') return argument.items.flatMap(ownTexts)
  return argument?.type === 'text' ? [argument.value] : []
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

/** A call as somebody would write it, at most 200 characters. */
export function evidenceOf(use: JavaScriptUse): string {
  const shown = use.arguments.map((argument) => shownArgument(argument, '')).join(', ')
  const text =
    use.kind === 'call' || use.kind === 'new'
      ? `${use.name}(${shown})`
      : use.kind === 'assign'
        ? `${use.name} = ${shown}`
        : use.name
  return shownLine(use.kind === 'new' ? `new ${text}` : text)
}
