import type { RegistryFacts, StatedDependency, StatedManifest } from '../../../model/registry-facts.ts'
import { fields, list, text } from './json-fields.ts'
import type { Release } from './release.ts'

/**
 * What the registry says of a release, for a comparison with the release before. The manifest of npm is in it; the one of PyPI (PEP 658) is a file
 * of its own, which the caller may fetch and add to `manifests`. Foreign fields of another shape are as if they were absent.
 */
export function registryFacts(release: Release): RegistryFacts {
  const { ecosystem, name, version, published, versions, files, manifest } = release
  return {
    ecosystem,
    name,
    version,
    ...(published === undefined ? {} : { published }),
    versions,
    ...accounts(manifest),
    ...publishing(release),
    files: files.map((file) => ({
      name: file.name,
      provenance: file.provenance !== undefined,
      ...(file.published === undefined ? {} : { published: file.published }),
    })),
    manifests:
      manifest === undefined ? [] : files.slice(0, 1).map((file) => statedManifest(file.name, manifest, release)),
  }
}

type Fields = Readonly<Record<string, unknown>>

function accounts(manifest: Fields | undefined): Pick<RegistryFacts, 'publisher' | 'maintainers'> {
  if (manifest === undefined) return {}
  const publisher = accountOf(manifest['_npmUser'])
  const maintainers = list(manifest['maintainers'])
    ?.slice(0, MOST_ACCOUNTS)
    .flatMap((one) => accountOf(one) ?? [])
  return { ...(publisher === undefined ? {} : { publisher }), ...(maintainers === undefined ? {} : { maintainers }) }
}

const MOST_ACCOUNTS = 1_000

/** `{ name, email }`, or `name <email>` in old packuments. */
function accountOf(value: unknown): string | undefined {
  const name = text(fields(value)['name']) ?? text(value)?.replace(/\s*<[^<>]*>\s*$/, '')
  return name === undefined || name === '' ? undefined : name
}

/**
 * npm names the trusted publisher with the account. PyPI takes attestations from trusted publishers only (PEP 740); without them nothing is known
 * there, for trusted publishers may leave them out.
 */
function publishing({ manifest, files }: Release): Pick<RegistryFacts, 'publishing'> {
  if (manifest === undefined)
    return files.some(({ provenance }) => provenance !== undefined) ? { publishing: 'trusted-publisher' } : {}
  if (manifest['_npmUser'] === undefined) return {}
  const isTrusted = text(fields(fields(manifest['_npmUser'])['trustedPublisher'])['id']) !== undefined
  return { publishing: isTrusted ? 'trusted-publisher' : 'token' }
}

function statedManifest(artefact: string, manifest: Fields, { name, version }: Release): StatedManifest {
  const scripts = fields(manifest['scripts'])
  return {
    artefact,
    name,
    version,
    dependencies: dependenciesOf(manifest),
    hooks: HOOKS.flatMap((hook) => {
      const command = text(scripts[hook])
      return command === undefined ? [] : [{ name: hook, command }]
    }),
    commands: commandsOf(manifest['bin'], name),
  }
}

/** What npm runs when a package of a registry is installed. */
const HOOKS = ['preinstall', 'install', 'postinstall'] as const

/** Registries of npm repeat optional dependencies among the others. */
function dependenciesOf(manifest: Fields): readonly StatedDependency[] {
  const optional = fields(manifest['optionalDependencies'])
  const of = (field: string, kind: StatedDependency['kind']): readonly StatedDependency[] =>
    Object.entries(fields(manifest[field])).flatMap(([name, requirement]) => {
      const asked = text(requirement)
      return asked === undefined ? [] : [{ name, requirement: asked, kind }]
    })
  return [
    ...of('dependencies', 'runtime').filter(({ name }) => optional[name] === undefined),
    ...of('optionalDependencies', 'optional'),
    ...of('peerDependencies', 'peer'),
  ]
}

/** `bin` may be one path, which is called like the package without its scope. */
function commandsOf(bin: unknown, name: string): NonNullable<StatedManifest['commands']> {
  const only = text(bin)
  if (only !== undefined) return [{ name: name.slice(name.indexOf('/') + 1), target: only }]
  return Object.entries(fields(bin)).flatMap(([command, target]) => {
    const path = text(target)
    return path === undefined ? [] : [{ name: command, target: path }]
  })
}
