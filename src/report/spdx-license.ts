/** As hubs write them, and what SPDX calls the same; hubs' other names stay names. */
const SPDX: Readonly<Record<string, string>> = {
  'apache-2.0': 'Apache-2.0',
  mit: 'MIT',
  'bsd-2-clause': 'BSD-2-Clause',
  'bsd-3-clause': 'BSD-3-Clause',
  'cc0-1.0': 'CC0-1.0',
  'cc-by-3.0': 'CC-BY-3.0',
  'cc-by-4.0': 'CC-BY-4.0',
  'cc-by-sa-4.0': 'CC-BY-SA-4.0',
  'cc-by-nc-4.0': 'CC-BY-NC-4.0',
  'cc-by-nc-sa-4.0': 'CC-BY-NC-SA-4.0',
  'cc-by-nd-4.0': 'CC-BY-ND-4.0',
  'cc-by-nc-nd-4.0': 'CC-BY-NC-ND-4.0',
  'mpl-2.0': 'MPL-2.0',
  'epl-2.0': 'EPL-2.0',
  unlicense: 'Unlicense',
  isc: 'ISC',
  zlib: 'Zlib',
}

/** The SPDX identifier that a claimed licence names exactly; undefined for all else: nothing is guessed. */
export function spdxLicense(claimed: string): string | undefined {
  const key = claimed.toLowerCase()
  return Object.hasOwn(SPDX, key) ? SPDX[key] : undefined
}
