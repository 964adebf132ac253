import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { cyclonedx } from '../src/inventory/boms/cyclonedx.ts'
import { cyclonedxXml } from '../src/inventory/boms/cyclonedx-xml.ts'
import { spdx } from '../src/inventory/boms/spdx.ts'
import { spdxTagValue } from '../src/inventory/boms/spdx-tag-value.ts'
import type { Extraction } from '../src/model/package-mention.ts'
import { spdx23 } from '../src/report/spdx-2.3.ts'
import { edgesInWords } from './support/extraction-in-words.ts'
import { fileOf } from './support/file-of.ts'
import { sampleResult } from './support/sample-result.ts'

type Library = typeof import('@cyclonedx/cyclonedx-library')

describe('the same bill of materials in two syntaxes gives the same packages', () => {
  it.each(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const)(
    'CycloneDX %s, written by its own library',
    async (version) => {
      const library = createRequire(import.meta.url)('@cyclonedx/cyclonedx-library') as Library
      const bom = thirtyPackages(library)
      const spec = library.Spec[`Spec${version.replace('.', 'dot')}` as 'Spec1dot6']
      const { JSON: inJson, XML: inXml, JsonSerializer } = library.Serialize
      const asJson = new JsonSerializer(new inJson.Normalize.Factory(spec)).serialize(bom)
      const asXml = written(new inXml.Normalize.Factory(spec).makeForBom().normalize(bom, {}) as Element)
      const one = await cyclonedx.extract(fileOf('bom.json', asJson))
      const other = await cyclonedxXml.extract(fileOf('bom.xml', asXml))
      expect(one.mentions).toHaveLength(30)
      expect(withoutPlaces(other)).toEqual(withoutPlaces(one))
      expect(edgesInWords(one).length).toBeGreaterThan(20)
      expect(edgesInWords(other).toSorted()).toEqual(edgesInWords(one).toSorted())
    },
  )

  it('SPDX 2.3, written by ourselves', async () => {
    const asJson = [...spdx23.render(sampleResult(), { now: 0, colour: false, width: 80, detail: 'full' })].join('')
    const one = await spdx.extract(fileOf('a.spdx.json', asJson))
    const other = await spdxTagValue.extract(fileOf('a.spdx', inTags(JSON.parse(asJson) as Document)))
    expect(one.mentions.length).toBeGreaterThan(0)
    expect(withoutPlaces(other)).toEqual(withoutPlaces(one))
    expect(edgesInWords(other)).toEqual(edgesInWords(one))
  })
})

function withoutPlaces({ mentions }: Extraction): readonly unknown[] {
  return mentions.map((mention) => ({ ...mention, location: undefined }))
}

function thirtyPackages({ Models, Enums }: Library): InstanceType<Library['Models']['Bom']> {
  const bom = new Models.Bom()
  const app = new Models.Component(Enums.ComponentType.Application, 'app', { bomRef: 'app' })
  const components = Array.from({ length: 30 }, (_, index) => {
    const name = `lib-${index}`
    const purl = index % 2 === 0 ? `pkg:pypi/${name}@1.${index}` : `pkg:npm/%40s/${name}@${index}.0.0`
    return new Models.Component(Enums.ComponentType.Library, name, {
      bomRef: name,
      version: '1',
      purl: purl as never,
      hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], String(index).padStart(64, '0')]]),
      ...(index % 3 === 0 ? { scope: Enums.ComponentScope.Excluded } : {}),
    })
  })
  for (const [index, component] of components.entries()) {
    bom.components.add(component)
    const parent = index < 5 ? app : components[index - 5]
    parent?.dependencies.add(component.bomRef)
  }
  bom.metadata.component = app
  return bom
}

/** What the library makes of a bill before a writer of XML, which is not part of it, gets it. */
interface Element {
  readonly name: string
  readonly namespace?: string | URL
  readonly attributes?: Readonly<Record<string, string | number | undefined>>
  readonly children?: Iterable<Element> | string | number
}

function written({ name, namespace, attributes = {}, children }: Element): string {
  const all = { ...(namespace === undefined ? {} : { xmlns: String(namespace) }), ...attributes }
  const given = Object.entries(all).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(value)}"`],
  )
  const inside =
    typeof children === 'object' ? [...children].map((child) => written(child)).join('') : escaped(children ?? '')
  return `<${name}${given.join('')}>${inside}</${name}>`
}

function escaped(text: string | number): string {
  return String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

interface Document {
  readonly spdxVersion: string
  readonly packages: readonly {
    readonly name: string
    readonly SPDXID: string
    readonly versionInfo?: string
    readonly externalRefs?: readonly {
      readonly referenceCategory: string
      readonly referenceType: string
      readonly referenceLocator: string
    }[]
  }[]
  readonly relationships: readonly {
    readonly spdxElementId: string
    readonly relationshipType: string
    readonly relatedSpdxElement: string
  }[]
}

/** The same document in the other syntax, as the specification writes it. */
function inTags({ spdxVersion, packages, relationships }: Document): string {
  return [
    `SPDXVersion: ${spdxVersion}`,
    ...packages.flatMap((one) => [
      `PackageName: ${one.name}`,
      `SPDXID: ${one.SPDXID}`,
      ...(one.versionInfo === undefined ? [] : [`PackageVersion: ${one.versionInfo}`]),
      ...(one.externalRefs ?? []).map(
        ({ referenceCategory, referenceType, referenceLocator }) =>
          `ExternalRef: ${referenceCategory} ${referenceType} ${referenceLocator}`,
      ),
    ]),
    ...relationships.map(
      (one) => `Relationship: ${one.spdxElementId} ${one.relationshipType} ${one.relatedSpdxElement}`,
    ),
  ].join('\n')
}
