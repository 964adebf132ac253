import type { PackageNote } from '../artefact-facts.ts'
import { roleOfPath } from './path-role.ts'

/** A hundred thousand members that are unusual in the same way say it no better than fifty. */
const MOST_OF_A_CODE = 50

interface Count {
  given: number
  kept: number
  readonly kind: PackageNote['kind']
  readonly code: string
  /** In tests and documentation: what the first of the notes kept back is about. Elsewhere they are about the artefact. */
  example: string
}

/** Lets notes pass until there are enough of a code; the others are counted. It lives as long as one artefact is opened. */
export class NoteKeeper {
  readonly #counts = new Map<string, Count>()

  /** True where the note is to be told. */
  admits({ kind, code, path }: Pick<PackageNote, 'kind' | 'code' | 'path'>): boolean {
    // Those of tests and documentation apart: fifty of them must not hide one of the code.
    const role = roleOfPath(path)
    const key = `${kind} ${code} ${role ?? ''}`
    const count = this.#counts.get(key) ?? { given: 0, kept: 0, kind, code, example: '' }
    this.#counts.set(key, count)
    if (count.given >= MOST_OF_A_CODE) {
      if (count.kept++ === 0 && role !== undefined) count.example = path
      return false
    }
    count.given++
    return true
  }

  /** One note for each code of which some were kept back. */
  rest(): readonly PackageNote[] {
    return [...this.#counts.values()]
      .filter(({ kept }) => kept > 0)
      .map(({ kept, kind, code, example }) => ({
        kind,
        code,
        path: example,
        message: `${kept} more notes of the kind "${code}"`,
      }))
  }
}

/** The first notes of each code, then how many more there were. */
export function withoutRepetition(notes: Iterable<PackageNote>): readonly PackageNote[] {
  const keeper = new NoteKeeper()
  const told = [...notes].filter((note) => keeper.admits(note))
  return [...told, ...keeper.rest()]
}
