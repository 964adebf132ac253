import type { Location } from './location.ts'

/** What could not be understood, read or finished. Part of the result, never only a log line. */
export interface Diagnostic {
  /** A code of the error catalogue (docs/errors.md), for example `FORMAT_SYNTAX`. */
  readonly code: string
  readonly level: 'error' | 'warning' | 'note'
  /** What was expected, what was found, where. Text from the input is cut and may hold any character: reporters escape. */
  readonly message: string
  readonly location?: Location
  /** The plug-in that met it, for example `python/uv-lock`. */
  readonly source?: string
}
