import { FormatError, UsageError } from '../../../base/errors.ts'
import { purlOf } from '../../../model/purl.ts'
import { semver } from '../../../versions/semver.ts'
import type { ArtefactStore } from './artefact-store.ts'
import type { ClientDefaults } from './configuration/client-defaults.ts'
import type { NpmSettings } from './configuration/registry-settings.ts'
import { fields, parsedJson, text } from './json-fields.ts'
import { registryDocument } from './registry-document.ts'
import type { RegistryLine } from './registry-line.ts'
import type { FileDigest, MissingRelease, ReleaseAnswer, ReleaseFile } from './release.ts'
import { hexDigest, integrityDigests } from './stated-digests.ts'

/** A packument: everything that a registry says of a package. */
export interface Packument {
  readonly name: string
  readonly root: Readonly<Record<string, unknown>>
  readonly versions: Readonly<Record<string, unknown>>
  readonly registry: string
  /** The host in addresses of tarballs that stands for the registry's, or `always`. */
  readonly replaced: string | undefined
}

/**
 * The full packument of a package, from the registry of its scope. Throws USAGE_REGISTRY for a name that is none and where no registry is configured,
 * FORMAT_SHAPE for the packument of another package, and what registryDocument() throws.
 */
export async function npmPackument(
  name: string,
  settings: NpmSettings,
  defaults: ClientDefaults,
  line: RegistryLine,
  store: ArtefactStore,
): Promise<Packument | MissingRelease> {
  const path = packagePath(name)
  const registry = await registryOf(name, settings, defaults)
  const document = await registryDocument(`${registry}${path}`, 'application/json', line, store)
  if (document === undefined) return { kind: 'missing', what: 'package', registries: [registry] }
  const root = fields(parsedJson(document.text))
  if (text(root['name']) !== name) {
    const found = JSON.stringify(root['name'] ?? null).slice(0, 80)
    throw new FormatError('FORMAT_SHAPE', `expected the packument of ${name}, found one of ${found}`)
  }
  return {
    name,
    root,
    versions: fields(root['versions']),
    registry,
    replaced: await replacedHost(root, registry, settings, defaults),
  }
}

/** `@scope/name` -> `@scope%2fname`. What would lead elsewhere in an address is refused. */
function packagePath(name: string): string {
  const parts = name.split('/')
  const isScoped = name.startsWith('@')
  const isName =
    parts.length === (isScoped ? 2 : 1) &&
    parts.every((part) => /^[@\w.~!'()*-]+$/.test(part) && !/^@?\.{0,2}$/.test(part))
  if (isName && name.length <= LONGEST_NAME) return name.replace('/', '%2f')
  throw new UsageError('USAGE_REGISTRY', `expected the name of a package, found ${JSON.stringify(name.slice(0, 80))}`)
}

const LONGEST_NAME = 214

async function registryOf(name: string, { scopes }: NpmSettings, defaults: ClientDefaults): Promise<string> {
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : ''
  const registry = scopes.get(scope) ?? (await defaults.npmRegistry())
  if (registry !== undefined) return registry
  throw new UsageError(
    'USAGE_REGISTRY',
    'no npm registry is configured, and neither npm nor pnpm is installed',
    'Configure one with `npm config set registry URL`, or set NPM_CONFIG_REGISTRY.',
  )
}

/** The client is asked only where a tarball lies on another host than the registry. */
async function replacedHost(
  root: Readonly<Record<string, unknown>>,
  registry: string,
  settings: NpmSettings,
  defaults: ClientDefaults,
): Promise<string | undefined> {
  if (settings.replaceHosts === 'always' || settings.replaceHosts === 'never')
    return settings.replaceHosts === 'always' ? 'always' : undefined
  const { host } = new URL(registry)
  const hosts = Object.values(fields(root['versions'])).map(
    (version) => URL.parse(text(fields(fields(version)['dist'])['tarball']) ?? '')?.host,
  )
  return hosts.some((one) => one !== undefined && one !== host) ? defaults.replacedHost() : undefined
}

/** The release of this version, or of the tag `latest` where none is asked for. */
export function npmRelease(packument: Packument, version: string | undefined): ReleaseAnswer {
  const { name, root, versions, registry } = packument
  const wanted = version ?? text(fields(root['dist-tags'])['latest'])
  const missing: MissingRelease = { kind: 'missing', what: 'version', registries: [registry] }
  if (wanted === undefined || versions[wanted] === undefined) return missing
  const manifest = fields(versions[wanted])
  if (text(manifest['version']) !== wanted || (manifest['name'] !== undefined && manifest['name'] !== name)) {
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected the manifest of ${name} ${wanted.slice(0, 80)}, found another one under its version`,
    )
  }
  const published = text(fields(root['time'])[wanted])
  const firstPublished = text(fields(root['time'])['created'])
  const { deprecated } = manifest
  return {
    kind: 'release',
    purl: purlOf('npm', name, wanted),
    ecosystem: 'npm',
    name,
    version: wanted,
    files: [tarballOf(packument, wanted, manifest, published)],
    unreadNames: [],
    ...(published === undefined ? {} : { published }),
    ...(firstPublished === undefined ? {} : { firstPublished }),
    ...(deprecated === undefined || deprecated === false ? {} : { withdrawn: text(deprecated) ?? '' }),
    versions: Object.keys(versions),
    manifest,
    registries: [registry],
  }
}

function tarballOf(
  packument: Packument,
  version: string,
  manifest: Readonly<Record<string, unknown>>,
  published: string | undefined,
): ReleaseFile {
  const { name, registry } = packument
  const dist = fields(manifest['dist'])
  const url = URL.parse(text(dist['tarball']) ?? '')
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected the address of a tarball of ${name} ${version.slice(0, 80)}, found none`,
    )
  }
  const provenance = text(fields(dist['attestations'])['url'])
  return {
    name: `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`,
    kind: 'tarball',
    address: onRegistry(url, packument),
    registry,
    digests: statedDigests(dist),
    ...(published === undefined ? {} : { published }),
    ...(provenance === undefined ? {} : { provenance }),
  }
}

/** As npm does it: the path of the tarball on the host of the registry. Registries behind a path name themselves in their tarballs. */
function onRegistry(url: URL, { registry, replaced }: Packument): string {
  const isReplaced = replaced === 'always' || replaced === url.host
  url.hash = ''
  return isReplaced ? new URL(url.pathname, registry).href : url.href
}

function statedDigests(dist: Readonly<Record<string, unknown>>): readonly FileDigest[] {
  const shasum = hexDigest('sha1', text(dist['shasum']) ?? '')
  const integrity = integrityDigests(text(dist['integrity']) ?? '')
  const isStated = shasum === undefined || integrity.some(({ algorithm }) => algorithm === 'sha1')
  return isStated ? integrity : [...integrity, shasum]
}

/** The highest version below this one by semver; pre-releases only below a pre-release. */
export function npmPrevious({ versions }: Packument, version: string): string | undefined {
  const isTest = semver.isPrerelease(version)
  return Object.keys(versions).reduce<string | undefined>((best, one) => {
    const isBelow = semver.compare(one, version) < 0 && (isTest || !semver.isPrerelease(one))
    return isBelow && (best === undefined || semver.compare(one, best) > 0) ? one : best
  }, undefined)
}
