import type { MentionEdge, PackageMention } from '../../model/package-mention.ts'
import type { FileMentions } from '../file-mentions.ts'

const STEP = '/node_modules/'

/** `a/node_modules/@s/b` for `a/node_modules/@s/b/package.json`; undefined for a file that does not describe an installed package. */
export function installedPlace(path: string): string | undefined {
  if (!path.endsWith('/package.json')) return undefined
  const place = path.slice(0, -'/package.json'.length)
  // A slash in front of both, so that `node_modules` at the root is found, too.
  const start = `/${place}`.lastIndexOf(STEP)
  if (start < 0) return undefined
  return /^(?:@[^/]+\/)?[^/@.][^/]*$/.test(place.slice(start + STEP.length - 1)) ? place : undefined
}

/**
 * Packages of node_modules folders with the edges between them: what one needs is found as Node.js finds it, in its own
 * node_modules and then in those around it. Costs one look for every need and level.
 */
export function joinModules(files: readonly FileMentions[]): readonly FileMentions[] {
  const lists: FileMentions[] = []
  const packages = new Map<string, Installed>()
  for (const file of files) {
    const place = installedPlace(file.path)
    const own = file.extraction.mentions.find(({ role }) => role === 'locks')
    if (place === undefined || own === undefined) lists.push(file)
    else packages.set(place, { file, mention: { ...own, key: `${own.key} in ${place}` } })
  }
  const [first] = packages.values()
  if (first === undefined) return lists
  const edges: MentionEdge[] = []
  for (const [place, { file, mention }] of packages) {
    for (const need of file.extraction.mentions) {
      const found = need.role === 'requires' ? resolve(place, need.name, packages) : undefined
      if (found !== undefined) edges.push({ from: mention.key, to: found.mention.key })
    }
  }
  const mentions = [...packages.values()].map(({ mention }) => mention)
  const diagnostics = [...packages.values()].flatMap(({ file }) => file.extraction.diagnostics)
  return [...lists, { ...first.file, extraction: { mentions, edges, includes: [], clues: [], diagnostics } }]
}

interface Installed {
  readonly file: FileMentions
  readonly mention: PackageMention
}

/** No honest tree nests deeper, and each level is a look. */
const MOST_LEVELS = 50

function resolve(place: string, name: string, packages: ReadonlyMap<string, Installed>): Installed | undefined {
  let folder = place
  for (let level = 0; level < MOST_LEVELS; level++) {
    const found = packages.get(folder === '' ? `node_modules/${name}` : `${folder}${STEP}${name}`)
    if (found !== undefined) return found
    if (folder === '') return undefined
    const step = folder.lastIndexOf(STEP)
    if (step >= 0) folder = folder.slice(0, step)
    else if (folder.startsWith(STEP.slice(1))) folder = ''
    else return undefined
  }
  return undefined
}
