import { isExpected } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { get, getPath, items, string, type TreeValue } from '../../../formats/tree.ts'
import type { PackageDependency, PackageManifest, PackageNote } from '../artefact-facts.ts'
import { commandOf } from './entry-points.ts'
import { type ManifestInput, type ManifestReading, NO_ENTRIES, unreadManifest } from './manifest-input.ts'
import { shownLinks } from './metadata-text.ts'

/** What a conda package says of itself: info/index.json, about.json and link.json, and the link scripts that conda runs by their names. */
export function condaManifest(input: ManifestInput): ManifestReading {
  const notes: PackageNote[] = []
  const read = (path: string): TreeValue | undefined => {
    const bytes = input.texts.get(path)
    try {
      return bytes === undefined ? undefined : json.parse(bytes, DEFAULT_LIMITS).root
    } catch (error) {
      if (!isExpected(error)) throw error
      notes.push(unreadManifest(path, error))
      return undefined
    }
  }
  const index = read('info/index.json')
  const about = read('info/about.json')
  const install = input.paths.filter((path) => LINK_SCRIPT.test(path))
  // Read by the shell with every `conda activate`.
  const start = input.paths.filter((path) => /^etc\/conda\/(?:de)?activate\.d\//.test(path))
  const entries = { ...NO_ENTRIES, install, start }
  const name = string(get(index, 'name'))
  if (name === undefined) {
    const unnamed = unreadManifest('info/index.json', { message: 'no name' })
    return { manifest: undefined, entries, notes: [...notes, unnamed] }
  }
  const manifest: PackageManifest = {
    ecosystem: 'conda',
    name,
    version: string(get(index, 'version')) ?? '',
    dependencies: items(get(index, 'depends')).flatMap((one) => dependency(string(one) ?? '')),
    hooks: install.map(hookOf),
    commands: entryPointsOf(read('info/link.json')),
    description: string(get(about, 'summary')) ?? '',
    readme: (string(get(about, 'description')) ?? '').slice(0, 64 * 1024),
    links: linksOf(about),
    people: items(getPath(about, 'extra', 'recipe-maintainers')).flatMap((one) => string(one) ?? []),
  }
  return { manifest, entries, notes }
}

function hookOf(path: string): PackageManifest['hooks'][number] {
  return { name: LINK_SCRIPT.exec(path)?.[1] ?? '', command: path, place: { path, line: 1 } }
}

function entryPointsOf(link: TreeValue | undefined): PackageManifest['commands'] {
  return items(getPath(link, 'noarch', 'entry_points')).flatMap((one) => commandOf(string(one) ?? '') ?? [])
}

function linksOf(about: TreeValue | undefined): PackageManifest['links'] {
  const addresses = LINKS.flatMap(([key, label]) =>
    [get(about, key), ...items(get(about, key))].map((one) => ({ label, address: string(one) ?? '' })),
  )
  return shownLinks(addresses)
}

/** conda-build, "Link scripts": `bin/.NAME-post-link.sh`, on Windows `Scripts/.NAME-post-link.bat`. */
const LINK_SCRIPT = /^(?:bin|Scripts)\/\.[^/]*-((?:pre|post)-(?:un)?link)\.(?:sh|bat)$/

const LINKS = [
  ['home', 'homepage'],
  ['dev_url', 'repository'],
  ['doc_url', 'documentation'],
  ['source_url', 'source'],
] as const

/** `numpy >=1.21,<3 py311_0`: a name, a version, a build. */
function dependency(text: string): readonly PackageDependency[] {
  const [name = '', ...rest] = text.slice(0, 1000).trim().split(/\s+/)
  if (name === '') return []
  return [{ name, requirement: rest.join(' '), kind: 'runtime', from: 'registry' }]
}
