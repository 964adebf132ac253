import { incremented, isDigits, withoutEnd, withoutLeadingZeros } from './characters.ts'
import type { CondaComponent, CondaElement, CondaVersion } from './conda-version.ts'
import { condaKey } from './conda-key.ts'
import type { Interval } from './scheme.ts'

/**
 * Does a version begin with another, component by component, as `=1.2` and `1.2.*` ask? `1.2.3`, `1.2rc1` and `1.2` begin
 * with `1.2`, `1.20` does not. A word at the end matches every word that begins with it: `1.0a` is the start of `1.0alpha`.
 */
export function startsWith(version: CondaVersion, prefix: CondaVersion): boolean {
  if (prefix.local.length === 0) return listStartsWith(version.components, prefix.components)
  const isSame = mainKey(version) === mainKey(prefix)
  return isSame && listStartsWith(version.local, prefix.local)
}

/**
 * The interval of what begins with a prefix: `1.2` -> from `1.2dev` to before `1.3dev`, since `dev` comes before all that a
 * packager writes behind a number. Not `exact` for a prefix that ends in a word or has a local label: then it is the
 * interval of the numbers before it, which is wider, and `startsWith` decides.
 */
export function prefixInterval(prefix: string): { readonly interval: Interval; readonly exact: boolean } {
  const bare = withoutEnd(prefix.split('+', 1)[0] ?? '', (character) => !isDigits(character))
  const stem = withoutEnd(bare, isDigits)
  if (bare === '') return { interval: {}, exact: false }
  const next = stem + incremented(bare.slice(stem.length))
  const lower = { version: `${bare}dev`, inclusive: true }
  const upper = { version: `${next}dev`, inclusive: false }
  return { interval: { lower, upper }, exact: bare === prefix }
}

function mainKey(version: CondaVersion): string {
  return condaKey({ components: version.components, local: [] })
}

function listStartsWith(list: readonly CondaComponent[], prefix: readonly CondaComponent[]): boolean {
  const last = prefix.length - 1
  const head = { components: list.slice(0, last), local: [] }
  if (mainKey(head) !== mainKey({ components: prefix.slice(0, last), local: [] })) return false
  return componentStartsWith(list[last] ?? [], prefix[last] ?? [])
}

function componentStartsWith(component: CondaComponent, prefix: CondaComponent): boolean {
  const last = prefix.length - 1
  const head = { components: [component.slice(0, last)], local: [] }
  if (mainKey(head) !== mainKey({ components: [prefix.slice(0, last)], local: [] })) return false
  return elementStartsWith(component[last] ?? { kind: 'number', digits: '0' }, prefix[last])
}

function elementStartsWith(element: CondaElement, prefix: CondaElement | undefined): boolean {
  if (prefix === undefined) return true
  if (prefix.kind === 'post') return element.kind === 'post'
  if (prefix.kind === 'text') return element.kind === 'text' && element.text.startsWith(prefix.text)
  return element.kind === 'number' && withoutLeadingZeros(element.digits) === withoutLeadingZeros(prefix.digits)
}
