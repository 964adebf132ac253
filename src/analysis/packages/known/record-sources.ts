import type { Advisory } from '../../../model/advisory.ts'

/**
 * Who says that it is malicious: the sources that the record was made of, and whoever wrote about it elsewhere (by host). Databases that only repeat
 * each other are no voices of their own: the advisory of GitHub is the source `ghsa-malware`.
 */
export function recordSources({ sources = [], aliases, references }: Advisory): readonly string[] {
  const reported = new Set(sources)
  if (aliases.some((alias) => alias.startsWith('GHSA-'))) reported.add('ghsa-malware')
  const hosts = references.flatMap((address) => {
    const host = URL.parse(address)?.hostname.replace(/^www\./, '')
    return host === undefined || host === '' || REPEATING.test(host) ? [] : [host]
  })
  return [...new Set([...[...reported].sort(), ...hosts])]
}

/** Databases, code hosts, and the package's own page: an issue or a page of the package says that there is something, not that somebody looked. */
const REPEATING =
  /(?:^|\.)(?:github\.com|gitlab\.com|osv\.dev|nist\.gov|cve\.org|mitre\.org|deps\.dev)$|(?:^|\.)(?:npm|pypi|yarn)[a-z]*\./
