import type { Calls } from './facts.ts'
import type { RItem } from './types.ts'

/** Functions that find another one by its name. */
const FINDERS: ReadonlySet<string> = new Set(['do.call', 'match.fun', 'get', 'get0', 'getFunction', 'getExportedValue'])

/** `system`, `base::system`, `do.call("system")`: adds what is called and gives its name. */
export function callName([head, ...rest]: readonly RItem[], into: Calls): string | undefined {
  const name = head?.name
  if (name === undefined) return undefined
  if (name === '::' || name === ':::') {
    const [, called] = rest
    if (called?.name !== undefined) into.add(called.name)
    return called?.name
  }
  into.add(name)
  if (FINDERS.has(name)) for (const { name: found } of rest) if (found !== undefined) into.add(found)
  return name
}
