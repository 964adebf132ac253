import { LimitError } from '../../../base/errors.ts'
import type { Meter } from '../../../formats/compressed-stream.ts'

/** Most bytes that all layers of an image may unpack to. */
const MOST_BYTES = 256 * 1024 ** 3

/** Below this no ratio is too high: a layer may well hold one large file of zeros. */
const FREE_BYTES = 1024 ** 3

/** Layers of code and weights shrink to a half or a tenth; gzip makes 1:1000 of zeros, zstd far more. */
const MOST_RATIO = 200

/** For all streams of one image. Throws LIMIT_RATIO, LIMIT_SIZE. */
export function unpackingMeter(mostBytes = MOST_BYTES, freeBytes = FREE_BYTES): Meter {
  let total = 0
  return {
    take(bytes, unpacked, packed) {
      total += bytes
      if (total > mostBytes) throw new LimitError('LIMIT_SIZE', `the image unpacks to more than ${mostBytes} bytes`)
      if (unpacked > freeBytes && unpacked > packed * MOST_RATIO) {
        const ratio = Math.round(unpacked / packed)
        throw new LimitError(
          'LIMIT_RATIO',
          `it unpacks to more than ${freeBytes} bytes at 1:${ratio}, the limit is 1:${MOST_RATIO}`,
        )
      }
    },
  }
}
