import { json } from '../../formats/json.ts'
import { get, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { readSpdxBill, type SpdxBill, type SpdxElement, spdxRelations, subjectsWithNeeds } from './read-spdx.ts'

/** SPDX documents in JSON, versions 2.2, 2.3 and 3.0, and in YAML: packages that somebody else's tool found. */
export const spdx: Extractor = {
  id: 'boms/spdx',
  title: 'SPDX documents in JSON, 2.2 to 3.0, and in YAML',
  files: [
    '**/*.spdx.json',
    '**/*.spdx3.json',
    '**/*.spdx.jsonld',
    '**/*.spdx.{yml,yaml}',
    '**/sbom.json',
    '**/*.sbom.json',
  ],
  async extract(file) {
    const builder = new ExtractionBuilder(spdx.id, await file.read(limitsInForce))
    const tree = await file.read(/\.ya?ml$/.test(file.path) ? yamlDocument : json)
    const bill = string(get(tree.root, 'spdxVersion')) === undefined ? version3(tree) : version2(tree)
    if (bill !== undefined) readSpdxBill(file.path, bill, tree, builder)
    return builder.finish()
  },
}

function version2({ root }: Tree): SpdxBill {
  const relations = items(get(root, 'relationships')).map((one) => ({
    from: string(get(one, 'spdxElementId')) ?? '',
    type: string(get(one, 'relationshipType')) ?? '',
    to: string(get(one, 'relatedSpdxElement')) ?? '',
  }))
  const described = items(get(root, 'documentDescribes')).flatMap((id) => string(id) ?? [])
  return { packages: items(get(root, 'packages')).map(element2), ...spdxRelations(relations, described) }
}

function element2(value: TreeValue): SpdxElement {
  const purl = items(get(value, 'externalRefs')).find((one) => string(get(one, 'referenceType')) === 'purl')
  return {
    id: string(get(value, 'SPDXID')) ?? '',
    purl: string(get(purl, 'referenceLocator')) ?? '',
    version: string(get(value, 'versionInfo')),
    value,
  }
}

/** SPDX 3.0 is a graph of elements; undefined for JSON that is no SPDX. */
function version3({ root }: Tree): SpdxBill | undefined {
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
    subjects: subjectsWithNeeds(new Set(roots.filter((id) => needs.some(({ from }) => from === id))), needs),
  }
}

function element3(value: TreeValue): SpdxElement {
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
