/** The time, as an argument: nothing below the doors asks the machine. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
}

/** A clock that stands still, for tests and for reproducible runs (SOURCE_DATE_EPOCH). */
export function fixedClock(milliseconds: number): Clock {
  return { now: () => milliseconds }
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** `2026-11-22` for a time in milliseconds, in UTC. */
export function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
