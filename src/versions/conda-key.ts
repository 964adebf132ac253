import { withoutLeadingZeros } from './characters.ts'
import type { CondaComponent, CondaElement, CondaVersion } from './conda-version.ts'
import { numberKey, textKey } from './sort-key.ts'

/**
 * The sort key of a conda version. Conda fills the shorter of two lists with zeros, so `1.0` is `1`, `1.0a` comes before
 * `1` and `1.0.1` behind it: a zero says nothing until it is known what comes behind. Each zero is therefore written as
 * the direction in which the list leaves zero in the end; the end of a list stands in the middle.
 */
export function condaKey(version: CondaVersion): string {
  return VALID + listKey(version.components, componentItem) + listKey(version.local, componentItem)
}

/** Valid versions begin with 1, other strings with 0. */
const VALID = '1'

/** One member of a list: which side of zero it lies on, and its own key. */
interface Item {
  readonly side: -1 | 0 | 1
  readonly key: string
}

/** Below zero < zero that leads below < the end < zero that leads above < above zero. */
const BELOW = 'a'
const LEADS_BELOW = 'b'
const LIST_END = 'm'
const LEADS_ABOVE = 'n'
const ABOVE = 'z'

function listKey<T>(list: readonly T[], itemOf: (member: T) => Item): string {
  const keys = [LIST_END]
  let leads = ''
  for (const { side, key } of list.map(itemOf).reverse()) {
    if (side !== 0) leads = side < 0 ? LEADS_BELOW : LEADS_ABOVE
    if (side !== 0) keys.push((side < 0 ? BELOW : ABOVE) + key)
    else if (leads !== '') keys.push(leads)
  }
  return keys.reverse().join('')
}

function componentItem(component: CondaComponent): Item {
  const first = component.find((element) => elementItem(element).side !== 0)
  if (first === undefined) return { side: 0, key: '' }
  return { side: elementItem(first).side, key: listKey(component, elementItem) }
}

/** Words come before numbers, `post` behind all of them. */
function elementItem(element: CondaElement): Item {
  if (element.kind === 'text') return { side: -1, key: textKey(element.text) }
  if (element.kind === 'post') return { side: 1, key: '~' }
  return withoutLeadingZeros(element.digits) === '' ? { side: 0, key: '' } : { side: 1, key: numberKey(element.digits) }
}
