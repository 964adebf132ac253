import { type MappedText, MappedTextBuilder } from '../../formats/mapped-text.ts'

/** One logical line of a recipe, as a shell of its own gets it. */
export interface Recipe {
  /** The first target of its rule. */
  readonly target: string
  readonly script: MappedText
}

/** Values that are put in for variables in one file, all together: a variable of variables would otherwise grow without end. */
const MOST_PUT_IN = 256 * 1024
const LONGEST_VALUE = 1000

/**
 * The recipes of a makefile. `$$` is the shell's `$`; `$(NAME)` is put in where the file gives the variable a plain value, and is a
 * variable nobody knows otherwise. Nothing is run: functions (`$(shell …)`) are unknown. Linear.
 */
export function* readRecipes(text: string): Generator<Recipe> {
  const variables = variablesOf(text)
  const budget = { left: MOST_PUT_IN }
  let target = ''
  for (let start = 0; start < text.length;) {
    let end = lineEnd(text, start)
    if (text[start] === '\t') {
      while (text[end - 1] === '\\' && end < text.length) end = lineEnd(text, end + 1)
      const prefix = /^\t[ \t]*[@+-]*/.exec(text.slice(start, start + 100))?.[0].length ?? 1
      yield { target, script: expanded(text, start + prefix, end, variables, budget) }
    } else {
      const rule = /^([\w./%-]{1,100})[^:=\n]{0,500}:(?!=)/.exec(text.slice(start, Math.min(end, start + 1000)))
      if (rule?.[1] !== undefined) target = rule[1]
    }
    start = end + 1
  }
}

/** `NAME = value`, `:=`, `?=`; of a name with several values none is taken. */
function variablesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const several = new Set<string>()
  for (const [, name = '', value = ''] of text.matchAll(
    /^(?:export[ \t]+)?([A-Za-z_]\w{0,60})[ \t]{0,20}[:?]{0,2}=[ \t]*([^\n#]{0,1000})/gm,
  )) {
    if (found.has(name)) several.add(name)
    found.set(name, value.trim())
  }
  for (const name of several) found.delete(name)
  return found
}

const REFERENCE = /\$(?:\$|\((\w{1,60})\)|\{(\w{1,60})\}|(\([^()$\n]{0,300}\)|[@<^*?%+]))/g

function expanded(
  text: string,
  start: number,
  end: number,
  variables: ReadonlyMap<string, string>,
  budget: { left: number },
): MappedText {
  const builder = new MappedTextBuilder()
  let from = start
  for (const match of text.slice(start, end).matchAll(REFERENCE)) {
    const at = start + match.index
    builder.add(text.slice(from, at), from)
    from = at + match[0].length
    const name = match[1] ?? match[2]
    if (match[0] === '$$') builder.addFor('$', at, from)
    else builder.addFor(name === undefined ? UNKNOWN : valueOf(name, variables, budget), at, from)
  }
  builder.add(text.slice(from, end), from)
  return builder.build(start)
}

/** Read by the shell's reader as a variable that only the run can tell. */
const UNKNOWN = '${ASSAY_MAKE}'

/** One level: a value made of other variables keeps what is plain in it. */
function valueOf(name: string, variables: ReadonlyMap<string, string>, budget: { left: number }): string {
  const value = variables.get(name)
  if (value === undefined || value.length > LONGEST_VALUE || budget.left < value.length) return UNKNOWN
  budget.left -= value.length
  return value.replace(REFERENCE, (whole, round: string | undefined, curly: string | undefined) => {
    const inner = whole === '$$' ? '$' : variables.get(round ?? curly ?? '')
    if (inner === undefined || inner.includes('$') || budget.left < inner.length) return whole === '$$' ? '$' : UNKNOWN
    budget.left -= inner.length
    return inner
  })
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
