/** What cells leave behind for the cells after them, run from top to bottom. */
export interface Session {
  /** The kernel's directory, relative to the notebook's folder (`%cd`); undefined when only the run can tell. */
  directory: string | undefined
  /** Environment variables with known values (`%env`). */
  readonly environment: Map<string, string | undefined>
}

/** A kernel starts in the folder of its notebook. */
export function startSession(): Session {
  return { directory: '.', environment: new Map() }
}
