/** Why the machine stopped; the driver does what is asked and starts it again. */
export const Pause = {
  none: 0,
  /** The stream ended with STOP. */
  stop: 1,
  /** The stream ended without, or with something that is no opcode. */
  broken: 2,
  /** The window has to be moved to the position. */
  window: 3,
  /** A newline has to be searched from `wanted`. */
  line: 4,
  /** The piece at `wanted` has to be fetched. */
  piece: 5,
  /** The bytes of a joblib array follow; `arrayState` tells how many. */
  array: 6,
} as const
