import type { LineIndex } from '../../formats/line-index.ts'
import type { TreeEntry, TreeValue } from '../../formats/tree.ts'
import { at } from '../../model/location.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from '../python/extraction-builder.ts'
import { readCyclonedx } from './read-cyclonedx.ts'
import { readXmlTree, type XmlNode } from './xml-elements.ts'

/** CycloneDX bills of materials (ECMA-424) in XML, versions 1.0 to 1.7. They are brought to the shape of the JSON and read as that. */
export const cyclonedxXml: Extractor = {
  id: 'boms/cyclonedx-xml',
  title: 'CycloneDX bills of materials in XML',
  files: ['**/*.cdx.xml', '**/bom.xml', '**/*.bom.xml', '**/*-bom.xml', '**/sbom.xml', '**/*.sbom.xml'],
  async extract(file) {
    const builder = new ExtractionBuilder(cyclonedxXml.id, file.limits)
    const { root, anomalies } = await readXmlTree(file.source, file.limits)
    // Maven keeps lists of versions in files of these names.
    const isBill = root?.name === 'bom' && /cyclonedx\.org\/schema\/bom/.test(namespacesOf(root))
    if (isBill) readCyclonedx(file.path, { root: billOf(root), lines: LINES }, builder)
    for (const { places } of isBill || root === undefined ? anomalies : [])
      builder.partial(`XML: ${places[0]?.message ?? ''}; what stands behind may not be covered`, at(file.path, 1))
    return builder.finish()
  },
}

/** Offsets of the tree are line numbers: XML readers tell no more. */
const LINES: LineIndex = { position: (line) => ({ line: Math.max(1, line), column: 1 }) }

function namespacesOf({ attributes }: XmlNode): string {
  return [...attributes].flatMap(([name, value]) => (name.startsWith('xmlns') ? [value.slice(0, 300)] : [])).join(' ')
}

function billOf(root: XmlNode): TreeValue {
  const subject = childOf(childOf(root, 'metadata'), 'component')
  return object(root, {
    metadata: subject === undefined ? undefined : object(subject, { component: componentOf(subject) }),
    components: componentsOf(root),
    dependencies: list(root, childrenOf(childOf(root, 'dependencies'), 'dependency').map(dependencyOf)),
  })
}

function componentsOf(node: XmlNode): TreeValue {
  return list(node, childrenOf(childOf(node, 'components'), 'component').map(componentOf))
}

/** The group of npm packages stands in the package URL too, which is what is read. */
function componentOf(node: XmlNode): TreeValue {
  return object(node, {
    'bom-ref': textOf(node, node.attributes.get('bom-ref')),
    purl: leafOf(node, 'purl'),
    version: leafOf(node, 'version'),
    scope: leafOf(node, 'scope'),
    hashes: list(
      node,
      childrenOf(childOf(node, 'hashes'), 'hash').map((hash) =>
        object(hash, { alg: textOf(hash, hash.attributes.get('alg')), content: textOf(hash, hash.text) }),
      ),
    ),
    components: componentsOf(node),
  })
}

function dependencyOf(node: XmlNode): TreeValue {
  return object(node, {
    ref: textOf(node, node.attributes.get('ref')),
    dependsOn: list(
      node,
      childrenOf(node, 'dependency').flatMap((inner) => textOf(inner, inner.attributes.get('ref')) ?? []),
    ),
  })
}

function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name)
}

function childrenOf(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? []
}

function leafOf(node: XmlNode, name: string): TreeValue | undefined {
  const leaf = childOf(node, name)
  return leaf === undefined ? undefined : textOf(leaf, leaf.text)
}

function textOf({ line }: XmlNode, text: string | undefined): TreeValue | undefined {
  return text === undefined ? undefined : { kind: 'scalar', offset: line, value: text, source: text }
}

function list({ line }: XmlNode, items: readonly TreeValue[]): TreeValue {
  return { kind: 'array', offset: line, items }
}

function object({ line }: XmlNode, values: Readonly<Record<string, TreeValue | undefined>>): TreeValue {
  const entries = Object.entries(values).flatMap(([key, value]): readonly TreeEntry[] =>
    value === undefined ? [] : [{ key, keyOffset: line, value }],
  )
  return { kind: 'object', offset: line, entries }
}
