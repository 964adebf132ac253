import { safeJson } from '../base/escape.ts'
import type { Reporter } from './reporter.ts'

/** The whole result as JSON; scan-result.schema.json beside this file describes it. */
export const json: Reporter = {
  id: 'json',
  title: 'JSON for machines: the whole result, described by a JSON Schema',
  mediaType: 'application/json',
  *render(result) {
    yield `${safeJson(result)}\n`
  },
}
