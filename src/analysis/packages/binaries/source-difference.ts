import type { MarshalCode } from '../../../formats/pyc/marshal-value.ts'

/** Names that the compiler adds by itself. */
const OWN_NAMES = /^(?:__\w+__|AssertionError|NotImplementedError|None|print|exec)$/

/**
 * In what a compiled file cannot come from a source: names that do not stand in the source. Undefined where all do. A source may have more
 * (comments, code that is never reached, assertions), so only what is missing counts. Constants are folded by compilers, names are not.
 */
export function differenceFromSource(
  codes: readonly { readonly code: MarshalCode }[],
  text: string,
): string | undefined {
  const known = new Set(text.normalize('NFKC').match(/[\p{ID_Start}_][\p{ID_Continue}]*/gu) ?? [])
  const missing = new Set<string>()
  const seen = new Set<readonly string[]>()
  for (const { code } of codes)
    for (const name of namesOf(code, seen))
      if (!OWN_NAMES.test(name) && !known.has(name) && !isMangled(name, known)) missing.add(name)
  if (missing.size === 0) return undefined
  const shown = [...missing].slice(0, 8).map((name) => name.slice(0, 40))
  return `${missing.size} names that its source does not have: ${shown.join(', ')}`
}

/** Names of globals, attributes, modules, variables, and of the code object itself; tables that were looked at are left out. */
function namesOf({ names, locals, cells, name }: MarshalCode, seen: Set<readonly string[]>): readonly string[] {
  const found = name.startsWith('<') ? [] : [name]
  for (const table of [names, locals, cells]) {
    if (seen.has(table)) continue
    seen.add(table)
    for (const one of table) if (!one.startsWith('.')) found.push(...one.split('.', 50))
  }
  // Others are the compiler's own: `.0` is the first argument of a comprehension.
  return found.filter((one) => /^[\p{ID_Start}_]/u.test(one))
}

/** `__token` in a class `Sender` is compiled to `_Sender__token`. */
function isMangled(name: string, known: ReadonlySet<string>): boolean {
  const at = name.indexOf('__', 1)
  return name.startsWith('_') && at > 0 && known.has(name.slice(at))
}
