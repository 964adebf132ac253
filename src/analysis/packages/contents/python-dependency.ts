import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { parseRequirement } from '../../../formats/pep508.ts'
import { parseReference } from '../../../formats/requirements-reference.ts'
import type { PackageDependency } from '../artefact-facts.ts'

/**
 * A dependency specifier (PEP 508) as a dependency. One under an extra is `optional`. Undefined for what names no package; a
 * name with a broken rest is kept with the text behind it.
 */
export function pythonDependency(text: string, kind: PackageDependency['kind']): PackageDependency | undefined {
  const parsed = parseRequirement(text.slice(0, LONGEST), DEFAULT_LIMITS)
  if (parsed.kind === 'problem') {
    const { name } = parsed.problem
    if (name === undefined) return undefined
    const rest = text.slice(name.offset + name.text.length).trim()
    return { name: name.text, requirement: rest.slice(0, LONGEST_SHOWN), kind, from: 'registry' }
  }
  const { name, specifier, url, marker } = parsed.requirement
  const isExtra = kind === 'runtime' && marker !== undefined && /\bextra\s*(?:===?|in)/.test(marker.text)
  const from = url === undefined ? 'registry' : ORIGINS[parseReference(url.text, DEFAULT_LIMITS).kind]
  const requirement = (url?.text ?? specifier).slice(0, LONGEST_SHOWN)
  return { name, requirement, kind: isExtra ? 'optional' : kind, from }
}

const LONGEST = 8192
const LONGEST_SHOWN = 500
const ORIGINS = { git: 'git', url: 'address', local: 'path' } as const

/** Each dependency once. */
export function distinctDependencies(all: Iterable<PackageDependency | undefined>): readonly PackageDependency[] {
  const found = new Map<string, PackageDependency>()
  for (const one of all)
    if (one !== undefined) found.set([one.name, one.requirement, one.kind, one.from].join('\n'), one)
  return [...found.values()]
}
