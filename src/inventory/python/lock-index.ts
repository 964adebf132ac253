import { excerpt, type ExtractionBuilder } from './extraction-builder.ts'

/** What identifies an entry of a lock file. */
export interface Locked {
  /** Normalised. */
  readonly name: string
  readonly version?: string | undefined
  /** Where it comes from, as one comparable text. */
  readonly source?: string | undefined
}

/** How a dependency refers to an entry: always by name, in a fork by version and source as well. */
export type Reference = Locked

/** Honest forks have one entry per platform or accelerator. Without a bound n entries of one name times n references are n². */
const FORKS = 64

/**
 * Finds entries by reference: those that agree in everything the reference gives, else in version, else all of the name
 * (a fork that the file does not resolve). At most 64, which no honest lock comes near; more are reported.
 */
export class LockIndex<T extends Locked> {
  readonly #byPlace = new Map<string, T[]>()
  readonly #crowded = new Set<string>()

  constructor(packages: readonly T[], builder: ExtractionBuilder) {
    for (const entry of packages) {
      this.#put(place(entry.name), entry)
      if (entry.version !== undefined) this.#put(place(entry.name, entry.version), entry)
      if (entry.source !== undefined) this.#put(place(entry.name, entry.version, entry.source), entry)
      if (entry.source !== undefined && entry.version !== undefined)
        this.#put(place(entry.name, undefined, entry.source), entry)
    }
    for (const name of this.#crowded) {
      const message = `more than ${FORKS} entries are named ${excerpt(name)}; dependencies on it are followed to the first ones only`
      builder.diagnostic({ code: 'LIMIT_ENTRIES', level: 'warning', message })
    }
  }

  find(reference: Reference): readonly T[] {
    const { name, version, source } = reference
    return (
      (source === undefined ? undefined : this.#byPlace.get(place(name, version, source))) ??
      (version === undefined ? undefined : this.#byPlace.get(place(name, version))) ??
      this.#byPlace.get(place(name)) ??
      []
    )
  }

  #put(key: string, entry: T): void {
    const known = this.#byPlace.get(key)
    if (known === undefined) this.#byPlace.set(key, [entry])
    else if (known.length < FORKS) known.push(entry)
    else this.#crowded.add(entry.name)
  }
}

/** A line break cannot stand in a name and separates the parts. */
function place(name: string, version = '', source = ''): string {
  return `${name}\n${version}\n${source}`
}
