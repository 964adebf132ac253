import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { parseRequirement } from '../../formats/pep508.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { MentionEdge, PackageMention } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { FileMentions } from '../file-mentions.ts'
import { type DistributionFolder, distributionFolder } from './distribution-folder.ts'

/**
 * Puts the files of every distribution together and draws the graph of every folder that packages are installed in. What a
 * distribution requires becomes an edge to what is installed; what is not installed there is not part of the environment.
 */
export function joinInstalled(files: readonly FileMentions[]): readonly FileMentions[] {
  const described = new Set(files.flatMap(({ path }) => identityOf(distributionFolder(path)) ?? []))
  const bySite = Map.groupBy(files, ({ path }) => siteOf(path, described))
  return [...bySite].flatMap(([site, own]) => (site === undefined ? own : joinSite(own)))
}

/** Undefined for source trees and links, which speak for themselves. */
function siteOf(path: string, described: ReadonlySet<string>): string | undefined {
  const folder = distributionFolder(path)
  if (folder === undefined || folder.version !== undefined) return folder?.site
  // Debian leaves `cryptography.egg-info` beside `cryptography-38.0.4.dist-info`: no source tree, the same package again.
  const isInstalled =
    INSTALL_FOLDERS.test(folder.site) || described.has(`${folder.site}\n${packageName('PyPI', folder.name)}`)
  return isInstalled ? folder.site : undefined
}

const INSTALL_FOLDERS = /(?:^|\/)(?:site-packages|dist-packages)$/

function identityOf(folder: DistributionFolder | undefined): string | undefined {
  return folder?.version === undefined ? undefined : `${folder.site}\n${packageName('PyPI', folder.name)}`
}

interface Distribution {
  readonly mention: PackageMention
  readonly requirements: readonly PackageMention[]
  /** `pip`, `uv`, `conda`; undefined where nobody wrote it down. */
  readonly installer: string | undefined
}

function joinSite(files: readonly FileMentions[]): readonly FileMentions[] {
  const asked = files.some(({ path }) => path.endsWith('/REQUESTED'))
  const folders = Map.groupBy(files, ({ path }) => distributionFolder(path)?.place ?? path)
  const distributions = withUniqueKeys([...folders.values()].flatMap((pieces) => distributionOf(pieces, asked)))
  const [first] = files
  if (first === undefined) return []
  const diagnostics: readonly Diagnostic[] = files.flatMap(({ extraction }) => extraction.diagnostics)
  const edges = edgesOf(distributions)
  const needed = new Set(edges.map(({ to }) => to))
  const mentions = distributions.map((one) => (one.installer === 'uv' ? withoutMark(one.mention, needed) : one.mention))
  const extraction = { mentions, edges, includes: [], clues: [], diagnostics }
  return [{ ...first, extraction }]
}

/** METADATA leads; without it any other file names the distribution by its folder. */
function distributionOf(pieces: readonly FileMentions[], asked: boolean): readonly Distribution[] {
  const said = new Map(pieces.map((piece) => [distributionFolder(piece.path)?.file ?? '', piece.extraction.mentions]))
  const own = (name: string): PackageMention | undefined => said.get(name)?.find(({ role }) => role === 'locks')
  const lead =
    own('METADATA') ?? own('PKG-INFO') ?? own('') ?? own('direct_url.json') ?? own('INSTALLER') ?? own('REQUESTED')
  if (lead === undefined) return []
  const installer = own('INSTALLER')
    ?.groups.find((group) => group.startsWith('installer:'))
    ?.slice('installer:'.length)
  const source = own('direct_url.json')
  // conda builds its packages with pip out of a folder of the machine that built them: that folder is not the origin.
  const origin = source === undefined || installer === 'conda' ? { kind: 'registry' as const } : source.origin
  const requested = own('REQUESTED') !== undefined
  const unmarked = asked && installer === 'pip' ? 'no' : 'unknown'
  const mention: PackageMention = {
    ...lead,
    origin,
    groups: lead.groups.filter((group) => !group.startsWith('installer:')),
    integrity: source?.integrity ?? [],
    // pip leaves REQUESTED with what was asked for, so that without it nothing was ("Recording installed projects", PyPA).
    direct: requested ? 'yes' : unmarked,
  }
  const requirements = [...said.values()].flat().filter(({ role }) => role === 'requires')
  return [{ mention, requirements, installer }]
}

