import type { Limits } from '../../base/limits.ts'
import { parseReference } from '../../formats/requirements-reference.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { Origin, PackageMention, Scope } from '../../model/package-mention.ts'
import { readCondaPackage } from '../commands/conda-package.ts'
import { isDevelopmentName } from '../python/development-name.ts'
import { claimsOfReference } from '../python/requirement-claims.ts'

/** A package that a lock of conda's world pins, on one or more platforms. */
export interface LockedPackage {
  readonly ecosystem: Extract<Ecosystem, 'conda' | 'PyPI'>
  readonly name: string
  readonly version: string | undefined
  readonly origin: Origin
  readonly integrity: readonly string[]
  readonly offset: number
  readonly text: string
  readonly twin?: PackageMention['twin']
  /** Names of packages it needs, as written. */
  readonly needs: readonly string[]
  readonly platforms: Set<string>
  /** Environments or categories it is for; the names of the main ones are left out of `groups`. */
  readonly uses: Set<string>
}

/** Where the file of a conda package comes from: the channel before its platform folder. */
export function condaFileOrigin(url: string, limits: Limits): Origin {
  const read = readCondaPackage(url, [], limits)
  return read.kind === 'claims' ? read.claims.origin : { kind: 'url', url: url.slice(0, 2000) }
}

/**
 * Where a PyPI package of a lock comes from. An address of a file is one of an index, whose layout the lock does not tell;
 * repositories and folders are told by their form.
 */
export function pypiFileOrigin(url: string, limits: Limits): Origin {
  const reference = parseReference(
    url.startsWith('./') || url.startsWith('../') ? url : url.replace(/^direct\+/, ''),
    limits,
  )
  if (url.startsWith('direct+')) return claimsOfReference(reference).origin
  return reference.kind === 'url' && reference.file !== undefined
    ? { kind: 'registry' }
    : claimsOfReference(reference).origin
}

/** What the environments or categories say of the purpose: a package of a main one is the project's own. */
export function purposeOf(
  uses: ReadonlySet<string>,
  main: string,
  label: string,
): { scope: Scope; groups: readonly string[] } {
  if (uses.has(main) || uses.size === 0) return { scope: 'runtime', groups: [] }
  const names = [...uses].sort()
  return {
    scope: names.every(isDevelopmentName) ? 'development' : 'optional',
    groups: names.map((name) => `${label}:${name.slice(0, 200)}`),
  }
}

/** `platform linux-64, osx-arm64`, where it is not for all of them. */
export function platformMarker(platforms: ReadonlySet<string>, all: ReadonlySet<string>): string | undefined {
  if (platforms.size === 0 || platforms.size >= all.size) return undefined
  return `platform ${[...platforms].sort().join(', ')}`.slice(0, 200)
}
