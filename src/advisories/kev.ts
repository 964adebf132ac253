import { ExternalError } from '../base/errors.ts'
import type { DatabaseBuild } from './build.ts'
import { fieldsOf, listOf, textOf, timeOf } from './fields.ts'
import type { Tally } from './tally.ts'

/**
 * Adds CISA's catalogue of known exploited vulnerabilities (JSON: `vulnerabilities[]` with cveID, dateAdded, dueDate,
 * knownRansomwareCampaignUse). Entries that are not understood are counted. Throws EXTERNAL_FEED when it is not that JSON.
 */
export function addExploited(bytes: Uint8Array, build: DatabaseBuild, tally: Tally): void {
  const catalogue = fieldsOf(parsed(bytes))
  if (!Array.isArray(catalogue?.['vulnerabilities'])) throw notTheCatalogue('a list `vulnerabilities`')
  const released = timeOf(catalogue['dateReleased'])
  if (released !== undefined) tally.seen(released)
  for (const item of listOf(catalogue['vulnerabilities'])) {
    const entry = fieldsOf(item)
    const cve = textOf(entry?.['cveID'], 32)
    const dateAdded = dateOf(entry?.['dateAdded'])
    if (cve === undefined || !/^CVE-\d{4}-\d{4,19}$/.test(cve) || dateAdded === undefined) {
      tally.bad(cve ?? 'an entry', 'expected cveID and dateAdded')
      continue
    }
    const ransomware = entry?.['knownRansomwareCampaignUse'] === 'Known'
    build.addExploited({ cve, dateAdded, dueDate: dateOf(entry?.['dueDate']) ?? '', ransomware })
    tally.entry()
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw notTheCatalogue('JSON')
    throw error
  }
}

function dateOf(value: unknown): string | undefined {
  const text = textOf(value, 10)
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined
}

function notTheCatalogue(expected: string): ExternalError {
  return new ExternalError('EXTERNAL_FEED', `the KEV feed is not CISA's catalogue: expected ${expected}`, {
    retryable: false,
  })
}
