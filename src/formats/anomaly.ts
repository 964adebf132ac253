/**
 * Something a parser read past although the specification forbids it, or did not read at all. One entry per kind, with the
 * first places: a hostile file may break one rule a million times, and a report must stay readable and small.
 */
export interface Anomaly<Kind extends string = string> {
  readonly kind: Kind
  /** How often, the places below included. */
  readonly count: number
  readonly places: readonly AnomalyPlace[]
}

export interface AnomalyPlace {
  /** What was expected and what was found. Foreign text in it is cut and made visible. */
  readonly message: string
  /** From the start of the file; absent where the place is a name inside and no byte is known. */
  readonly byte?: number
}

/** Collects anomalies while a file is read. */
export interface AnomalyLog<Kind extends string> {
  add(kind: Kind, message: string, byte?: number): void
  /** In the order of first appearance. */
  list(): readonly Anomaly<Kind>[]
}

/** Places kept per kind; the count goes on. */
const PLACES_KEPT = 10

/** An empty log. */
export function anomalyLog<Kind extends string>(): AnomalyLog<Kind> {
  const found = new Map<Kind, { count: number; places: AnomalyPlace[] }>()
  return {
    add(kind, message, byte) {
      const entry = found.get(kind) ?? { count: 0, places: [] }
      found.set(kind, entry)
      entry.count++
      if (entry.places.length < PLACES_KEPT) entry.places.push(byte === undefined ? { message } : { message, byte })
    },
    list: () => [...found].map(([kind, { count, places }]) => ({ kind, count, places })),
  }
}