/** uv marks everything it installs (60 of 60 with uv 0.13): only what nobody needs was surely asked for. */
function withoutMark(mention: PackageMention, needed: ReadonlySet<string>): PackageMention {
  return mention.direct === 'yes' && needed.has(mention.key) ? { ...mention, direct: 'unknown' } : mention
}

/** Keys are unique in every file; here several files come together. */
function withUniqueKeys(distributions: readonly Distribution[]): readonly Distribution[] {
  const uses = new Map<string, number>()
  return distributions.map((one) => {
    const { mention } = one
    const wanted = `${mention.name}@${mention.version.kind === 'exact' ? mention.version.version : ''}`
    const use = (uses.get(wanted) ?? 0) + 1
    uses.set(wanted, use)
    return { ...one, mention: { ...mention, key: use === 1 ? wanted : `${wanted}#${use}` } }
  })
}

/** A broken uninstallation leaves a second folder behind; more are made to make a graph of n² edges. */
const MOST_COPIES = 4

/**
 * An edge for every requirement that is installed. Those of an extra count when another distribution asks for the extra
 * (`uvicorn[standard]`), or when nothing else explains why the package is there: what the user typed is not written down.
 */
function edgesOf(distributions: readonly Distribution[]): readonly MentionEdge[] {
  const byName = Map.groupBy(distributions, ({ mention }) => mention.name)
  const extras = extrasAskedFor(distributions)
  const edges = new Map<string, MentionEdge>()
  const explained = new Set<string>()
  const link = (from: Distribution, requirement: PackageMention): void => {
    for (const { mention } of (byName.get(requirement.name) ?? []).slice(0, MOST_COPIES)) {
      if (mention.key === from.mention.key) continue
      edges.set(`${from.mention.key}\n${mention.key}`, { from: from.mention.key, to: mention.key })
      explained.add(mention.name)
    }
  }
  const open: [Distribution, PackageMention][] = []
  for (const one of distributions) {
    for (const requirement of one.requirements) {
      const isAsked =
        requirement.groups.length === 0 ||
        requirement.groups.some((group) => extras.has(`${one.mention.name}\n${group}`))
      if (isAsked) link(one, requirement)
      else open.push([one, requirement])
    }
  }
  const settled = new Set(explained)
  for (const [one, requirement] of open) if (!settled.has(requirement.name)) link(one, requirement)
  return [...edges.values()]
}

/** `name` and `extra:x` for every `name[x]` that something installed asks for, also through extras of extras. */
function extrasAskedFor(distributions: readonly Distribution[]): ReadonlySet<string> {
  const asked = new Set<string>()
  const ofExtra = new Map<string, PackageMention[]>()
  const add = (requirement: PackageMention): void => {
    for (const extra of extrasOf(requirement)) asked.add(`${requirement.name}\nextra:${extra}`)
  }
  for (const { mention, requirements } of distributions) {
    for (const requirement of requirements) {
      if (requirement.groups.length === 0) add(requirement)
      for (const group of requirement.groups) put(ofExtra, `${mention.name}\n${group}`, requirement)
    }
  }
  // The set grows while it is walked; every pair is visited once.
  for (const pair of asked) for (const requirement of ofExtra.get(pair) ?? []) add(requirement)
  return asked
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

function extrasOf({ text }: PackageMention): readonly string[] {
  if (!text.includes('[')) return []
  const parsed = parseRequirement(text, DEFAULT_LIMITS)
  return parsed.kind === 'requirement' ? parsed.requirement.extras.map((extra) => packageName('PyPI', extra)) : []
}
