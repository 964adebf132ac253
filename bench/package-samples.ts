import { createHash } from 'node:crypto'
import { existsSync, linkSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { chooseArtefacts } from '../src/engine/packages/choose-artefacts.ts'
import { clientAsker } from '../src/scan/sources/registry/configuration/ask-clients.ts'
import { configurationPlaces } from '../src/scan/sources/registry/configuration/configuration-places.ts'
import { findClient, safeSearchPath } from '../src/scan/sources/registry/configuration/find-client.ts'
import { readConfiguration } from '../src/scan/sources/registry/configuration/read-configuration.ts'
import { registrySettings } from '../src/scan/sources/registry/configuration/registry-configuration.ts'
import { openConnections } from '../src/scan/sources/registry/open-connections.ts'
import { openRegistry, type Registry } from '../src/scan/sources/registry/open-registry.ts'
import type { ReleaseFile } from '../src/scan/sources/registry/release.ts'

/** An archive that the bench looks at. */
export interface PackageSample {
  readonly ecosystem: 'npm' | 'pypi'
  readonly path: string
  /** Packed. */
  readonly bytes: number
}

/** The Python tools that benches and fixtures install, at the version that an installer takes today. */
const TOOLS = [
  'picklescan', 'modelscan', 'fickling', 'detect-secrets', 'guarddog', 'numpy', 'safetensors', 'onnx', 'h5py', 'pyarrow', 'protobuf', 'flatbuffers',
  'joblib', 'scikit-learn', 'xgboost', 'msgpack', 'py-ubjson', 'datasets', 'transformers', 'nbformat', 'spdx-tools', 'cyclonedx-bom', 'jsonschema',
  'requests', 'packaging', 'setuptools', 'wheel', 'build', 'pip', 'uv', 'poetry-core', 'hatchling', 'flit-core', 'boto3', 'pyyaml', 'click',
] // prettier-ignore

/**
 * About `most` real archives: every so-many-th of a folder with `npm/` and `pypi/` that is there already, else of the tarballs behind our own lock file and of the Python
 * tools, fetched from the registries that the user's clients are configured for, into `workplace`. What cannot be had is said and left out.
 */
export async function packageSamples(
  most: number,
  workplace: string,
  given: string | undefined,
): Promise<readonly PackageSample[]> {
  const folder = join(workplace, 'samples')
  for (const ecosystem of ['npm', 'pypi']) mkdirSync(join(folder, ecosystem), { recursive: true })
  return given === undefined ? fetched(most, folder) : standing(most, folder, given)
}

function standing(most: number, folder: string, given: string): readonly PackageSample[] {
  return ECOSYSTEMS.flatMap((ecosystem) => {
    const names = readdirSync(join(given, ecosystem)).filter((name) => ARCHIVE.test(name))
    return evenly(names.toSorted(), most / 2).map((name) => {
      const path = join(folder, ecosystem, name.replace(/^.*@@/, ''))
      // Scoped packages may share the name of their archive.
      const free = existsSync(path) ? join(folder, ecosystem, name.replaceAll('@', '_')) : path
      share(join(given, ecosystem, name), free)
      return sampleAt(free, ecosystem)
    })
  })
}

const ECOSYSTEMS = ['npm', 'pypi'] as const
const ARCHIVE = /\.(?:tgz|whl|tar\.gz|zip)$/

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most)
  return Array.from({ length: Math.min(items.length, Math.floor(most)) }, (_, at) => items[Math.floor(at * step)] as T)
}

function share(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Another disk.
    copyFileSync(from, to)
  }
}

function sampleAt(path: string, ecosystem: PackageSample['ecosystem']): PackageSample {
  return { ecosystem, path, bytes: statSync(path).size }
}

async function fetched(most: number, folder: string): Promise<readonly PackageSample[]> {
  const { registry, close } = await configuredRegistry(join(folder, 'store'))
  try {
    const samples: PackageSample[] = []
    for (const { purl, integrity } of evenly(lockedPackages(), most / 2))
      samples.push(...(await tarballOf(purl, integrity, registry, folder)))
    for (const tool of evenly(TOOLS, most / 4)) samples.push(...(await artefactsOf(tool, registry, folder)))
    return samples
  } finally {
    close()
  }
}

interface LockedPackage {
  readonly purl: string
  readonly integrity: string
}

function lockedPackages(): readonly LockedPackage[] {
  const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '..', 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>
  }
  const found = Object.entries(lock.packages).flatMap(([path, { version, integrity }]) =>
    path === '' || version === undefined || integrity === undefined
      ? []
      : [
          [
            `pkg:npm/${encodeURI(path.replace(/^.*node_modules\//, '')).replace('@', '%40')}@${version}`,
            integrity,
          ] as const,
        ],
  )
  return [...new Map(found)].map(([purl, integrity]) => ({ purl, integrity }))
}

async function tarballOf(
  purl: string,
  integrity: string,
  registry: Registry,
  folder: string,
): Promise<readonly PackageSample[]> {
  return orSaid(purl, async () => {
    const release = await registry.release(purl)
    const [file] = release.kind === 'release' ? release.files : []
    if (file === undefined) throw new Error('the registry does not have it')
    const name = `${release.kind === 'release' ? release.name.replace('/', '+').replace('@', '') : ''}-${file.name}`
    const sample = await kept(file, registry, join(folder, 'npm', name), 'npm')
    const own = createHash('sha512').update(readFileSync(sample.path)).digest('base64')
    if (!integrity.split(' ').includes(`sha512-${own}`)) throw new Error('the bytes are not those of the lock file')
    return [sample]
  })
}

async function artefactsOf(tool: string, registry: Registry, folder: string): Promise<readonly PackageSample[]> {
  return orSaid(tool, async () => {
    const release = await registry.release(`pkg:pypi/${tool}`)
    if (release.kind === 'missing') throw new Error('the registry does not have it')
    const { files } = chooseArtefacts(release.files, 'installable', {
      platform: platform(),
      architecture: process.arch,
    })
    const all: PackageSample[] = []
    for (const file of files) all.push(await kept(file, registry, join(folder, 'pypi', file.name), 'pypi'))
    return all
  })
}

async function orSaid(what: string, work: () => Promise<readonly PackageSample[]>): Promise<readonly PackageSample[]> {
  try {
    return await work()
  } catch (error) {
    console.log(`${what} is left out: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

async function kept(
  file: ReleaseFile,
  registry: Registry,
  path: string,
  ecosystem: PackageSample['ecosystem'],
): Promise<PackageSample> {
  const artefact = await registry.artefact(file)
  await artefact.close()
  share(artefact.path, path)
  return sampleAt(path, ecosystem)
}

/** As `assay package` asks, without a project. */
async function configuredRegistry(storeFolder: string): Promise<{ readonly registry: Registry; close(): void }> {
  const environment = process.env
  const folder = process.cwd()
  const npm = findClient('npm', safeSearchPath(environment, []), [])
  const places = configurationPlaces({
    platform: platform(),
    home: environment['HOME'] ?? homedir(),
    environment,
    projectFolders: [],
    ...(npm === undefined ? {} : { nodePrefix: dirname(dirname(npm)) }),
  })
  const settings = registrySettings({ files: await readConfiguration(places), environment, trustProject: false })
  const connections = await openConnections(settings.connection, { environment, folder })
  const asker = clientAsker({ environment, platform: platform(), projectFolders: [] })
  return { registry: openRegistry({ settings, asker, storeFolder }), close: () => connections.close() }
}
