/** Where an advisory can be read, by the form of its id; undefined for what is no id of a database known here. */
export function advisoryAddress(id: string): string | undefined {
  if (/^CVE-\d{4}-\d{4,19}$/.test(id)) return `https://www.cve.org/CVERecord?id=${id}`
  if (/^GHSA(?:-[0-9a-z]{4}){3}$/.test(id)) return `https://github.com/advisories/${id}`
  if (/^[A-Z][A-Za-z0-9]{1,30}-[A-Za-z0-9.:-]{1,80}$/.test(id)) return `https://osv.dev/vulnerability/${id}`
  return undefined
}

/** Only addresses of the web: `javascript:` and the like never become a link. */
export function webAddress(text: string): string | undefined {
  if (!/^https?:\/\/[^\s<>"'`\\]+$/i.test(text) || !URL.canParse(text)) return undefined
  return new URL(text).href
}
