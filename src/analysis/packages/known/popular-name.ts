import type { Ecosystem } from '../../../model/ecosystem.ts'
import { starterNames } from '../names/starter-names.ts'

/**
 * Is it one of the packages that many use? By the short list that ships with the program: it knows a few hundred, so `false` is no proof. A snapshot of
 * names (names/snapshot) tells more, where there is one. `name` normalised by packageName().
 */
export function isPopularName({ ecosystem, name }: { readonly ecosystem: Ecosystem; readonly name: string }): boolean {
  return starterNames(ecosystem).includes(name)
}
