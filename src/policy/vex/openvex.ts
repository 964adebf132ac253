import { excerpt } from '../../base/escape.ts'
import { get, getPath, items, string, type TreeValue } from '../../formats/tree.ts'
import type { VexStatement, VexStatus } from '../../model/vex.ts'
import { type Identified, timeOf, type VexDocument } from './vex-document.ts'

/** The statements of an OpenVEX document. What a statement does not say is taken from the document, as the specification has it. */
export function openvexStatements(root: TreeValue | undefined, document: VexDocument): readonly VexStatement[] {
  return items(get(root, 'statements')).flatMap((item) => readStatement(item, root, document) ?? [])
}

const STATUSES: readonly VexStatus[] = ['not_affected', 'affected', 'fixed', 'under_investigation']

function readStatement(item: TreeValue, root: TreeValue | undefined, document: VexDocument): VexStatement | undefined {
  const written = string(get(item, 'status'))
  const status = STATUSES.find((one) => one === written)
  if (status === undefined) {
    document.leaveOut(item, `expected one of the four statuses, found ${excerpt(written ?? 'none', 40)}`)
    return undefined
  }
  const ids = idsOf(get(item, 'vulnerability'))
  if (ids.length === 0) {
    document.leaveOut(item, 'expected the name of a vulnerability, found none')
    return undefined
  }
  const packages = document.packages(item, items(get(item, 'products')).flatMap(productNames))
  if (packages.length === 0) return undefined
  const justification = string(get(item, 'justification'))
  return {
    ids,
    packages,
    status,
    author: string(get(root, 'author')) ?? 'an unnamed author',
    ...(justification === undefined ? {} : { justification }),
    statement: textOf(item),
    time: timeOf(
      string(get(item, 'last_updated')),
      string(get(item, 'timestamp')),
      string(get(root, 'last_updated')),
      string(get(root, 'timestamp')),
    ),
    origin: document.place(item),
  }
}

/** Since 0.2 an object with a name and aliases, before a text. */
function idsOf(vulnerability: TreeValue | undefined): readonly string[] {
  const names = [
    string(vulnerability),
    string(get(vulnerability, 'name')),
    ...items(get(vulnerability, 'aliases')).map(string),
  ]
  return [...new Set(names.flatMap((name) => (name === undefined || name === '' ? [] : [name.toUpperCase()])))]
}

/** A product is itself the package, or the whole that the package is a part of: then the statement is about the part. */
function productNames(product: TreeValue): readonly Identified[] {
  const [whole] = namesOf(product)
  const parts = items(get(product, 'subcomponents')).flatMap(namesOf)
  return parts.length === 0
    ? namesOf(product).map((name) => ({ name }))
    : parts.map((name) => ({ name, within: whole ?? '' }))
}

/** The package URL first: `@id` may be any IRI. Before 0.2 a product was a text. */
function namesOf(value: TreeValue): readonly string[] {
  const name = string(getPath(value, 'identifiers', 'purl')) ?? string(get(value, '@id')) ?? string(value)
  return name === undefined ? [] : [name]
}

function textOf(item: TreeValue): string {
  const texts = ['impact_statement', 'status_notes', 'action_statement'].map((key) => string(get(item, key)))
  return texts.filter((text) => text !== undefined && text !== '').join(' ')
}
