import { FormatError } from '../../base/errors.ts'
import { json } from '../../formats/json.ts'
import { entries, get, items, string, type Tree } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Extraction } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { resolvedOrigin } from './address.ts'
import { installedPlace, joinModules } from './installed-join.ts'
import { excerpt, Ledger } from './ledger.ts'
import { addRequirement } from './manifest-entry.ts'
import { splitDescriptor } from './package-name.ts'
import { requirement } from './requirement.ts'
import { lockedVersion } from './version-text.ts'
import { parseLocator } from './yarn-locator.ts'

/**
 * What stands in node_modules: the lists that yarn keeps there (`.yarn-integrity`, `.yarn-state.yml`; those of npm and pnpm
 * are locks and read as such), and the package.json of every package, for folders that no list describes: global
 * installations, bun, and packages inside of packages.
 */
export const installedModules: Extractor = {
  id: 'npm/installed',
  title: 'Installed npm packages: package.json below node_modules, lists of yarn',
  files: ['**/node_modules/**/package.json', '**/.yarn-integrity', '**/.yarn-state.yml'],
  async extract(file) {
    if (file.path.endsWith('.yarn-integrity')) return fromIntegrity(file.path, await file.read(json))
    if (file.path.endsWith('.yarn-state.yml')) return fromState(file.path, await file.read(yamlDocument))
    if (installedPlace(file.path) === undefined) return NOTHING
    return fromManifest(file.path, await file.read(json))
  },
  installedBelow: (path) => {
    const place = installedPlace(path)
    if (place !== undefined) return [place.slice(0, place.lastIndexOf('node_modules') + 'node_modules'.length)]
    return path.endsWith('package.json') ? [] : [path.slice(0, Math.max(0, path.lastIndexOf('/')))]
  },
  join: joinModules,
}

const NOTHING: Extraction = { mentions: [], edges: [], includes: [], clues: [], diagnostics: [] }

/** The package itself and what it needs; that is turned into edges when all packages are known. */
function fromManifest(path: string, { root, lines }: Tree): Extraction {
  const name = get(root, 'name')
  const version = get(root, 'version')
  const written = string(version)
  // Parts of packages have a package.json of their own that says `"type": "module"` and no more.
  if (name === undefined || version === undefined || written === undefined) return NOTHING
  const ledger = new Ledger(path, installedModules.id, lines)
  const locked = lockedVersion(written)
  if (locked === undefined) ledger.note(`expected a version, found ${excerpt(written)}`, version.offset)
  const resolved = string(get(root, '_resolved'))
  const own = ledger.add({
    name: string(name) ?? '',
    version: locked ?? { kind: 'unstated' },
    origin: resolved === undefined ? { kind: 'registry' } : resolvedOrigin(resolved, string(name) ?? ''),
    role: 'locks',
    scope: 'runtime',
    direct: 'unknown',
    offset: version.offset,
    text: `${string(name) ?? ''}@${written}`,
  })
  for (const field of ['dependencies', 'optionalDependencies', 'peerDependencies']) {
    for (const entry of entries(get(root, field))) {
      const needed = { role: 'requires', scope: 'runtime', direct: 'no', groups: [] } as const
      // The folder is named by the key, whatever package an alias stands for.
      ledger.edge(own, addRequirement(ledger, { ...entry }, needed, entry.key, '*'))
    }
  }
  return ledger.extraction()
}

/** yarn 1: `lockfileEntries` repeats yarn.lock without dependencies, `topLevelPatterns` says what was asked for. */
function fromIntegrity(path: string, { root, lines }: Tree): Extraction {
  if (root.kind !== 'object')
    throw new FormatError('FORMAT_SHAPE', `expected an object, found ${root.kind}`, { line: 1 })
  const ledger = new Ledger(path, installedModules.id, lines)
  const asked = new Set(items(get(root, 'topLevelPatterns')).flatMap((one) => string(one) ?? []))
  for (const { key, keyOffset, value } of entries(get(root, 'lockfileEntries'))) {
    const resolved = string(value) ?? ''
    const address = resolved.split('#', 1)[0] ?? ''
    const { name: folder, rest } = splitDescriptor(key)
    const wanted = requirement(folder, rest ?? '')
    const version = versionInArchive(address, wanted.name)
    ledger.add({
      name: wanted.name,
      version: version === undefined ? { kind: 'unstated' } : { kind: 'exact', version },
      origin:
        resolved === ''
          ? wanted.origin
          : resolvedOrigin(wanted.origin.kind === 'git' ? resolved : address, wanted.name),
      role: 'locks',
      scope: 'runtime',
      direct: asked.has(key) ? 'yes' : 'no',
      offset: keyOffset,
      text: key,
    })
  }
  return ledger.extraction()
}

/** `…/accepts-1.3.8.tgz` */
function versionInArchive(address: string, name: string): string | undefined {
  const file = address.slice(address.lastIndexOf('/') + 1)
  const prefix = `${name.slice(name.lastIndexOf('/') + 1)}-`
  if (!file.startsWith(prefix) || !file.endsWith('.tgz')) return undefined
  const claim = lockedVersion(file.slice(prefix.length, -'.tgz'.length))
  return claim?.kind === 'exact' ? claim.version : undefined
}

/** yarn 2 and later with `nodeLinker: node-modules`: a map from locators to folders. */
function fromState(path: string, { root, lines }: Tree): Extraction {
  const ledger = new Ledger(path, installedModules.id, lines)
  for (const { key, keyOffset } of entries(root)) {
    if (key === '__metadata') continue
    const locator = parseLocator(key)
    if (locator === undefined) {
      ledger.note(`expected a package and its source, found ${excerpt(key)}`, keyOffset)
      continue
    }
    const version = /(?:npm:|::version=)(\d[^#:&@]{0,200})/.exec(key)?.[1]
    ledger.add({
      name: locator.name,
      version: lockedVersion(version) ?? { kind: 'unstated' },
      origin: locator.origin,
      role: 'locks',
      scope: 'runtime',
      direct: locator.workspace === undefined ? 'unknown' : 'yes',
      offset: keyOffset,
      text: key,
      patched: locator.patched,
    })
  }
  return ledger.extraction()
}
