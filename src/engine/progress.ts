import type { UnpackingProgress } from '../scan/sources/image/unpacking-meter.ts'

/** How far a scan has come, for whoever watches. Numbers only grow. */
export interface Progress {
  readonly filesSeen: number
  readonly filesInspected: number
  readonly filesQueued: number
  /** While the layers of an image are unpacked, before any file is seen. */
  readonly unpacking?: UnpackingProgress
}

/** Called often; must return at once. */
export type ProgressListener = (progress: Progress) => void
