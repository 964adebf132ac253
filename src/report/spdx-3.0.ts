import { safeJson } from '../base/escape.ts'
import type { Reporter } from './reporter.ts'
import { spdx30Document } from './spdx/document-3.0.ts'

/** SPDX 3.0.1 JSON-LD: packages, models with the data they claim, vulnerabilities with VEX, CVSS, EPSS and exploitation. */
export const spdx30: Reporter = {
  id: 'spdx-3.0',
  title: 'SPDX 3.0.1 JSON-LD: software, AI models, data sets, vulnerabilities with VEX',
  mediaType: 'application/spdx+json; version=3.0.1',
  *render(result, { now }) {
    yield `${safeJson(spdx30Document(result, now))}\n`
  },
}
