import { compareText } from '../../../base/compare.ts'
import { UsageError } from '../../../base/errors.ts'
import { packageName } from '../../../model/package-name.ts'
import { purlOf } from '../../../model/purl.ts'
import { pep440 } from '../../../versions/pep440.ts'
import type { ArtefactStore } from './artefact-store.ts'
import type { PackageIndex, PythonSettings } from './configuration/registry-settings.ts'
import { distributionName } from './distribution-name.ts'
import { registryDocument } from './registry-document.ts'
import type { RegistryLine } from './registry-line.ts'
import type { MissingRelease, ReleaseAnswer, ReleaseFile } from './release.ts'
import { simpleHtml } from './simple-html.ts'
import { simpleJson } from './simple-json.ts'
import type { SimpleFile, SimplePage } from './simple-page.ts'

/** The indexes that count for a project, in the order in which they are asked. */
export type IndexesFor = (project: string) => Promise<readonly PackageIndex[]>

/**
 * The indexes for a project after the settings of the client; `clientIndex` is its own one. Throws USAGE_REGISTRY where there is none at all, and
 * where a project is pinned to an index that is not configured.
 */
export function indexesFor(settings: PythonSettings, clientIndex: () => Promise<string | undefined>): IndexesFor {
  return async (project) => {
    const pinned = settings.pinned.get(project)
    if (pinned !== undefined) return [pinnedIndex(settings, project, pinned)]
    const own = settings.defaultIndex === 'client' ? await clientIndex() : undefined
    const configured = settings.indexes.filter(({ explicit }) => explicit !== true)
    // Last, as uv asks it; pip asks all anyway.
    const all = own === undefined ? configured : [...configured, { address: own }]
    if (all.length > 0) return all
    throw new UsageError(
      'USAGE_REGISTRY',
      settings.defaultIndex === 'none'
        ? 'the client is told to ask no index (no-index)'
        : 'no package index is configured, and neither pip nor uv is installed',
      'Configure one with `pip config set global.index-url URL`, or set PIP_INDEX_URL.',
    )
  }
}

function pinnedIndex({ indexes }: PythonSettings, project: string, name: string): PackageIndex {
  const index = indexes.find((one) => one.name === name)
  if (index !== undefined) return index
  throw new UsageError(
    'USAGE_REGISTRY',
    `${project} is pinned to the index ${name.slice(0, 80)}, which is not configured`,
  )
}

/** Everything that the indexes list of a project. */
export interface Project {
  readonly name: string
  readonly files: readonly ListedFile[]
  readonly unreadNames: readonly string[]
  readonly versions: readonly string[]
  readonly status?: string
  readonly registries: readonly string[]
}

interface ListedFile {
  readonly version: string
  readonly file: ReleaseFile
}

/** JSON first, then the forms in HTML, as pip and uv ask (PEP 691, "Version + format selection"). */
const ACCEPT = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01'

/**
 * The page of a project, of one index or of all (see PythonSettings.choice). `name` in any spelling. Throws USAGE_REGISTRY for a name that is none,
 * what the readers of pages and registryDocument() throw.
 */
export async function pypiProject(
  name: string,
  settings: PythonSettings,
  indexes: IndexesFor,
  line: RegistryLine,
  store: ArtefactStore,
): Promise<Project | MissingRelease> {
  const project = checkedName(name)
  const asked = await indexes(project)
  const found: { readonly page: SimplePage; readonly index: PackageIndex }[] = []
  for (const index of asked) {
    const document = await registryDocument(`${index.address}${project}/`, ACCEPT, line, store)
    if (document === undefined) continue
    found.push({ page: pageOf(document.text, document.from, line.bounds.files), index })
    if (settings.choice === 'first') break
  }
  const registries = (found.length > 0 ? found.map(({ index }) => index) : asked).map(({ address }) => address)
  if (found.length === 0) return { kind: 'missing', what: 'package', registries }
  return assembled(project, found, registries)
}

/** A name that the simple API can hold; it becomes a segment of an address. */
function checkedName(name: string): string {
  const project = packageName('PyPI', name)
  if (project.length <= LONGEST_NAME && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(project)) return project
  throw new UsageError('USAGE_REGISTRY', `expected the name of a project, found ${JSON.stringify(name.slice(0, 80))}`)
}

const LONGEST_NAME = 214

