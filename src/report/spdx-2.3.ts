import { safeJson } from '../base/escape.ts'
import type { Reporter } from './reporter.ts'
import { spdx23Document } from './spdx/document-2.3.ts'

/** SPDX 2.3 (the line of ISO/IEC 5962) JSON: packages and models, what needs what, advisories as security references. */
export const spdx23: Reporter = {
  id: 'spdx-2.3',
  title: 'SPDX 2.3 JSON: software bill of materials',
  mediaType: 'application/spdx+json; version=2.3',
  *render(result, { now }) {
    yield `${safeJson(spdx23Document(result, now))}\n`
  },
}
