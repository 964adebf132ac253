import { type SpdxTag, type SpdxTags, spdxTags } from '../../formats/spdx-tags.ts'
import { at } from '../../model/location.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { readSpdxBill, type SpdxBill, type SpdxElement, type SpdxRelation, spdxRelations } from './read-spdx.ts'

/** SPDX documents of version 2 in the tag-value syntax. RDF, the third one, is said not to be read. */
export const spdxTagValue: Extractor = {
  id: 'boms/spdx-tag-value',
  title: 'SPDX documents in tag-value syntax, 2.0 to 2.3',
  files: ['**/*.spdx', '**/*.spdx.tag', '**/*.spdx.tv', '**/*.spdx.rdf', '**/*.spdx.rdf.xml'],
  async extract(file) {
    const builder = new ExtractionBuilder(spdxTagValue.id, await file.read(limitsInForce))
    const head = new TextDecoder().decode(await file.source.slice(0, 512))
    if (/\.rdf(?:\.xml)?$/.test(file.path) || /^\s*</.test(head)) {
      builder.partial(
        'expected SPDX as JSON, YAML or tag-value, found RDF; its packages are not covered',
        at(file.path, 1),
      )
      return builder.finish()
    }
    const parsed = await file.read(spdxTags)
    if (!parsed.tags.some(({ tag }) => tag === 'SPDXVersion')) return builder.finish()
    readSpdxBill(file.path, billOf(parsed.tags), { root: { offset: 0 }, lines: parsed.lines }, builder)
    reportUnread(file.path, parsed, builder)
    return builder.finish()
  },
}

/** A package begins with `PackageName` and ends where a file, a snippet or another package begins. */
function billOf(tags: readonly SpdxTag[]): SpdxBill {
  const packages: SpdxElement[] = []
  const relations: SpdxRelation[] = []
  let current: Draft | undefined
  for (const { tag, value, offset } of tags) {
    if (tag === 'PackageName') {
      current = { id: '', purl: '', version: undefined, value: { offset } }
      packages.push(current)
    } else if (ENDING.has(tag)) current = undefined
    else if (tag === 'Relationship') relations.push(...relationOf(value))
    else if (current !== undefined) readPackageTag(current, tag, value, offset)
  }
  return { packages, ...spdxRelations(relations, []) }
}

const ENDING: ReadonlySet<string> = new Set(['FileName', 'SnippetSPDXID', 'LicenseID', 'Reviewer', 'Annotator'])

interface Draft extends SpdxElement {
  id: string
  purl: string
  version: string | undefined
  value: { readonly offset: number }
}

function readPackageTag(current: Draft, tag: string, value: string, offset: number): void {
  if (tag === 'SPDXID') current.id = value
  else if (tag === 'PackageVersion') current.version = value
  else if (tag === 'ExternalRef') {
    // `PACKAGE-MANAGER purl pkg:pypi/a@1`; earlier tools wrote PACKAGE_MANAGER.
    const purl = /^PACKAGE[-_]MANAGER\s{1,9}purl\s{1,9}(\S{1,2000})/.exec(value.slice(0, 2100))?.[1]
    if (purl === undefined || current.purl !== '') return
    current.purl = purl
    current.value = { offset: offset + value.indexOf(purl) }
  }
}

/** `SPDXRef-A DEPENDS_ON SPDXRef-B`. */
function relationOf(value: string): readonly SpdxRelation[] {
  const [from, type, to] = value.slice(0, 2000).split(/\s+/, 3)
  return from === undefined || type === undefined || to === undefined ? [] : [{ from, type, to }]
}

function reportUnread(path: string, { lines, unread, unclosed }: SpdxTags, builder: ExtractionBuilder): void {
  const place = (offset: number): ReturnType<typeof at> => at(path, lines.position(offset).line)
  for (const offset of unread) builder.partial('expected `Tag: value`', place(offset))
  if (unclosed !== undefined)
    builder.partial(
      'expected </text>, found the end of the file; what stands behind <text> is not covered',
      place(unclosed),
    )
}