/** By content, not by its declared type: mirrors serve JSON as text, and a page in HTML never begins with a brace. */
function pageOf(text: string, from: string, mostFiles: number): SimplePage {
  return /^\uFEFF?\s*\{/.test(text.slice(0, 64)) ? simpleJson(text, from, mostFiles) : simpleHtml(text, from, mostFiles)
}

function assembled(
  name: string,
  found: readonly { readonly page: SimplePage; readonly index: PackageIndex }[],
  registries: readonly string[],
): Project {
  const files: ListedFile[] = []
  const unread = new Set<string>()
  for (const { page, index } of found) {
    for (const file of page.files) {
      const said = distributionName(file.name, name)
      if (said === undefined) unread.add(file.name)
      else files.push({ version: said.version, file: releaseFile(file, said.kind, index.address) })
    }
  }
  const versions = new Set([
    ...found.flatMap(({ page }) => page.versions ?? []),
    ...files.map(({ version }) => version),
  ])
  const status = found.map(({ page }) => page.status).find((one) => one !== undefined)
  return {
    name,
    files,
    unreadNames: [...unread].filter(isDistribution),
    versions: [...versions],
    ...(status === undefined ? {} : { status }),
    registries,
  }
}

/** Signatures and the metadata of PEP 658 stand beside files on some indexes. */
function isDistribution(name: string): boolean {
  return !/\.(?:asc|sig|metadata|provenance|sigstore|md5|sha256)$/i.test(name)
}

function releaseFile(file: SimpleFile, kind: ReleaseFile['kind'], registry: string): ReleaseFile {
  const { metadata, name, address, digests, ...facts } = file
  return {
    name,
    kind,
    address,
    registry,
    digests,
    ...facts,
    ...(metadata === undefined
      ? {}
      : {
          metadata: {
            name: `${name}.metadata`,
            kind: 'metadata',
            address: metadataAddress(address),
            registry,
            digests: metadata,
          },
        }),
  }
}

/** The address of the file with `.metadata` behind its path (PEP 658); a query, in which tokens stand, stays behind. */
function metadataAddress(address: string): string {
  const url = new URL(address)
  url.pathname = `${url.pathname}.metadata`
  return url.href
}

/** The release of this version, equal by PEP 440 (`1.0` is `1.0.0`); without one the highest final release that is not taken back. */
export function pypiRelease(project: Project, version: string | undefined): ReleaseAnswer {
  const wanted = version ?? latest(project)
  const listed = wanted === undefined ? [] : project.files.filter((one) => isSameVersion(one.version, wanted))
  const [first] = listed
  if (wanted === undefined || first === undefined)
    return { kind: 'missing', what: 'version', registries: project.registries }
  const files = listed.map(({ file }) => file).sort((a, b) => compareText(a.name, b.name))
  const published = files.flatMap((file) => file.published ?? []).sort()[0]
  const firstPublished = project.files.flatMap(({ file }) => file.published ?? []).sort()[0]
  const isTakenBack = files.every(({ yanked }) => yanked !== undefined)
  return {
    kind: 'release',
    purl: purlOf('PyPI', project.name, wanted),
    ecosystem: 'PyPI',
    name: project.name,
    version: wanted,
    files,
    unreadNames: project.unreadNames,
    ...(published === undefined ? {} : { published }),
    ...(firstPublished === undefined ? {} : { firstPublished }),
    ...(isTakenBack ? { withdrawn: files[0]?.yanked ?? '' } : {}),
    versions: project.versions,
    ...(project.status === undefined ? {} : { projectStatus: project.status }),
    registries: project.registries,
  }
}

/** The highest version below this one that has files; releases under test only below a release under test. */
export function pypiPrevious(project: Project, version: string): string | undefined {
  const isTest = pep440.isPrerelease(version)
  return highest(
    project.files
      .map((one) => one.version)
      .filter((one) => pep440.compare(one, version) < 0 && (isTest || !pep440.isPrerelease(one))),
  )
}

function latest({ files }: Project): string | undefined {
  const open = files.filter(({ file }) => file.yanked === undefined).map(({ version }) => version)
  return highest(open.filter((version) => !pep440.isPrerelease(version))) ?? highest(open)
}

function highest(versions: readonly string[]): string | undefined {
  return versions.reduce<string | undefined>(
    (best, one) => (best === undefined || pep440.compare(one, best) > 0 ? one : best),
    undefined,
  )
}

function isSameVersion(a: string, b: string): boolean {
  return a === b || (pep440.isValid(a) && pep440.isValid(b) && pep440.compare(a, b) === 0)
}
