import { globAlternatives, matchAny } from '../base/glob.ts'

/** Something that asks for files by glob. */
export interface Wanting<Id extends string = string> {
  readonly id: Id
  readonly files: readonly string[]
}

/**
 * Says which plug-ins want a file, by its path. Each glob waits under what its last segment says for sure, the whole name, the ending
 * or the first character, and only those under which a path falls are compared with it: a tree of 100,000 files took eight
 * seconds when every path was compared with every glob, and takes a tenth of one.
 */
export function identifier<Id extends string>(plugins: readonly Wanting<Id>[]): (path: string) => readonly Id[] {
  const index = indexOf(plugins)
  const together = combinations<Id>()
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const dot = name.lastIndexOf('.')
    const found: Entry<Id>[] = []
    collect(index.byName.get(name), name, path, found)
    if (dot >= 0) collect(index.byEnding.get(name.slice(dot + 1)), name, path, found)
    collect(index.byStart.get(name[0] ?? ''), name, path, found)
    collect(index.others, name, path, found)
    return together(found)
  }
}

/** What several entries want together, put together once for each combination there is: the same list for a thousand files alike. */
function combinations<Id extends string>(): (found: readonly Entry<Id>[]) => readonly Id[] {
  const root: Combination<Id> = { ids: [], next: new Map() }
  return (found) => {
    let at = root
    for (const entry of found) {
      const known = at.next.get(entry)
      const next = known ?? { ids: [...new Set([...at.ids, ...entry.ids])].sort(), next: new Map() }
      if (known === undefined) at.next.set(entry, next)
      at = next
    }
    return at.ids
  }
}

interface Combination<Id> {
  readonly ids: readonly Id[]
  readonly next: Map<Entry<Id>, Combination<Id>>
}

interface GlobIndex<Id> {
  readonly byName: Map<string, Entry<Id>[]>
  readonly byEnding: Map<string, Entry<Id>[]>
  readonly byStart: Map<string, Entry<Id>[]>
  readonly others: Entry<Id>[]
}

/** Plug-ins, sorted by id, that want what fits. */
interface Entry<Id> {
  readonly ids: readonly Id[]
  fits(name: string, path: string): boolean
}

function collect<Id>(entries: readonly Entry<Id>[] | undefined, name: string, path: string, found: Entry<Id>[]): void {
  if (entries === undefined) return
  for (const entry of entries) if (entry.fits(name, path)) found.push(entry)
}

function indexOf<Id extends string>(plugins: readonly Wanting<Id>[]): GlobIndex<Id> {
  const wanting = new Map<string, Set<Id>>()
  for (const { id, files } of plugins) {
    for (const glob of files.flatMap(globAlternatives)) wanting.set(glob, (wanting.get(glob) ?? new Set()).add(id))
  }
  const index: GlobIndex<Id> = { byName: new Map(), byEnding: new Map(), byStart: new Map(), others: [] }
  for (const [glob, ids] of wanting) shelf(index, glob).push({ ids: [...ids].sort(), fits: fitting(glob) })
  return index
}

/** Where an entry waits for paths. */
function shelf<Id>(index: GlobIndex<Id>, glob: string): Entry<Id>[] {
  const { start, end, exact } = certain(glob)
  if (exact) return at(index.byName, start)
  const dot = end.lastIndexOf('.')
  if (dot >= 0) return at(index.byEnding, end.slice(dot + 1))
  return start === '' ? index.others : at(index.byStart, start.slice(0, 1))
}

function at<Id>(entries: Map<string, Entry<Id>[]>, key: string): Entry<Id>[] {
  const known = entries.get(key)
  if (known !== undefined) return known
  const fresh: Entry<Id>[] = []
  entries.set(key, fresh)
  return fresh
}

function fitting(glob: string): (name: string, path: string) => boolean {
  const { start, end, exact } = certain(glob)
  if (glob === `**/${start}` && exact) return () => true
  // One star in the name, and any folder: no need to look at the path (half of all globs, and of the time).
  if (glob === `**/${start}*${end}`) {
    const least = start.length + end.length
    return (name) => name.length >= least && name.startsWith(start) && name.endsWith(end)
  }
  const matches = matchAny([glob])
  return (name, path) => name.startsWith(start) && name.endsWith(end) && matches(path)
}

/** How the last segment of whatever fits begins and ends; `exact` when that is all of it. Nothing is certain behind a backslash. */
function certain(glob: string): { readonly start: string; readonly end: string; readonly exact: boolean } {
  const segment = glob.slice(glob.lastIndexOf('/') + 1)
  if (glob.includes('\\')) return { start: '', end: '', exact: false }
  const first = segment.search(/[*?[]/)
  if (first < 0) return { start: segment, end: segment, exact: true }
  return { start: segment.slice(0, first), end: /[^*?\]]*$/.exec(segment)?.[0] ?? '', exact: false }
}

/** What the first bytes say a file is, whatever its name. */
export type ContentKind =
  | 'empty'
  | 'text'
  | 'zip'
  | 'gzip'
  | 'zstd'
  | 'elf'
  | 'pickle'
  | 'png'
  | 'pdf'
  | 'sqlite'
  | 'binary'

const SIGNATURES: readonly { readonly kind: ContentKind; readonly bytes: readonly number[] }[] = [
  { kind: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: 'elf', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { kind: 'png', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'sqlite', bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66] },
]

/** Judges at most the first 512 bytes. UTF-16 with a byte order mark is text although it holds zero bytes. */
export function contentKind(head: Uint8Array): ContentKind {
  if (head.length === 0) return 'empty'
  const signature = SIGNATURES.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))
  if (signature !== undefined) return signature.kind
  if (head[0] === 0x80 && (head[1] ?? 0xff) <= 5) return 'pickle'
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'text'
  return head.subarray(0, 512).includes(0) ? 'binary' : 'text'
}
