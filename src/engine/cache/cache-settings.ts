/** Where inspections are kept between runs, and how much of them. */
export interface CacheSettings {
  /** Absolute path; made when it is not there. */
  readonly folder: string
  /** The operator named the folder: that it cannot be used is worth a line. */
  readonly named: boolean
  /** Bytes on disk above which what was not used for longest is dropped. */
  readonly maxBytes: number
  /** False where the tree is gone after the run: only content is remembered, not which file had it. */
  readonly stamps: boolean
  /** How long a file must have been at rest before its stamp is trusted; absent: AT_REST_MILLISECONDS. */
  readonly restMilliseconds?: number
  /** One line for the operator, for example that a damaged cache was dropped. */
  readonly onNote: (line: string) => void
}

/** An inspection of a large lock is 300 kB on disk, that of a source file 100 bytes: half a gigabyte holds dozens of big trees. */
export const CACHE_BYTES = 512 * 1024 * 1024
