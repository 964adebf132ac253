import { safeJson } from '../base/escape.ts'
import { cyclonedxDocument } from './cyclonedx/document.ts'
import type { Reporter } from './reporter.ts'

/**
 * CycloneDX 1.6 (ECMA-424) JSON: packages and models with evidence, the dependency graph, vulnerabilities with what was
 * decided on them, and how complete it all is. `cyclonedx` stays 1.6, which consumers read today; `cyclonedx-1.7` is the newest.
 */
export const cyclonedx: Reporter = {
  id: 'cyclonedx',
  title: 'CycloneDX 1.6 JSON: software bill of materials with vulnerabilities and VEX',
  mediaType: 'application/vnd.cyclonedx+json; version=1.6',
  *render(result, { now }) {
    yield `${safeJson(cyclonedxDocument(result, '1.6', now))}\n`
  },
}
