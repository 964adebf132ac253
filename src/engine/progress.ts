/** How far a scan has come, for whoever watches. Numbers only grow. */
export interface Progress {
  readonly filesSeen: number
  readonly filesInspected: number
  readonly filesQueued: number
}

/** Called often; must return at once. */
export type ProgressListener = (progress: Progress) => void
