import type { Location } from './location.ts'

/** Why we say so: a place, and what stands there in the words of the file (already cut to a readable length). */
export interface Evidence {
  readonly location: Location
  /** What this place says, for example `locked`, `required as transformers>=4.30`, `installed by RUN pip install`. */
  readonly note: string
}
