import { compareText } from '../base/compare.ts'
import type { ComponentId, NotInstalled } from '../model/component.ts'
import type { PackageMention } from '../model/package-mention.ts'
import { type FileMentions, folderOf, foldersUpwards } from './file-mentions.ts'
import type { Locking, ResolvedMention } from './lock-resolution.ts'

/**
 * Which of the components of an image are not in it: those that only manifests and lock files name, for developing or building alone,
 * where the place they would be installed in is there and does not hold them. A lock file lies in many images beside what was
 * installed by it without its development packages. Answers their ids and, by file, how many each names.
 */
export function notInstalled(
  components: ReadonlyMap<ComponentId, readonly ResolvedMention[]>,
  files: readonly FileMentions[],
  locking: ReadonlyMap<string, Locking>,
): { readonly ids: ReadonlySet<ComponentId>; readonly byFile: readonly NotInstalled[] } {
  const there = whatIsInstalled(files, locking)
  const ids = new Set<ComponentId>()
  const byFile = new Map<string, number>()
  for (const [id, mentions] of components) {
    if (!mentions.every((one) => isAbsent(one, there))) continue
    ids.add(id)
    const said = mentions.find(({ mention }) => mention.role === 'locks') ?? mentions[0]
    const path = said?.mention.location.path ?? ''
    byFile.set(path, (byFile.get(path) ?? 0) + 1)
  }
  const counts = [...byFile].map(([path, count]) => ({ path, count }))
  return { ids, byFile: counts.sort((a, b) => compareText(a.path, b.path)) }
}

interface Installed {
  readonly mentions: ReadonlySet<PackageMention>
  /** `ecosystem name`. */
  readonly names: ReadonlySet<string>
  readonly ecosystems: ReadonlySet<string>
  /** Those that have a `node_modules` with packages in it. */
  readonly moduleFolders: ReadonlySet<string>
}

function whatIsInstalled(files: readonly FileMentions[], locking: ReadonlyMap<string, Locking>): Installed {
  const mentions = new Set<PackageMention>()
  const moduleFolders = new Set<string>()
  for (const { extractor, extraction } of files) {
    const lists = locking.get(extractor)?.installedBelow
    if (lists === undefined) continue
    for (const mention of extraction.mentions) {
      const { path } = mention.location
      if (mention.role !== 'locks' || lists(path).length === 0) continue
      mentions.add(mention)
      const modules = `/${path}`.indexOf('/node_modules/')
      if (modules >= 0) moduleFolders.add(path.slice(0, Math.max(0, modules - 1)))
    }
  }
  const all = [...mentions]
  return {
    mentions,
    names: new Set(all.map(nameOf)),
    ecosystems: new Set(all.map(({ ecosystem }) => ecosystem)),
    moduleFolders,
  }
}

function isAbsent({ mention, resolvedTo }: ResolvedMention, there: Installed): boolean {
  const isListed = mention.role === 'requires' || mention.role === 'locks'
  const isForUse = mention.scope !== 'development' && mention.scope !== 'build'
  if (!isListed || isForUse || there.mentions.has(mention)) return false
  if (resolvedTo !== undefined && there.mentions.has(resolvedTo)) return false
  // A range may mean the very version that is there.
  if ((resolvedTo ?? mention).version.kind !== 'exact' && there.names.has(nameOf(mention))) return false
  return wouldBeSeen(mention, there)
}

/**
 * Is the place known that it would be installed in? Environments of Python stand anywhere; node_modules beside the manifest or above
 * it: that of npm itself is in every image of Node.js, also in those whose program is one bundled file.
 */
function wouldBeSeen({ ecosystem, location }: PackageMention, { ecosystems, moduleFolders }: Installed): boolean {
  if (ecosystem !== 'npm') return ecosystems.has(ecosystem)
  return foldersUpwards(folderOf(location.path)).some((folder) => moduleFolders.has(folder))
}

function nameOf({ ecosystem, name }: PackageMention): string {
  return `${ecosystem} ${name}`
}
