import { compareText } from '../base/compare.ts'
import type { Bom, Component, NotInstalled, Relationship } from '../model/component.ts'
import type { Evidence } from '../model/evidence.ts'
import type { PackageMention } from '../model/package-mention.ts'
import { componentId, mentionPurl } from './component-id.ts'
import { condaTwin } from './conda/twin.ts'
import { applyConstraints } from './constraints.ts'
import { shortestPaths } from './dependency-paths.ts'
import type { FileMentions } from './file-mentions.ts'
import { assembleImports } from './imports/assemble-imports.ts'
import { type Locking, resolveAgainstLocks, type ResolvedMention } from './lock-resolution.ts'
import { settleInstalled } from './installed-packages.ts'
import { assembleModels } from './models/assemble-models.ts'
import { notInstalled } from './not-installed.ts'
import { mergeScope } from './scope.ts'

/**
 * Puts everything the files say together: one component per package, version and origin, with every place that speaks of it.
 * Requirements that a lock file pins become evidence of the locked component; `locking` says, by extractor, which
 * files pin its own; `rootName` names a model at the root. Of an image, what is for developing alone and not installed in it is
 * counted, not listed. Deterministic: the order of `files` does not matter.
 */
export function assemble(
  files: readonly FileMentions[],
  locking: ReadonlyMap<string, Locking>,
  rootName: string,
  kind: 'project' | 'image' = 'project',
): Bom {
  const models = assembleModels(
    files.flatMap(({ extraction }) => extraction.clues),
    rootName,
  )
  // A tree of models alone.
  if (files.every(({ extraction }) => extraction.mentions.length === 0 && extraction.source === undefined))
    return { components: [], relationships: [], models }
  const speaking = files.filter(speakersAmong(locking)).toSorted(byPathAndExtractor)
  const settled = settleInstalled(speaking, locking)
  const sorted = applyConstraints(settled.toSorted(byPathAndExtractor))
  const resolved = resolveAgainstLocks(sorted, locking)
  const drafts = new Map<string, Draft>()
  for (const mention of resolved) draftOf(drafts, mention).mentions.push(mention)
  const absent = kind === 'image' ? leaveOut(drafts, sorted, locking) : []
  const relationships = relate(sorted, drafts)
  const components = finish(drafts, relationships)
  const projects = assembleImports(files, sorted, components)
  return {
    components,
    relationships,
    models,
    ...(projects === undefined ? {} : { projects }),
    ...(absent.length === 0 ? {} : { notInstalled: absent }),
  }
}

/** Takes out what is not in the image; answers how much, by file. */
function leaveOut(
  drafts: Map<string, Draft>,
  files: readonly FileMentions[],
  locking: ReadonlyMap<string, Locking>,
): readonly NotInstalled[] {
  const mentions = new Map([...drafts.values()].map((draft) => [draft.id, draft.mentions]))
  const { ids, byFile } = notInstalled(mentions, files, locking)
  for (const id of ids) drafts.delete(id)
  return byFile
}

/**
 * Source that names no package has no say about packages: 45,000 files of it take half a second of every step. A manifest, a lock or
 * an installed folder has, even an empty one.
 */
function speakersAmong(locking: ReadonlyMap<string, Locking>): (file: FileMentions) => boolean {
  const lockers = new Set([...locking.values()].flatMap(({ lockedBy = [] }) => lockedBy))
  return ({ extractor, extraction: { mentions, edges, includes } }) => {
    if (mentions.length + edges.length + includes.length > 0 || lockers.has(extractor)) return true
    const own = locking.get(extractor)
    return (
      own === undefined || 'lockFile' in own || 'installedBelow' in own || 'join' in own || own.lockedBy !== undefined
    )
  }
}

interface Draft {
  readonly id: string
  readonly mentions: ResolvedMention[]
}

function byPathAndExtractor(a: FileMentions, b: FileMentions): number {
  return compareText(a.path, b.path) || compareText(a.extractor, b.extractor)
}

function draftOf(drafts: Map<string, Draft>, { mention, resolvedTo }: ResolvedMention): Draft {
  const id = componentId(resolvedTo ?? mention)
  const known = drafts.get(id)
  if (known !== undefined) return known
  const fresh: Draft = { id, mentions: [] }
  drafts.set(id, fresh)
  return fresh
}

