/** The files that a tool would put into what it publishes. */
export interface PackedList {
  /** What makes the package, for people: `npm pack`. */
  readonly tool: string
  /** Relative to the folder, `/` between segments, sorted; nothing outside of it. */
  readonly paths: readonly string[]
  /** Why more or less than these may be packed, one sentence each; empty when it is exactly these. */
  readonly doubts: readonly string[]
}
