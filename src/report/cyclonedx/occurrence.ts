import type { Evidence } from '../../model/evidence.ts'

/** A place where something was seen, as CycloneDX writes it. */
export function occurrence({ location, note }: Evidence): object {
  return {
    location: location.path.toWellFormed(),
    ...(location.lines === undefined ? {} : { line: location.lines.start }),
    ...(location.column === undefined ? {} : { offset: location.column - 1 }),
    additionalContext: (location.cell === undefined ? note : `cell ${location.cell}: ${note}`).toWellFormed(),
  }
}
