import { LimitError } from '../../../base/errors.ts'
import type { Meter } from '../../../formats/compressed-stream.ts'

/** Most bytes that all layers of an image may unpack to. */
const MOST_BYTES = 256 * 1024 ** 3

/** Below this no ratio is too high: a layer may well hold one large file of zeros. */
const FREE_BYTES = 1024 ** 3

/** Layers of code and weights shrink to a half or a tenth; gzip makes 1:1000 of zeros, zstd far more. */
const MOST_RATIO = 200

/** How far the unpacking of an image has come. */
export interface UnpackingProgress {
  /** From 1; 0 while the archive around them is unpacked. */
  readonly layer: number
  /** How many there are; 0 before that is known. */
  readonly layers: number
  /** That came out of all of them. */
  readonly bytes: number
}

/** Called with every part that comes out; must return at once. */
export type UnpackingListener = (progress: UnpackingProgress) => void

/** The same meter, which tells how far it is; `at` says which layer it is in. */
export function tellingMeter(
  meter: Meter,
  tell: UnpackingListener,
): Meter & { at(layer: number, layers: number): void } {
  let progress: UnpackingProgress = { layer: 0, layers: 0, bytes: 0 }
  const say = (change: Partial<UnpackingProgress>): void => {
    progress = { ...progress, ...change }
    tell(progress)
  }
  return {
    take(bytes, unpacked, packed) {
      meter.take(bytes, unpacked, packed)
      say({ bytes: progress.bytes + bytes })
    },
    at: (layer, layers) => say({ layer, layers }),
  }
}

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
