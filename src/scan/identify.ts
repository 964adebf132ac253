import { matchAny, type PathMatcher } from '../base/glob.ts'

/** Something that asks for files by glob. */
export interface Wanting<Id extends string = string> {
  readonly id: Id
  readonly files: readonly string[]
}

/**
 * Says which plug-ins want a file, by its path. Most globs are `**` + `/` + a literal name (`uv.lock`) or a list of endings
 * (`*.{pkl,pt}`), so those are looked up by the last segment and its ending; only the others are matched one by one: 100,000
 * paths cost two map lookups each.
 */
export function identifier<Id extends string>(plugins: readonly Wanting<Id>[]): (path: string) => readonly Id[] {
  const byName = new Map<string, Set<Id>>()
  const byEnding = new Map<string, Set<Id>>()
  const byGlob: { readonly id: Id; readonly matches: PathMatcher }[] = []
  for (const plugin of plugins) {
    const globs: string[] = []
    for (const glob of plugin.files) {
      const name = literalName(glob)
      const endings = endingsOf(glob)
      if (name !== undefined) add(byName, name, plugin.id)
      else if (endings !== undefined) for (const ending of endings) add(byEnding, ending, plugin.id)
      else globs.push(glob)
    }
    if (globs.length > 0) byGlob.push({ id: plugin.id, matches: matchAny(globs) })
  }
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const dot = name.lastIndexOf('.')
    const ending = dot < 0 ? undefined : byEnding.get(name.slice(dot + 1))
    const found = new Set([...(byName.get(name) ?? []), ...(ending ?? [])])
    for (const { id, matches } of byGlob) if (matches(path)) found.add(id)
    return found.size < 2 ? [...found] : [...found].sort()
  }
}

function add<Id>(index: Map<string, Set<Id>>, key: string, id: Id): void {
  const known = index.get(key)
  if (known === undefined) index.set(key, new Set([id]))
  else known.add(id)
}

function literalName(glob: string): string | undefined {
  return /^\*\*\/[A-Za-z0-9._-]+$/.test(glob) ? glob.slice(3) : undefined
}

/** `**` + `/*.pkl` and `**` + `/*.{pkl,pt}`: the endings behind the last dot. A file named `pkl` has none. */
function endingsOf(glob: string): readonly string[] | undefined {
  const list = /^\*\*\/\*\.(?:\{([a-z0-9,]+)\}|([a-z0-9]+))$/.exec(glob)
  return list === null ? undefined : (list[1] ?? list[2] ?? '').split(',')
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
