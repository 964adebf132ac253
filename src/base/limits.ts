/** Bounds for hostile input. One complete object travels from the door to every parser; no parser has a bound of its own. */
export interface Limits {
  /** Largest file that is parsed as a whole, in bytes. */
  readonly fileBytes: number
  /** Deepest nesting of any structure. */
  readonly depth: number
  /** Most nodes (values, entries, tokens) of one parsed file. */
  readonly nodes: number
  /** Longest name, version or requirement that is taken for one, in UTF-16 code units. */
  readonly nameLength: number
  /** Deadline for all work on one file, in milliseconds. */
  readonly fileMilliseconds: number
  /** Heap of one worker, in MiB; beyond it the worker is ended and replaced. */
  readonly workerMegabytes: number
  /** Most files of one scan. */
  readonly files: number
}

/**
 * fileBytes: the largest lock file seen in the wild is about 20 MB (a pnpm monorepo); 64 MiB leaves room.
 * depth: honest lock files nest below 20; 200 is far above and far below the stack of every parser used.
 */
export const DEFAULT_LIMITS: Limits = {
  fileBytes: 64 * 1024 * 1024,
  depth: 200,
  nodes: 5_000_000,
  nameLength: 512,
  fileMilliseconds: 20_000,
  workerMegabytes: 1024,
  files: 2_000_000,
}
