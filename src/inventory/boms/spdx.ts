import { json } from '../../formats/json.ts'
import { get, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { at, type Location } from '../../model/location.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { ListedPackages } from './listed-package.ts'

/** SPDX documents in JSON, versions 2.2, 2.3 and 3.0: packages that somebody else's tool found. */
export const spdx: Extractor = {
  id: 'boms/spdx',
  title: 'SPDX documents in JSON, 2.2 to 3.0',
  files: ['**/*.spdx.json', '**/*.spdx3.json', '**/*.spdx.jsonld', '**/sbom.json', '**/*.sbom.json'],
  async extract(file) {
    const builder = new ExtractionBuilder(spdx.id, await file.read(limitsInForce))
    const tree = await file.read(json)
    const bill = string(get(tree.root, 'spdxVersion')) === undefined ? version3(tree) : version2(tree)
    if (bill !== undefined) readBill(file.path, bill, tree, builder)
    return builder.finish()
  },
}

/** Both versions, brought to one shape. */
interface Bill {
  readonly packages: readonly ListedElement[]
  /** `from` needs `to`; ids of packages, or of what the document is about. */
  readonly needs: readonly { readonly from: string; readonly to: string }[]
  readonly subjects: ReadonlySet<string>
}

interface ListedElement {
  readonly id: string
  readonly purl: string
  readonly version: string | undefined
  readonly value: TreeValue
}

function readBill(path: string, bill: Bill, { root, lines }: Tree, builder: ExtractionBuilder): void {
  const place = (value: TreeValue): Location => {
    const { line, column } = lines.position(value.offset)
    return at(path, line, column)
  }
  const packages = new ListedPackages(builder)
  const direct = new Set(bill.needs.filter(({ from }) => bill.subjects.has(from)).map(({ to }) => to))
  const keys = new Map<string, string>()
  for (const { id, purl, version, value } of bill.packages) {
    if (bill.subjects.has(id)) continue
    const key = packages.add({
      purl,
      version,
      scope: 'runtime',
      direct: direct.size === 0 ? 'unknown' : direct.has(id) ? 'yes' : 'no',
      integrity: [],
      location: place(value),
    })
    if (key !== undefined) keys.set(id, key)
  }
  for (const { from, to } of bill.needs) {
    const [one, other] = [keys.get(from), keys.get(to)]
    if (one !== undefined && other !== undefined) builder.edge(one, other)
  }
  packages.finish(place(root))
}

function version2({ root }: Tree): Bill {
  const relations = items(get(root, 'relationships')).map((one) => ({
    from: string(get(one, 'spdxElementId')) ?? '',
    type: string(get(one, 'relationshipType')) ?? '',
    to: string(get(one, 'relatedSpdxElement')) ?? '',
  }))
  const described = relations.filter(({ type }) => type === 'DESCRIBES').map(({ to }) => to)
  const needs = relations.flatMap(({ from, type, to }) => {
    if (type === 'DEPENDS_ON' || type === 'CONTAINS') return [{ from, to }]
    return /^(?:[A-Z]+_)?DEPENDENCY_OF$/.test(type) ? [{ from: to, to: from }] : []
  })
  const packages = items(get(root, 'packages')).map(element2)
  const subjects = new Set([...described, ...items(get(root, 'documentDescribes')).flatMap((id) => string(id) ?? [])])
  return { packages, needs, subjects: withNeeds(subjects, needs) }
}

/** Some tools describe every package: then the document has no subject of its own. */
function withNeeds(subjects: ReadonlySet<string>, needs: Bill['needs']): ReadonlySet<string> {
  const needing = new Set(needs.map(({ from }) => from))
  return subjects.size === 1 ? new Set([...subjects].filter((id) => needing.has(id))) : new Set()
}

function element2(value: TreeValue): ListedElement {
  const purl = items(get(value, 'externalRefs')).find((one) => string(get(one, 'referenceType')) === 'purl')
  return {
    id: string(get(value, 'SPDXID')) ?? '',
    purl: string(get(purl, 'referenceLocator')) ?? '',
    version: string(get(value, 'versionInfo')),
    value,
  }
}

/** SPDX 3.0 is a graph of elements; undefined for JSON that is no SPDX. */
function version3({ root }: Tree): Bill | undefined {
  const context = string(get(root, '@context')) ?? ''
  if (!/spdx\.org\/rdf\/3\./.test(context)) return undefined
  const graph = items(get(root, '@graph'))
  const type = (value: TreeValue): string => string(get(value, 'type')) ?? string(get(value, '@type')) ?? ''
  const packages = graph
    .filter((value) => /(?:software_|ai_|dataset_)?[A-Za-z]*Package$/.test(type(value)))
    .map(element3)
  const needs = graph
    .filter((value) => type(value).endsWith('Relationship') && string(get(value, 'relationshipType')) === 'dependsOn')
    .flatMap((value) =>
      items(get(value, 'to')).flatMap((to) => ({ from: string(get(value, 'from')) ?? '', to: string(to) ?? '' })),
    )
  const roots = graph.flatMap((value) => items(get(value, 'rootElement')).flatMap((id) => string(id) ?? []))
  return {
    packages,
    needs,
    subjects: withNeeds(new Set(roots.filter((id) => needs.some(({ from }) => from === id))), needs),
  }
}

function element3(value: TreeValue): ListedElement {
  const identifier = items(get(value, 'externalIdentifier')).find(
    (one) => string(get(one, 'externalIdentifierType')) === 'packageUrl',
  )
  return {
    id: string(get(value, 'spdxId')) ?? string(get(value, '@id')) ?? '',
    purl: string(get(value, 'software_packageUrl')) ?? string(get(identifier, 'identifier')) ?? '',
    version: string(get(value, 'software_packageVersion')),
    value,
  }
}
