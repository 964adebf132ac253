/**
 * The public feeds, used by `assay advisories update` when nothing else is configured, and by nothing else: an update is an
 * order to use the network, a scan is not. Addresses as their publishers document them: the OSV data bucket
 * (google.github.io/osv.dev/data), CISA's KEV catalogue (cisa.gov/known-exploited-vulnerabilities-catalog), FIRST's EPSS
 * (first.org/epss/data_stats).
 */
export const PUBLIC_FEEDS = {
  osv: 'https://osv-vulnerabilities.storage.googleapis.com',
  kev: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  epss: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
} as const
