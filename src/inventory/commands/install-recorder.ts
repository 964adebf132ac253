import type { Limits } from '../../base/limits.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Location } from '../../model/location.ts'
import type { Extraction, Include, PackageMention, VersionClaim } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { isNameOf } from '../is-name-of.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** A mention before it has a key; `name` as written. */
export type InstallDraft = Omit<PackageMention, 'key'>

/** More than these are counted, not listed: a hostile file would otherwise fill the report. */
const LISTED_DIAGNOSTICS = 200

/**
 * Collects what the commands of one file install. A class because it lives as long as one extraction. Nothing gets in that
 * breaks the contract: names are names of their ecosystem, versions are printable, keys are unique.
 */
export class InstallRecorder {
  readonly limits: Limits
  readonly #source: string
  readonly #mentions: PackageMention[] = []
  readonly #repeats = new Map<string, number>()
  readonly #includes = new Map<string, Include>()
  readonly #diagnostics: Diagnostic[] = []
  #unlisted = 0
  #full = false

  /** `source` is the extractor's id. */
  constructor(source: string, limits: Limits) {
    this.#source = source
    this.limits = limits
  }

  /** Adds a mention; when the name is none of its ecosystem, a diagnostic instead. */
  add(draft: InstallDraft): void {
    if (!isNameOf(draft.ecosystem, draft.name, this.limits)) {
      return this.partial(`expected a package name, found ${excerpt(draft.name)}`, draft.location)
    }
    if (this.#mentions.length >= this.limits.nodes) return this.#tooMany(draft.location)
    const name = packageName(draft.ecosystem, draft.name)
    const version = this.#printable(draft.version, draft.location)
    const key = this.#uniqueKey(version.kind === 'exact' ? `${name}@${version.version}` : name)
    const text = withoutCredentials(draft.text.slice(0, 2000)).slice(0, 200)
    this.#mentions.push({ ...draft, key, name, version, text })
  }

  /** A file that a command reads packages from; named twice, it is still read once. */
  include(include: Include): void {
    const key = `${include.role} ${include.path} ${include.extractor ?? ''}`
    if (!this.#includes.has(key)) this.#includes.set(key, include)
  }

  /** Something that installs, or may, was not understood. */
  partial(message: string, location: Location): void {
    this.#diagnostic({ code: 'FORMAT_PARTIAL', level: 'warning', message, location, source: this.#source })
  }

  /** Nothing was missed, but the reader should know. */
  note(message: string, location: Location): void {
    this.#diagnostic({ code: 'FORMAT_PARTIAL', level: 'note', message, location, source: this.#source })
  }

  /** A file that is read by the command and cannot be found from here. */
  outside(message: string, location: Location): void {
    this.#diagnostic({ code: 'FORMAT_OUTSIDE', level: 'warning', message, location, source: this.#source })
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
      edges: [],
      includes: [...this.#includes.values()],
      clues: [],
      diagnostics: this.#unlisted === 0 ? this.#diagnostics : [...this.#diagnostics, more],
    }
  }

  #diagnostic(diagnostic: Diagnostic): void {
    if (this.#diagnostics.length >= LISTED_DIAGNOSTICS) this.#unlisted++
    else this.#diagnostics.push(diagnostic)
  }

  #tooMany(location: Location): void {
    const message = `more than ${this.limits.nodes} packages in one file; the rest is left out`
    if (!this.#full) {
      this.#diagnostic({ code: 'LIMIT_ENTRIES', level: 'warning', message, location, source: this.#source })
    }
    this.#full = true
  }

  /** A version with white space or control characters is none in any scheme; it could forge a line of a report. */
  #printable(claim: VersionClaim, location: Location): VersionClaim {
    if (claim.kind === 'any' || claim.kind === 'unstated') return claim
    const text = claim.kind === 'exact' ? claim.version : claim.text
    const pattern = claim.kind === 'exact' ? /^[\x21-\x7e]+$/ : /^[\x20-\x7e]+$/
    if (text.length <= 2 * this.limits.nameLength && pattern.test(text)) return claim
    this.partial(`expected a version, found ${excerpt(text)}`, location)
    return { kind: 'unstated' }
  }

  #uniqueKey(wanted: string): string {
    const repeat = (this.#repeats.get(wanted) ?? 0) + 1
    this.#repeats.set(wanted, repeat)
    // No name and no version holds a `#`, so a numbered key is never another package's first one.
    return repeat === 1 ? wanted : `${wanted}#${repeat}`
  }
}
