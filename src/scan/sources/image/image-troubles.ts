import type { ErrorCode } from '../../../base/error-catalogue.ts'
import type { Diagnostic } from '../../../model/diagnostic.ts'

/** The source of what is said about an image as a whole: an error of it is a gap in the coverage. */
export const IMAGE_SOURCE = 'scan/image'

/** What is to be said about an image beside its files. */
export interface ImageTroubles {
  add(code: ErrorCode, level: Diagnostic['level'], message: string): void
  readonly diagnostics: readonly Diagnostic[]
}

/** An empty list; a hostile image cannot make it longer than a few hundred. */
export function imageTroubles(): ImageTroubles {
  const diagnostics: Diagnostic[] = []
  return {
    diagnostics,
    add(code, level, message) {
      if (diagnostics.length === MOST) {
        diagnostics.push({
          code,
          level: 'error',
          message: 'more of the kind; the rest is not listed',
          source: IMAGE_SOURCE,
        })
      }
      if (diagnostics.length < MOST) diagnostics.push({ code, level, message, source: IMAGE_SOURCE })
    },
  }
}

const MOST = 500
