import { excerpt, visible } from '../../../base/escape.ts'
import { pathProblems } from '../../../formats/archive-path.ts'
import type { PackageNote } from '../artefact-facts.ts'
import type { ListedEntry } from './listed-entry.ts'
import type { SharedPath } from './member-frames.ts'
import { pathFrom } from './member-path.ts'

/** Where a note belongs: the path in the package of an entry. */
type PathOf = (entry: ListedEntry) => string

/**
 * What is wrong with the names in an archive: paths and links that lead out of it, devices, names that stand twice, that one file system takes for the
 * same and another does not, that are not shown as they are. One pass, in the order of the archive.
 */
export function* nameNotes(entries: readonly ListedEntry[], pathOf: PathOf): Generator<PackageNote> {
  for (const entry of entries) yield* ownNotes(entry, pathOf(entry))
  yield* sameNames(entries, pathOf)
  yield* throughLinks(entries, pathOf)
}

function* ownNotes(entry: ListedEntry, path: string): Generator<PackageNote> {
  const { name, type, linkName } = entry
  const shown = `"${excerpt(name, 120)}"`
  for (const problem of pathProblems(name))
    yield { kind: 'outside', code: 'path-outside', path, message: `${shown}: ${problem}` }
  if (visible(name) !== name)
    yield { kind: 'unusual', code: 'name-hidden-characters', path, message: `${shown}: characters that are not shown` }
  if (name.includes('\\'))
    yield {
      kind: 'disagreement',
      code: 'name-backslash',
      path,
      message: `${shown}: a folder on Windows, a name elsewhere`,
    }
  if (type === 'file' && WINDOWS_NAMES.test(name))
    yield {
      kind: 'unusual',
      code: 'name-windows',
      path,
      message: `${shown}: Windows writes it elsewhere or not at all`,
    }
  if (name.length > MOST_SEGMENTS && name.split('/').length > MOST_SEGMENTS)
    yield { kind: 'unusual', code: 'path-depth', path, message: `${shown}: more than ${MOST_SEGMENTS} folders deep` }
  if (type === 'device') yield { kind: 'device', code: 'device', path, message: `${shown}: a device or pipe` }
  if (linkName !== '') yield linkNote(entry, path)
}

/** Devices of DOS whatever their extension, streams behind a colon, dots and blanks that Windows cuts off. */
const WINDOWS_NAMES = /(?:^|[/\\])(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/\\]*)?$|[^/\\]:|[. ]$/i

function linkNote({ name, linkName, type }: ListedEntry, path: string): PackageNote {
  const target = linkTarget(name, linkName, type === 'symlink')
  const message = `"${excerpt(name, 120)}": a ${type} to "${excerpt(linkName, 120)}"`
  if (target !== undefined) return { kind: 'link', code: type, path, message }
  return { kind: 'outside', code: 'link-outside', path, message: `${message}, outside of the archive` }
}

/** The name in the archive that a link leads to; undefined where it leads out. Targets of hard links are counted from the root. */
export function linkTarget(name: string, linkName: string, symbolic: boolean): string | undefined {
  const folder = symbolic ? name.replaceAll('\\', '/').replace(/[^/]*$/, '') : ''
  return pathFrom(folder.replace(/\/$/, ''), linkName)
}

function* sameNames(entries: readonly ListedEntry[], pathOf: PathOf): Generator<PackageNote> {
  const folded = new Map<string, string>()
  for (const entry of entries) {
    if (entry.type === 'directory') continue
    const { path: own, hidden } = entry
    const path = pathOf(entry)
    if (hidden) continue
    const key = fold(own)
    const other = folded.get(key)
    if (other === undefined) folded.set(key, own)
    else if (other !== own) yield collision(own, other, path)
  }
}

/** Several members under one path: what an installer leaves there depends on which of them it keeps. */
export function sharedPathNote(path: string, { members, contents }: SharedPath): PackageNote {
  const shown = `"${excerpt(path, 120)}" stands there ${members} times`
  if (contents.length === members && new Set(contents).size === 1)
    return { kind: 'unusual', code: 'name-twice-same', path, message: `${shown}, with the same bytes` }
  const message = `${shown}: pip and npm keep the last one, other readers the first`
  return { kind: 'disagreement', code: 'name-twice', path, message }
}

function fold(path: string): string {
  // oxlint-disable-next-line no-control-regex
  return (/^[\u0000-\u007f]*$/.test(path) ? path : path.normalize('NFKC')).toLowerCase()
}

function collision(name: string, other: string, path: string): PackageNote {
  const sameCase = name.normalize('NFKC') === other.normalize('NFKC')
  const how = sameCase ? 'differs only in how Unicode writes it' : 'differs only in capital letters'
  const message = `"${excerpt(name, 120)}" ${how} from "${excerpt(other, 120)}": some file systems keep one of the two`
  return { kind: 'unusual', code: sameCase ? 'name-normalisation' : 'name-case', path, message }
}

/** `a -> /etc`, then `a/passwd`: what stands below a link is written where the link leads (CVE-2007-4559 and its kin). */
function* throughLinks(entries: readonly ListedEntry[], pathOf: PathOf): Generator<PackageNote> {
  const links = new Set(entries.filter(({ type }) => type === 'symlink').map(({ path }) => path))
  if (links.size === 0) return
  for (const entry of entries) {
    const link = linkAbove(entry.path, links)
    if (link === undefined) continue
    const message = `"${excerpt(entry.name, 120)}" stands below the link "${excerpt(link, 120)}"`
    yield { kind: 'outside', code: 'through-link', path: pathOf(entry), message }
  }
}

/** Longest names are 4 KiB: a few thousand slashes at most, and looked up only where an archive has links. */
function linkAbove(path: string, links: ReadonlySet<string>): string | undefined {
  const segments = path.split('/').slice(0, MOST_SEGMENTS)
  let above = ''
  for (const segment of segments.slice(0, -1)) {
    above = above === '' ? segment : `${above}/${segment}`
    if (links.has(above)) return above
  }
  return undefined
}

const MOST_SEGMENTS = 64
