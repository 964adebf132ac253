import type { Ecosystem } from '../model/ecosystem.ts'
import type { RangeSyntax } from '../model/package-mention.ts'
import { conda } from './conda.ts'
import { pep440 } from './pep440.ts'
import type { VersionScheme } from './scheme.ts'
import { semver } from './semver.ts'
import type { SortableScheme } from './sortable-scheme.ts'

/** The order of versions in an ecosystem. */
export function schemeOf(ecosystem: Ecosystem): SortableScheme {
  return SCHEME_OF_ECOSYSTEM[ecosystem]
}

/** The order of versions that a language of ranges speaks of. Poetry writes its ranges over PEP 440 versions. */
export function schemeOfSyntax(syntax: RangeSyntax): SortableScheme {
  return SCHEME_OF_SYNTAX[syntax]
}

/** A scheme with its sort keys, for those who were handed the plain interface. */
export function sortable(scheme: VersionScheme): SortableScheme {
  return SCHEME_OF_ID[scheme.id]
}

const SCHEME_OF_ECOSYSTEM: Readonly<Record<Ecosystem, SortableScheme>> = { PyPI: pep440, npm: semver, conda }
const SCHEME_OF_SYNTAX: Readonly<Record<RangeSyntax, SortableScheme>> = { pep440, poetry: pep440, semver, conda }
const SCHEME_OF_ID: Readonly<Record<VersionScheme['id'], SortableScheme>> = { pep440, semver, conda }
