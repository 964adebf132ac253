import type { Tree, TreeValue } from '../../formats/tree.ts'
import { at, type Location } from '../../model/location.ts'
import type { ExtractionBuilder } from '../python/extraction-builder.ts'
import { ListedPackages } from './listed-package.ts'

/** A document of any version in any syntax, brought to one shape. */
export interface SpdxBill {
  readonly packages: readonly SpdxElement[]
  /** `from` needs `to`; ids of packages, or of what the document is about. */
  readonly needs: readonly { readonly from: string; readonly to: string }[]
  readonly subjects: ReadonlySet<string>
}

export interface SpdxElement {
  readonly id: string
  readonly purl: string
  readonly version: string | undefined
  /** Where it stands. */
  readonly value: Pick<TreeValue, 'offset'>
}

/** Writes down the packages of a document. */
export function readSpdxBill(
  path: string,
  bill: SpdxBill,
  { root, lines }: { readonly root: Pick<TreeValue, 'offset'>; readonly lines: Tree['lines'] },
  builder: ExtractionBuilder,
): void {
  const place = (value: Pick<TreeValue, 'offset'>): Location => {
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

/** Of relations as version 2 has them (`spdxElementId relationshipType relatedSpdxElement`): who needs whom, and what it is about. */
export function spdxRelations(
  relations: readonly SpdxRelation[],
  described: readonly string[],
): Pick<SpdxBill, 'needs' | 'subjects'> {
  const needs = relations.flatMap(({ from, type, to }) => {
    if (type === 'DEPENDS_ON' || type === 'CONTAINS') return [{ from, to }]
    return /^(?:[A-Z]+_)?DEPENDENCY_OF$/.test(type) ? [{ from: to, to: from }] : []
  })
  const about = relations.filter(({ type }) => type === 'DESCRIBES').map(({ to }) => to)
  return { needs, subjects: subjectsWithNeeds(new Set([...about, ...described]), needs) }
}

export interface SpdxRelation {
  readonly from: string
  readonly type: string
  readonly to: string
}

/** Some tools describe every package: then the document has no subject of its own. */
export function subjectsWithNeeds(subjects: ReadonlySet<string>, needs: SpdxBill['needs']): ReadonlySet<string> {
  const needing = new Set(needs.map(({ from }) => from))
  return subjects.size === 1 ? new Set([...subjects].filter((id) => needing.has(id))) : new Set()
}
