/** What `$name` or `${…}` asks for, where it asks for something that can be known. */
export interface ParameterExpansion {
  readonly name: string
  /** `${name[@]}` or `${name[*]}`: all values of an array. */
  readonly all: boolean
  /** The default it carries. */
  readonly fallback?: string
}

/** Longer ones are left to the run; the bound keeps the pattern below linear in the text as a whole. */
const LONGEST = 1024

/**
 * Reads what stands between `${` and `}`: `name`, `name:-default`, `name-default`, `name:=default`, `name:?message`,
 * `name[@]` (POSIX 2.6.2, bash arrays). Undefined for what changes the value (`${v%.*}`, `${v/a/b}`, `${#v}`).
 */
export function readParameter(text: string, start: number, end: number): ParameterExpansion | undefined {
  if (end - start > LONGEST) return undefined
  const match = /^([A-Za-z_]\w*)(\[[@*]\])?(?::?([-=?])(.*))?$/s.exec(text.slice(start, end))
  const [, name, list, operator, operand] = match ?? []
  if (name === undefined) return undefined
  const expansion = { name, all: list !== undefined }
  return operator === '-' || operator === '=' ? { ...expansion, fallback: operand ?? '' } : expansion
}
