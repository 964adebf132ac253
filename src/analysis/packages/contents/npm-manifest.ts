import { isExpected } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { decodeText } from '../../../formats/text.ts'
import { entries, get, items, string, type Tree, type TreeValue } from '../../../formats/tree.ts'
import type { PackageManifest } from '../artefact-facts.ts'
import { type InstalledPackage, isBuildFile, isBundledManifest, packageHooks } from '../javascript/package-hooks.ts'
import {
  type EntryPaths,
  type ManifestInput,
  type ManifestReading,
  NO_ENTRIES,
  unreadManifest,
} from './manifest-input.ts'
import { binPaths, importPaths, requiredPaths } from './npm-entry-paths.ts'
import { npmDependencies } from './npm-dependency.ts'
import { shownLinks } from './metadata-text.ts'

const PATH = 'package.json'

/** What an npm package says of itself (npm documentation, package.json), and what npm runs with its installation. */
export function npmManifest(input: ManifestInput): ManifestReading {
  const bytes = input.texts.get(PATH)
  if (bytes === undefined) return unread(PATH, 'no package.json')
  let tree: Tree
  try {
    tree = json.parse(withoutMark(bytes), DEFAULT_LIMITS)
  } catch (error) {
    if (!isExpected(error)) throw error
    return unread(PATH, error.message)
  }
  const brought = input.kind === 'npm' ? bundledPackages(input.texts) : []
  const hooks = packageHooks([{ folder: '', manifest: tree }, ...brought], input.paths, buildFiles(input.texts))
  const known = new Set(input.paths)
  const started = hooks.flatMap(({ files, inline }) => [
    ...files,
    ...inline.flatMap((code) => requiredPaths(code, known)),
  ])
  const readEntries: EntryPaths = {
    ...NO_ENTRIES,
    install: [...new Set(started), ...(known.has('binding.gyp') ? ['binding.gyp'] : [])],
    import: importPaths(tree.root, known),
    command: binPaths(tree.root, known),
  }
  const name = string(get(tree.root, 'name'))
  const manifests = new Map([[PATH, tree], ...brought.map((one) => [`${one.folder}/${PATH}`, one.manifest] as const)])
  if (name === undefined)
    return { ...unread(PATH, 'expected `name`, found none'), entries: readEntries, npm: { hooks, manifests } }
  const { root } = tree
  const manifest: PackageManifest = {
    ecosystem: 'npm',
    name,
    version: string(get(root, 'version')) ?? '',
    dependencies: npmDependencies(root),
    hooks: hooks.map(({ name: hook, command, place }) => ({ name: hook, command, place })),
    commands: commandsOf(root, name),
    description: (string(get(root, 'description')) ?? '').slice(0, 4000),
    readme: '',
    links: linksOf(root),
    people: [get(root, 'author'), ...items(get(root, 'maintainers')), ...items(get(root, 'contributors'))]
      .flatMap(personOf)
      .slice(0, 100),
  }
  return { manifest, entries: readEntries, notes: [], npm: { hooks, manifests } }
}

/** Packages that the archive brings; what is said of one that is no JSON is nothing that npm could read. */
function bundledPackages(texts: ManifestInput['texts']): readonly InstalledPackage[] {
  return [...texts].flatMap(([path, bytes]) => {
    if (!isBundledManifest(path)) return []
    const manifest = npmTree(bytes)
    return manifest === undefined ? [] : [{ folder: path.slice(0, -'/package.json'.length), manifest }]
  })
}

function npmTree(bytes: Uint8Array): Tree | undefined {
  try {
    return json.parse(withoutMark(bytes), DEFAULT_LIMITS)
  } catch (error) {
    if (!isExpected(error)) throw error
    return undefined
  }
}

function buildFiles(texts: ManifestInput['texts']): ReadonlyMap<string, string> {
  const files = [...texts].filter(([path, bytes]) => isBuildFile(path) && bytes.length <= BUILD_BYTES)
  return new Map(files.map(([path, bytes]) => [path, decodeText(bytes)]))
}

const BUILD_BYTES = 1024 * 1024

/** npm skips a byte order mark. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function unread(path: string, message: string): ManifestReading {
  return { manifest: undefined, entries: NO_ENTRIES, notes: [unreadManifest(path, { message })] }
}

function commandsOf(root: TreeValue, name: string): PackageManifest['commands'] {
  const bin = get(root, 'bin')
  const own = string(bin)
  if (own !== undefined) return [{ name: name.replace(/^@[^/]*\//, ''), target: own }]
  return entries(bin).map(({ key, value }) => ({ name: key, target: string(value) ?? '' }))
}

function linksOf(root: TreeValue): PackageManifest['links'] {
  const address = (value: TreeValue | undefined): string => string(value) ?? string(get(value, 'url')) ?? ''
  return shownLinks([
    { label: 'repository', address: address(get(root, 'repository')) },
    { label: 'homepage', address: address(get(root, 'homepage')) },
    { label: 'bugs', address: address(get(root, 'bugs')) },
    ...[get(root, 'funding'), ...items(get(root, 'funding'))].map((one) => ({
      label: 'funding',
      address: address(one),
    })),
  ])
}

function personOf(value: TreeValue | undefined): readonly string[] {
  const own = string(value)
  if (own !== undefined) return [own.slice(0, 500)]
  const parts = [string(get(value, 'name')), string(get(value, 'email'))].filter((part) => part !== undefined)
  return parts.length === 0 ? [] : [parts.join(' ').slice(0, 500)]
}
