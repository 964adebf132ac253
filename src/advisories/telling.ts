import { type Fields, fieldsOf, listOf, textOf, textsOf } from './fields.ts'

const LONGEST_SUMMARY = 300
const LONGEST_ADDRESS = 400
const MOST_REFERENCES = 5
const MOST_CWES = 20

/** The record's summary, else the first sentence of its details, as one line of at most 300 characters. */
export function summaryOf(record: Fields): string {
  const summary = oneLine(record['summary'])
  return summary === '' ? firstSentence(oneLine(firstParagraph(record['details']))) : cut(summary)
}

/** At most five web addresses: advisories and fixes first, each kind in the order of the record. */
export function referencesOf(record: Fields): string[] {
  const byRank = listOf(record['references'])
    .slice(0, 200)
    .flatMap((item) => {
      const fields = fieldsOf(item)
      const url = textOf(fields?.['url'], LONGEST_ADDRESS)
      return url !== undefined && /^https?:\/\/[^\s<>"]+$/i.test(url) ? [{ url, rank: rankOf(fields?.['type']) }] : []
    })
    .sort((a, b) => a.rank - b.rank)
  return [...new Set(byRank.map(({ url }) => url))].slice(0, MOST_REFERENCES)
}

/** `CWE-…` names: GitHub's `cwe_ids`, and the `cwes` that malware reports put beside the package. Sorted by number. */
export function cwesOf(record: Fields, entries: readonly Fields[]): string[] {
  const general = textsOf(fieldsOf(record['database_specific'])?.['cwe_ids'], MOST_CWES, 16)
  const special = entries.flatMap((entry) =>
    listOf(fieldsOf(entry['database_specific'])?.['cwes'])
      .slice(0, MOST_CWES)
      .map((item) => textOf(fieldsOf(item)?.['cweId'], 16)),
  )
  const names = [...general, ...special].filter((name) => name !== undefined && /^CWE-\d{1,6}$/.test(name)) as string[]
  return [...new Set(names)].sort((a, b) => Number(a.slice(4)) - Number(b.slice(4))).slice(0, MOST_CWES)
}

const RANKS = ['ADVISORY', 'FIX', 'REPORT', 'ARTICLE', 'EVIDENCE', 'WEB']

function rankOf(type: unknown): number {
  const rank = typeof type === 'string' ? RANKS.indexOf(type) : -1
  return rank === -1 ? RANKS.length : rank
}

/** Only the beginning is looked at: details may be megabytes. */
function oneLine(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 4_000).replace(/\s+/g, ' ').trim() : ''
}

/** Up to a blank line, headings and rules (`### Impact`, `---`) passed over. */
function firstParagraph(details: unknown): string {
  if (typeof details !== 'string') return ''
  const paragraph: string[] = []
  for (const line of details.slice(0, 4_000).split('\n')) {
    const text = line.trim()
    const marks = text === '' || text.startsWith('#') || text.startsWith('---') || text.startsWith('_-=')
    if (!marks) paragraph.push(text)
    else if (paragraph.length > 0) break
  }
  // Some writers put all of it on one line: `### Impact It leaks. ### Patches None.`
  return paragraph.length > 0 ? paragraph.join(' ') : details.slice(0, 4_000).replace(/^[#\s]+/, '')
}

/** Ends at a full stop before a capital: `e.g. this`, `1.2.3` and `Node.js` go on. */
function firstSentence(text: string): string {
  const end = /[.!?](?= [A-Z])/.exec(text)
  return cut(end === null ? text : text.slice(0, end.index + 1))
}

/** Never in the middle of a surrogate pair. */
function cut(text: string): string {
  if (text.length <= LONGEST_SUMMARY) return text
  return `${text.slice(0, LONGEST_SUMMARY - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
