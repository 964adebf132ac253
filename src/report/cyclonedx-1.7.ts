import { safeJson } from '../base/escape.ts'
import { citations } from './cyclonedx/citation.ts'
import { cyclonedxDocument } from './cyclonedx/document.ts'
import type { Reporter } from './reporter.ts'

/** CycloneDX 1.7 (ECMA-424, second edition) JSON: as 1.6, and citations that say who supplied which part. */
export const cyclonedx17: Reporter = {
  id: 'cyclonedx-1.7',
  title: 'CycloneDX 1.7 JSON: as cyclonedx, with citations of where each part comes from',
  mediaType: 'application/vnd.cyclonedx+json; version=1.7',
  *render(result, { now }) {
    yield `${safeJson({ ...cyclonedxDocument(result, '1.7', now), citations: citations(result, now) })}\n`
  },
}
