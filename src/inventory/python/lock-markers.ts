/**
 * Under which condition an entry is installed, from the conditions of all that need it: the common one when every edge
 * carries the same, none as soon as one edge has none or another.
 */
export class LockMarkers<T> {
  readonly #markers = new Map<T, string | undefined>()

  /** `entry` is needed under `marker`; undefined is always. */
  need(entry: T, marker: string | undefined): void {
    const agrees = !this.#markers.has(entry) || this.#markers.get(entry) === marker
    this.#markers.set(entry, agrees ? marker : undefined)
  }

  of(entry: T): string | undefined {
    return this.#markers.get(entry)
  }
}
