/** What a scan is doing, for whoever watches. Numbers only grow within a stage. */
export interface Progress {
  readonly stage: 'walk' | 'inspect' | 'match' | 'judge'
  readonly filesSeen: number
  readonly filesInspected: number
  readonly filesQueued: number
}

/** Called often; must return at once. */
export type ProgressListener = (progress: Progress) => void
