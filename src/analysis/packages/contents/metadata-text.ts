import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { coreMetadata, metadataField } from '../../../formats/core-metadata.ts'
import type { PackageManifest } from '../artefact-facts.ts'
import { distinctDependencies, pythonDependency } from './python-dependency.ts'

/** What a METADATA or PKG-INFO file says (core metadata specifications); undefined without name and version. */
export function metadataManifest(bytes: Uint8Array): PackageManifest | undefined {
  const metadata = coreMetadata.parse(bytes, DEFAULT_LIMITS)
  const all = (name: string): readonly string[] =>
    metadata.fields.filter((field) => field.name === name).map(({ value }) => value)
  const name = metadataField(metadata, 'name')?.value
  const version = metadataField(metadata, 'version')?.value
  if (name === undefined || version === undefined) return undefined
  return {
    ecosystem: 'PyPI',
    name: name.slice(0, LONGEST_NAME),
    version: version.slice(0, LONGEST_NAME),
    // `Requires` and `Requires-Dist` of the first editions mean the same to those who read them.
    dependencies: distinctDependencies(all('requires-dist').map((text) => pythonDependency(text, 'runtime'))),
    hooks: [],
    commands: [],
    description: (metadataField(metadata, 'summary')?.value ?? '').slice(0, LONGEST_TEXT),
    readme: readmeOf(bytes, metadataField(metadata, 'description')?.value ?? ''),
    links: linksOf(all),
    people: PEOPLE.flatMap(all)
      .filter((one) => one !== '' && one !== 'UNKNOWN')
      .slice(0, MOST_PEOPLE),
  }
}

const LONGEST_NAME = 512
const LONGEST_TEXT = 4000
const LONGEST_ADDRESS = 2048
const MOST_PEOPLE = 100
const MOST_LINKS = 100
const PEOPLE = ['author', 'author-email', 'maintainer', 'maintainer-email']
export const README_BYTES = 64 * 1024

/** The body behind the headers (metadata 2.1), else the header of old. */
function readmeOf(bytes: Uint8Array, header: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ends = ['\n\n', '\r\n\r\n'].map((gap) => [buffer.indexOf(gap), gap.length] as const)
  const [at, length] = ends.filter(([found]) => found >= 0).sort(([a], [b]) => a - b)[0] ?? [buffer.length, 0]
  const body = buffer.toString('utf8', at + length, at + length + README_BYTES).trim()
  return body === '' ? header : body
}

function linksOf(all: (name: string) => readonly string[]): PackageManifest['links'] {
  const labelled = all('project-url').map((text) => {
    const comma = text.indexOf(',')
    return { label: text.slice(0, Math.max(0, comma)), address: text.slice(comma + 1) }
  })
  const plain = ['home-page', 'download-url'].flatMap((name) =>
    all(name).map((address) => ({ label: name === 'home-page' ? 'homepage' : 'download', address })),
  )
  return shownLinks([...plain, ...labelled])
}

/** Labels in lower case, addresses cut to what an address can be, placeholders left out. */
export function shownLinks(links: PackageManifest['links']): PackageManifest['links'] {
  return links
    .map(({ label, address }) => ({
      label: label.trim().toLowerCase(),
      address: address.trim().slice(0, LONGEST_ADDRESS),
    }))
    .filter(({ address }) => address !== '' && address !== 'UNKNOWN')
    .slice(0, MOST_LINKS)
}
