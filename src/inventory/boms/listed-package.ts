import { type PackageUrl, parsePurl } from '../../formats/purl.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { Location } from '../../model/location.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { ExtractionBuilder } from '../python/extraction-builder.ts'

/** A package as a bill of materials lists it. */
export interface ListedPackage {
  readonly purl: string
  /** Stated beside the package URL, for those that carry none. */
  readonly version?: string | undefined
  readonly scope: Scope
  readonly direct: 'yes' | 'no' | 'unknown'
  readonly integrity: readonly string[]
  readonly location: Location
}

const ECOSYSTEMS: Readonly<Record<string, Ecosystem>> = { pypi: 'PyPI', npm: 'npm', conda: 'conda' }

/**
 * Writes the packages of a bill of materials down. What is of another ecosystem (or has no package URL) is counted and said at
 * `finish`: it is in the bill, and nothing here looks at it. It lives as long as one extraction.
 */
export class ListedPackages {
  readonly #builder: ExtractionBuilder
  readonly #outside = new Map<string, number>()

  constructor(builder: ExtractionBuilder) {
    this.#builder = builder
  }

  /** The key of the package; undefined when it is none of ours. */
  add(listed: ListedPackage): string | undefined {
    const purl = parsePurl(listed.purl)
    const ecosystem = purl === undefined ? undefined : ECOSYSTEMS[purl.type]
    if (purl === undefined || ecosystem === undefined) {
      const kind = purl?.type ?? 'no package URL'
      this.#outside.set(kind, (this.#outside.get(kind) ?? 0) + 1)
      return undefined
    }
    const version = purl.version ?? listed.version
    return this.#builder.add({
      ecosystem,
      name: nameOf(purl),
      version: version === undefined || version === '' ? { kind: 'unstated' } : { kind: 'exact', version },
      origin: originOf(purl),
      role: 'locks',
      scope: listed.scope,
      groups: [],
      direct: listed.direct,
      location: listed.location,
      text: listed.purl,
      integrity: listed.integrity,
    })
  }

  /** Says what was left out, with the place of the list. */
  finish(location: Location): void {
    const kinds = [...this.#outside].sort(([a], [b]) => (a < b ? -1 : 1))
    if (kinds.length === 0) return
    const words = kinds.slice(0, 10).map(([kind, count]) => `${count} ${kind.slice(0, 40)}`)
    this.#builder.partial(`lists packages that are not looked at: ${words.join(', ')}`, location)
  }
}

function nameOf({ namespace, name, type }: PackageUrl): string {
  return type === 'npm' && namespace !== '' ? `${namespace}/${name}` : name
}

function originOf({
  qualifiers,
}: PackageUrl):
  | { readonly kind: 'registry' }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'git'; readonly url: string } {
  const vcs = qualifiers.get('vcs_url')
  const url = qualifiers.get('download_url')
  if (vcs !== undefined) return { kind: 'git', url: vcs }
  return url === undefined ? { kind: 'registry' } : { kind: 'url', url }
}
