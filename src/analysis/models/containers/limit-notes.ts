import type { LimitError } from '../../../base/errors.ts'
import { type Events, type InspectionContext, noteOn, type Part } from './part.ts'

/** A hundred members behind a bomb say it as well as a hundred thousand. */
const MOST_NOTES = 100

/** Time and members are spent for good; what is stored can still be read when the bytes to unpack are spent. */
export function spendsAll(error: LimitError): boolean {
  return error.code === 'LIMIT_TIME' || error.code === 'LIMIT_ENTRIES' || error.code === 'LIMIT_MEMORY'
}

/** The end of the budget as a note: what is named by `part` was not, or not fully, inspected. */
export async function* limitEvents(part: Pick<Part, 'path'>, error: LimitError, context: InspectionContext): Events {
  if (context.limitNotes.given >= MOST_NOTES) {
    context.limitNotes.kept++
    return
  }
  context.limitNotes.given++
  const code = error.code.toLowerCase().replace('_', '-')
  yield noteOn(part, { kind: 'not-inspected', code, message: `not fully inspected: ${error.message}` })
}

/** The notes that were kept back, as one. */
export async function* keptLimitEvents(context: InspectionContext): Events {
  const { kept } = context.limitNotes
  if (kept === 0) return
  const message = `${kept} more parts were not fully inspected`
  yield noteOn({ path: [] }, { kind: 'not-inspected', code: 'limit-more', message })
}
