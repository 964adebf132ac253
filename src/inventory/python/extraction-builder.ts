import type { Limits } from '../../base/limits.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { Location } from '../../model/location.ts'
import type { Extraction, Include, MentionEdge, PackageMention, VersionClaim } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { isNameOf } from '../is-name-of.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** A mention before it has a key; `name` as the file writes it. PyPI unless it says otherwise: conda's files and bills of materials do. */
export type MentionDraft = Omit<PackageMention, 'key' | 'ecosystem'> & { readonly ecosystem?: Ecosystem }

/** More than these are counted, not listed: a hostile file would otherwise fill the report. */
const LISTED_DIAGNOSTICS = 200

/**
 * Collects what one Python or conda file says. Lives for one extraction. Nothing gets in that breaks the contract: names are
 * names of their ecosystem, versions are printable, keys are unique, edges name each pair once.
 */
export class ExtractionBuilder {
  readonly limits: Limits
  readonly #source: string
  readonly #mentions: PackageMention[] = []
  readonly #keys = new Set<string>()
  readonly #repeats = new Map<string, number>()
  readonly #targets = new Map<string, Set<string>>()
  readonly #edges: MentionEdge[] = []
  readonly #includes: Include[] = []
  readonly #diagnostics: Diagnostic[] = []
  #unlisted = 0
  #edgesCut = false

  constructor(source: string, limits: Limits) {
    this.#source = source
    this.limits = limits
  }

  /** Adds a mention and returns its key; undefined, with a diagnostic, when the name is no package name. */
  add(draft: MentionDraft): string | undefined {
    const { ecosystem = 'PyPI' } = draft
    if (!isNameOf(ecosystem, draft.name, this.limits)) {
      this.partial(`expected a package name, found ${excerpt(draft.name)}`, draft.location)
      return undefined
    }
    const name = packageName(ecosystem, draft.name)
    const version = this.#checkedVersion(draft.version, draft.location)
    const key = this.#uniqueKey(version.kind === 'exact' ? `${name}@${version.version}` : name)
    const text = withoutCredentials(draft.text.slice(0, 2000)).slice(0, 200)
    this.#mentions.push({ ...draft, key, ecosystem, name, version, text })
    return key
  }

  /** `from` needs `to`, once. A graph beyond the limit is cut and said to be. */
  edge(from: string, to: string): void {
    if (from === to) return
    const known = this.#targets.get(from) ?? new Set()
    if (known.has(to)) return
    if (this.#edges.length >= this.limits.nodes) {
      if (!this.#edgesCut)
        this.diagnostic({
          code: 'LIMIT_ENTRIES',
          level: 'warning',
          message: `more than ${this.limits.nodes} edges in the dependency graph; the rest is left out`,
        })
      this.#edgesCut = true
      return
    }
    this.#targets.set(from, known.add(to))
    this.#edges.push({ from, to })
  }

  include(include: Include): void {
    this.#includes.push(include)
  }

  /** Something was not understood; the rest of the file is read. */
  partial(message: string, location: Location): void {
    this.diagnostic({ code: 'FORMAT_PARTIAL', level: 'warning', message, location })
  }

  /** Nothing is wrong, but the reader should know. */
  note(message: string, location: Location): void {
    this.diagnostic({ code: 'FORMAT_PARTIAL', level: 'note', message, location })
  }

  diagnostic(diagnostic: Diagnostic): void {
    if (this.#diagnostics.length >= LISTED_DIAGNOSTICS) this.#unlisted++
    else this.#diagnostics.push({ ...diagnostic, source: this.#source })
  }

  finish(): Extraction {
    const more: Diagnostic = {
      code: 'FORMAT_PARTIAL',
      level: 'warning',
      message: `${this.#unlisted} more places were not understood`,
      source: this.#source,
    }
    return {
      mentions: this.#mentions,
      edges: this.#edges,
      includes: this.#includes,
      clues: [],
      diagnostics: this.#unlisted === 0 ? this.#diagnostics : [...this.#diagnostics, more],
    }
  }

  /** A version with white space or control characters is none in any scheme; it could forge a line of a report. */
  #checkedVersion(claim: VersionClaim, location: Location): VersionClaim {
    if (claim.kind !== 'exact') return claim
    if (claim.version.length <= this.limits.nameLength && /^[\x21-\x7e]+$/.test(claim.version)) return claim
    this.partial(`expected a version, found ${excerpt(claim.version)}`, location)
    return { kind: 'unstated' }
  }

  #uniqueKey(wanted: string): string {
    let repeat = this.#repeats.get(wanted) ?? 1
    let key = wanted
    while (this.#keys.has(key)) key = `${wanted}#${++repeat}`
    this.#repeats.set(wanted, repeat)
    this.#keys.add(key)
    return key
  }
}

/** Foreign text for a message: quoted, without credentials, at most 120 characters. */
export function excerpt(text: string): string {
  const cut = withoutCredentials(text.slice(0, 1000))
  return JSON.stringify(cut.length > 120 ? `${cut.slice(0, 119)}…` : cut)
}
