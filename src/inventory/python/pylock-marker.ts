import { canHold, type MarkerComparison, parseMarker } from '../../formats/pep508-marker.ts'
import type { Scope } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'

/**
 * What a package is for by its marker: `'gpu' in extras` and `'dev' in dependency_groups` are true when the user asks for
 * them (PEP 751, "Marker Expressions"). A marker that can hold without any of them, or with a default group, is the main set.
 */
export function markerPurpose(
  marker: string | undefined,
  defaultGroups: ReadonlySet<string>,
): { readonly scope: Scope; readonly groups: readonly string[] } {
  const main = { scope: 'runtime', groups: [] } as const
  const parsed = marker === undefined ? undefined : parseMarker(marker)
  if (parsed === undefined || parsed.kind === 'problem') return main
  if (canHold(parsed.marker, (comparison) => holdsByDefault(comparison, defaultGroups))) return main
  const asked = parsed.marker.postfix.flatMap((step) => (typeof step === 'string' ? [] : (membership(step) ?? [])))
  const groups = [...new Set(asked.map(({ set, name }) => `${set}:${packageName('PyPI', name)}`))].sort()
  return { scope: groups.some((group) => group.startsWith('extra:')) ? 'optional' : 'development', groups }
}

interface Membership {
  readonly set: 'extra' | 'group'
  readonly name: string
}

function holdsByDefault(comparison: MarkerComparison, defaultGroups: ReadonlySet<string>): boolean {
  const asked = membership(comparison)
  return asked === undefined || (asked.set === 'group' && defaultGroups.has(asked.name))
}

/** `'x' in extras`, `'x' in dependency_groups`, and `extra == 'x'` of metadata. */
function membership({ left, operator, right }: MarkerComparison): Membership | undefined {
  if (operator === 'in' && left.kind === 'text' && right.kind === 'variable') {
    if (right.name === 'extras') return { set: 'extra', name: left.value }
    return right.name === 'dependency_groups' ? { set: 'group', name: left.value } : undefined
  }
  if (operator !== '==') return undefined
  const [variable, text] = left.kind === 'variable' ? [left, right] : [right, left]
  return variable.kind === 'variable' && variable.name === 'extra' && text.kind === 'text'
    ? { set: 'extra', name: text.value }
    : undefined
}
