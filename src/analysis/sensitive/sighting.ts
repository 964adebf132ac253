import type { Location } from '../../model/location.ts'
import type { SensitiveMatch } from './sensitive-match.ts'
import type { TextRole } from './sensitive-scanner.ts'

/** A match and where it stands in its file. Holds the value: never leaves the inspection of the file. */
export interface Sighting {
  readonly match: SensitiveMatch
  readonly location: Location
  readonly role: TextRole
  /** Where inside the file, in words: `in the output of cell 3`, `in config/app.env`; empty for the text of the file itself. */
  readonly inside: string
  /** What it is assigned to where it stands, for example `OPENAI_API_KEY`; never a part of the value. */
  readonly label?: string
}

/** Who is told. */
export interface Witness {
  see(sighting: Sighting): void
  /** What was not looked at, in words. */
  miss(reason: string): void
}