/** The edges of every file's own graph, as edges between components. */
function relate(files: readonly FileMentions[], drafts: ReadonlyMap<string, Draft>): readonly Relationship[] {
  const edges = new Map<string, Relationship>()
  for (const { extraction } of files) {
    if (extraction.edges.length === 0) continue
    // One id for each mention, not two for each of its edges.
    const byKey = new Map(extraction.mentions.map((mention) => [mention.key, componentId(mention)]))
    for (const edge of extraction.edges) {
      const from = byKey.get(edge.from)
      const to = byKey.get(edge.to)
      if (from === undefined || to === undefined || from === to || !drafts.has(from) || !drafts.has(to)) continue
      edges.set(`${from}\n${to}`, { from, to })
    }
  }
  return [...edges.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to))
}

function finish(drafts: ReadonlyMap<string, Draft>, relationships: readonly Relationship[]): readonly Component[] {
  const bare = [...drafts.values()].map(component).sort((a, b) => compareText(a.id, b.id))
  const paths = shortestPaths(bare, relationships)
  return bare.map((one) => {
    const path = paths.get(one.id) ?? []
    const direct = one.direct === 'unknown' && path.length > 1 ? 'no' : one.direct
    return { ...one, path, direct }
  })
}

/** One component out of all mentions of it; the mention that fixed the version leads. */
function component(draft: Draft): Component {
  const mentions = draft.mentions.toSorted(byAuthority)
  const lead = mentions[0]?.resolvedTo ?? mentions[0]?.mention
  if (lead === undefined) throw new Error(`a component without a mention: ${draft.id}`)
  const all = mentions.map(({ mention }) => mention)
  return {
    id: draft.id,
    purl: mentionPurl(lead),
    ecosystem: lead.ecosystem,
    name: lead.name,
    version: lead.version,
    origin: lead.origin,
    scope: all.map((mention) => mention.scope).reduce(mergeScope),
    groups: sortedUnique(all.flatMap((mention) => mention.groups)),
    direct: mergeDirect(mentions),
    path: [],
    markers: all.some((mention) => mention.marker === undefined)
      ? []
      : sortedUnique(all.flatMap(({ marker }) => marker ?? [])),
    integrity: sortedUnique(all.flatMap((mention) => mention.integrity)),
    ...twinOf(lead, all),
    evidence: mentions.map(evidenceOf),
  }
}

/** What a lock file says of the other name goes before what the table says; it may say that there is none. */
function twinOf(lead: PackageMention, all: readonly PackageMention[]): Pick<Component, 'twin'> {
  const [said] = [lead, ...all].flatMap((mention) => mention.twin ?? [])
  const isFromChannel = lead.ecosystem === 'conda' && lead.origin.kind === 'registry'
  const twin = said ?? (isFromChannel ? condaTwin(lead.name) : undefined)
  return twin === undefined || twin === 'none' ? {} : { twin }
}

/** Asking for a package by name in a manifest or a command makes it direct, whatever a lock says. */
function mergeDirect(mentions: readonly ResolvedMention[]): Component['direct'] {
  const values = mentions.map(({ mention }) => mention.direct)
  if (values.includes('yes')) return 'yes'
  return values.includes('no') ? 'no' : 'unknown'
}

const AUTHORITY: readonly PackageMention['role'][] = ['locks', 'installs', 'requires', 'constrains']

function byAuthority(a: ResolvedMention, b: ResolvedMention): number {
  const [one, other] = [a.mention, b.mention]
  return (
    AUTHORITY.indexOf(one.role) - AUTHORITY.indexOf(other.role) ||
    compareText(one.location.path, other.location.path) ||
    (one.location.lines?.start ?? 0) - (other.location.lines?.start ?? 0) ||
    (one.location.column ?? 0) - (other.location.column ?? 0) ||
    compareText(one.text, other.text)
  )
}

const ROLE_WORDS: Readonly<Record<PackageMention['role'], string>> = {
  locks: 'locked as',
  requires: 'required as',
  constrains: 'constrained by',
  installs: 'installed by',
}

function evidenceOf({ mention }: ResolvedMention): Evidence {
  return { location: mention.location, note: `${ROLE_WORDS[mention.role]} ${mention.text}` }
}

function sortedUnique(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)].sort()
}
