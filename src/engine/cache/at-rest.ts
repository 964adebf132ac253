import type { FileStamp } from '../../scan/source.ts'

/** A file that changed as short as this before it was read may change again within the same tick of the clock (racy git). */
const AT_REST_MILLISECONDS = 2000

/** Was the file at rest, so that its stamp names its bytes? Also false for a file from the future: its clock is not ours. */
export function isAtRest({ changed }: FileStamp, rest: number = AT_REST_MILLISECONDS): boolean {
  return changed < Date.now() - rest
}
