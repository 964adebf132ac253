import { UsageError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../base/limits.ts'
import type { Patience } from '../../../base/watchdog.ts'
import { parsePurl } from '../../../formats/purl.ts'
import { packageName } from '../../../model/package-name.ts'
import { artefactStore, type ArtefactStore } from './artefact-store.ts'
import type { ClientAsker } from './configuration/ask-clients.ts'
import { type ClientDefaults, clientDefaults } from './configuration/client-defaults.ts'
import type { RegistrySettings } from './configuration/registry-settings.ts'
import { fetchArtefact } from './fetch-artefact.ts'
import type { FetchedArtefact } from './fetched-artefact.ts'
import { npmPackument, npmPrevious, npmRelease, type Packument } from './npm-registry.ts'
import { type IndexesFor, indexesFor, type Project, pypiPrevious, pypiProject, pypiRelease } from './pypi-registry.ts'
import { type RegistryLine, registryLine } from './registry-line.ts'
import {
  type MissingRelease,
  type RegistryBounds,
  REGISTRY_BOUNDS,
  type ReleaseAnswer,
  type ReleaseFile,
} from './release.ts'

/** What a registry is opened with. */
export interface RegistryOptions {
  /** Of registrySettings(). */
  readonly settings: RegistrySettings
  /** Asked for the client's own registry where none is configured. */
  readonly asker: ClientAsker
  /** A folder of the user's own for what is fetched. */
  readonly storeFolder: string
  /** Ask nothing: what was fetched before answers. */
  readonly offline?: boolean
  readonly bounds?: Partial<RegistryBounds>
  readonly limits?: Limits
  readonly patience?: Patience
  readonly attempts?: number
  readonly backoffMilliseconds?: number
  readonly signal?: AbortSignal
}

/** The registries of PyPI and npm packages as the user's clients know them. Only what is asked for is fetched. */
export interface Registry {
  /**
   * What is published under a package URL (`pkg:pypi/…`, `pkg:npm/…`); without a version what a client would install by default. Throws
   * USAGE_REGISTRY for another package URL and where no registry is configured, EXTERNAL_NETWORK, FormatError for answers that are not understood.
   */
  release(purl: string): Promise<ReleaseAnswer>
  /** The release before this one by the order of versions; missing when it is the first. */
  previous(purl: string): Promise<ReleaseAnswer>
  /** The bytes of a file, see fetchArtefact(). They are never unpacked or run here. */
  artefact(file: ReleaseFile): Promise<FetchedArtefact>
}

/** Opens the registries; nothing is asked and no folder made before something is wanted. */
export function openRegistry(options: RegistryOptions): Registry {
  const { settings, limits = DEFAULT_LIMITS } = options
  const line = registryLine({
    credentials: settings.credentials,
    bounds: { ...REGISTRY_BOUNDS, ...options.bounds },
    offline: options.offline ?? false,
    patience: options.patience ?? {},
    ...(options.attempts === undefined ? {} : { attempts: options.attempts }),
    ...(options.backoffMilliseconds === undefined ? {} : { backoffMilliseconds: options.backoffMilliseconds }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const store = artefactStore(options.storeFolder)
  const packages = packagesOf(settings, clientDefaults(settings, options.asker), line, store)
  return {
    release: async (purl) => {
      const asked = packageOf(purl)
      const known = await packages(asked)
      if (known.kind === 'missing') return known
      return known.kind === 'npm'
        ? npmRelease(known.packument, asked.version)
        : pypiRelease(known.project, asked.version)
    },
    previous: async (purl) => {
      const asked = packageOf(purl)
      const known = await packages(asked)
      return known.kind === 'missing' ? known : before(known, asked.version)
    },
    artefact: (file) => fetchArtefact(file, line, store, limits),
  }
}

interface AskedPackage {
  readonly type: 'npm' | 'pypi'
  readonly name: string
  readonly version?: string
}

type KnownPackage =
  | { readonly kind: 'npm'; readonly packument: Packument }
  | { readonly kind: 'pypi'; readonly project: Project }

type Packages = (asked: AskedPackage) => Promise<KnownPackage | MissingRelease>

function packageOf(purl: string): AskedPackage {
  const parts = parsePurl(purl)
  if (
    parts === undefined ||
    (parts.type !== 'npm' && parts.type !== 'pypi') ||
    (parts.type === 'pypi' && parts.namespace !== '')
  ) {
    throw new UsageError(
      'USAGE_REGISTRY',
      `expected a package URL of PyPI or npm, found ${JSON.stringify(purl.slice(0, 120))}`,
    )
  }
  const name = parts.type === 'pypi' ? packageName('PyPI', parts.name) : npmName(parts.namespace, parts.name)
  return { type: parts.type, name, ...(parts.version === undefined ? {} : { version: parts.version }) }
}

function npmName(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

/** The documents of the last few packages are kept: a release and the one before come from one. */
function packagesOf(
  settings: RegistrySettings,
  defaults: ClientDefaults,
  line: RegistryLine,
  store: ArtefactStore,
): Packages {
  const indexes = indexesFor(settings.python, () => defaults.pythonIndex())
  const recent = new Map<string, Promise<KnownPackage | MissingRelease>>()
  return (asked) => {
    const key = `${asked.type}/${asked.name}`
    const known = recent.get(key)
    if (known !== undefined) return known
    const read = readPackage(asked, settings, defaults, indexes, line, store)
    recent.set(key, read)
    const oldest = recent.size > MOST_RECENT ? [...recent.keys()][0] : undefined
    if (oldest !== undefined) recent.delete(oldest)
    // What failed is tried again when it is asked for again.
    read.catch(() => recent.delete(key))
    return read
  }
}

/** A packument may take a hundred megabytes. */
const MOST_RECENT = 4

async function readPackage(
  { type, name }: AskedPackage,
  settings: RegistrySettings,
  defaults: ClientDefaults,
  indexes: IndexesFor,
  line: RegistryLine,
  store: ArtefactStore,
): Promise<KnownPackage | MissingRelease> {
  if (type === 'npm') {
    const packument = await npmPackument(name, settings.npm, defaults, line, store)
    return 'kind' in packument ? packument : { kind: 'npm', packument }
  }
  const project = await pypiProject(name, settings.python, indexes, line, store)
  return 'kind' in project ? project : { kind: 'pypi', project }
}

/** A version that was taken away has one before it too. */
function before(known: KnownPackage, version: string | undefined): ReleaseAnswer {
  const release = (one: string | undefined): ReleaseAnswer =>
    known.kind === 'npm' ? npmRelease(known.packument, one) : pypiRelease(known.project, one)
  const from = version ?? latestOf(release(undefined))
  if (from === undefined) return release(undefined)
  const earlier = known.kind === 'npm' ? npmPrevious(known.packument, from) : pypiPrevious(known.project, from)
  const registries = known.kind === 'npm' ? [known.packument.registry] : known.project.registries
  return earlier === undefined ? { kind: 'missing', what: 'version', registries } : release(earlier)
}

function latestOf(answer: ReleaseAnswer): string | undefined {
  return answer.kind === 'release' ? answer.version : undefined
}
