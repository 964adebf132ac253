import { excerpt } from '../../base/escape.ts'
import { get, getPath, items, string, type TreeValue } from '../../formats/tree.ts'
import type { VexStatement, VexStatus } from '../../model/vex.ts'
import { readPurl } from '../component-selector.ts'
import { type Identified, timeOf, type VexDocument } from './vex-document.ts'

/** What CycloneDX calls the statuses of VEX. */
const STATUSES: Readonly<Record<string, VexStatus>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
}

/** The analyses of a CycloneDX document (1.4 and later), as statements. A vulnerability without an analysis says nothing. */
export function cyclonedxStatements(root: TreeValue | undefined, document: VexDocument): readonly VexStatement[] {
  const purls = purlsOf(root)
  const author = authorOf(root)
  return items(get(root, 'vulnerabilities')).flatMap((item): readonly VexStatement[] => {
    const analysis = get(item, 'analysis')
    const state = string(get(analysis, 'state'))
    if (analysis === undefined || state === undefined) return []
    const status = Object.hasOwn(STATUSES, state) ? STATUSES[state] : undefined
    const ids = idsOf(item)
    if (status === undefined || ids.length === 0) {
      document.leaveOut(item, `expected a known state and an id, found ${excerpt(state, 40)}`)
      return []
    }
    const packages = document.packages(
      item,
      items(get(item, 'affects')).flatMap((one) => affected(one, purls)),
    )
    if (packages.length === 0) return []
    const justification = string(get(analysis, 'justification'))
    return [
      {
        ids,
        packages,
        status,
        author,
        ...(justification === undefined ? {} : { justification }),
        statement: string(get(analysis, 'detail')) ?? '',
        time: timeOf(
          string(get(analysis, 'lastUpdated')),
          string(get(analysis, 'firstIssued')),
          string(getPath(root, 'metadata', 'timestamp')),
        ),
        origin: document.place(item),
      },
    ]
  })
}

function idsOf(item: TreeValue): readonly string[] {
  const names = [
    string(get(item, 'id')),
    ...items(get(item, 'references')).map((reference) => string(get(reference, 'id'))),
  ]
  return [...new Set(names.flatMap((name) => (name === undefined || name === '' ? [] : [name.toUpperCase()])))]
}

/** By reference, also of nested components. The stack is ours: nesting is bounded by the parser, not by the call stack. */
function purlsOf(root: TreeValue | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const waiting = [getPath(root, 'metadata', 'component'), ...items(get(root, 'components'))]
  for (let value = waiting.pop(); waiting.length > 0 || value !== undefined; value = waiting.pop()) {
    const reference = string(get(value, 'bom-ref'))
    const purl = string(get(value, 'purl'))
    if (reference !== undefined && purl !== undefined) found.set(reference, purl)
    waiting.push(...items(get(value, 'components')))
  }
  return found
}

/**
 * What an entry of `affects` points at: a component of the same document, one of another (BOM-Link,
 * `urn:cdx:serial/version#reference`, whose reference mostly is the package URL), or a package URL itself. Where versions are
 * listed and the package URL has none, the statement is about these versions; a range of versions is not taken for all.
 */
function affected(entry: TreeValue, purls: ReadonlyMap<string, string>): readonly Identified[] {
  const reference = string(get(entry, 'ref')) ?? ''
  const purl = purls.get(reference) ?? linked(reference)
  const named = readPurl(purl)
  const listed = items(get(entry, 'versions'))
  if (named === undefined || named.version !== undefined || listed.length === 0) return [{ name: purl }]
  return listed.flatMap((one) => {
    const version = string(get(one, 'version'))
    return version === undefined ? [{ name: '' }] : [{ name: `${purl}@${encodeURIComponent(version.toWellFormed())}` }]
  })
}

function linked(reference: string): string {
  if (!reference.startsWith('urn:cdx:')) return reference
  try {
    return decodeURIComponent(reference.slice(reference.indexOf('#') + 1))
  } catch {
    return reference
  }
}

function authorOf(root: TreeValue | undefined): string {
  const metadata = get(root, 'metadata')
  const names = [
    ...items(get(metadata, 'authors')).map((one) => string(get(one, 'name'))),
    ...['manufacturer', 'supplier', 'manufacture'].map((key) => string(getPath(metadata, key, 'name'))),
  ]
  return names.find((name) => name !== undefined && name !== '') ?? 'an unnamed author'
}
