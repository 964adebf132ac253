import { ExternalError, FormatError, LimitError } from '../base/errors.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Location } from '../model/location.ts'

/**
 * A caught error as a fact about a file. Throws anything that is not one of the expected kinds: that is our bug, and a scan
 * that hides it would call a file clean that nobody read.
 */
export function diagnose(error: unknown, path: string, source: string): Diagnostic {
  if (error instanceof FormatError || error instanceof LimitError) {
    const location: Location = { path, ...placeOf(error) }
    return { code: error.code, level: 'error', message: error.message + byteOf(error), location, source }
  }
  if (error instanceof ExternalError) {
    return { code: error.code, level: 'error', message: error.message, location: { path }, source }
  }
  throw error
}

function placeOf(error: FormatError | LimitError): Partial<Location> {
  if (error.position === undefined || !('line' in error.position)) return {}
  const { line, column } = error.position
  return { lines: { start: line, end: line }, ...(column === undefined ? {} : { column }) }
}

function byteOf(error: FormatError | LimitError): string {
  return error.position !== undefined && 'byte' in error.position ? ` (at byte ${error.position.byte})` : ''
}
