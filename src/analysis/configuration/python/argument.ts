import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'

/** The argument under a keyword. */
export function keyword({ arguments: all }: PythonUse, name: string): PythonArgument | undefined {
  return all.find((one) => one.keyword === name)
}

/** The argument at a position, else under a keyword. */
export function argument(use: PythonUse, position: number, name: string): PythonArgument | undefined {
  return use.arguments.filter((one) => one.keyword === undefined)[position] ?? keyword(use, name)
}

/** Is a keyword given as this constant? */
export function isConstant(use: PythonUse, name: string, value: 'True' | 'False'): boolean {
  const found = keyword(use, name)
  return found?.type === 'constant' && found.value === value
}

/** The text of an argument that is written out. */
export function textOf(given: PythonArgument | undefined): string | undefined {
  return given?.type === 'text' && given.length === given.value.length ? given.value : undefined
}

/** Arguments that come from elsewhere: `*args`, `**kwargs`. */
export function isOpen({ arguments: all }: PythonUse): boolean {
  return all.some((one) => one.keyword === '*' || one.keyword === '**')
}

/** The name of a call as people know it: without parentheses of inner calls and without what stands for unknown parts. */
export function shortName({ name }: PythonUse): string {
  return name
    .replace(/^<\w{1,20}>\./, '')
    .replaceAll('()', '')
    .slice(-80)
}
