import type { PackageNote } from '../artefact-facts.ts'

/** A hundred thousand members that are unusual in the same way say it no better than fifty. */
const MOST_OF_A_CODE = 50

/** Lets notes pass until there are enough of a code; the others are counted. It lives as long as one artefact is opened. */
export class NoteKeeper {
  readonly #counts = new Map<string, { given: number; kept: number; readonly kind: PackageNote['kind'] }>()

  /** True where the note is to be told. */
  admits({ kind, code }: Pick<PackageNote, 'kind' | 'code'>): boolean {
    const key = `${kind} ${code}`
    const count = this.#counts.get(key) ?? { given: 0, kept: 0, kind }
    this.#counts.set(key, count)
    if (count.given >= MOST_OF_A_CODE) {
      count.kept++
      return false
    }
    count.given++
    return true
  }

  /** One note for each code of which some were kept back. */
  rest(): readonly PackageNote[] {
    return [...this.#counts]
      .filter(([, { kept }]) => kept > 0)
      .map(([key, { kept, kind }]) => {
        const code = key.slice(kind.length + 1)
        return { kind, code, path: '', message: `${kept} more notes of the kind "${code}"` }
      })
  }
}

/** The first notes of each code, then how many more there were. */
export function withoutRepetition(notes: Iterable<PackageNote>): readonly PackageNote[] {
  const keeper = new NoteKeeper()
  const told = [...notes].filter((note) => keeper.admits(note))
  return [...told, ...keeper.rest()]
}
