import type { TarEntry } from '../../../formats/tar.ts'

/** What a member of a layer does to the file system. */
export type LayerMember =
  | { readonly kind: 'put'; readonly folder: readonly string[]; readonly name: string }
  | { readonly kind: 'whiteout'; readonly folder: readonly string[]; readonly name: string }
  | { readonly kind: 'opaque'; readonly folder: readonly string[] }
  /** The root itself, or a file that a storage driver keeps for itself. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly why: string }

/** As PATH_MAX has it: no engine can unpack a longer one. */
const LONGEST_PATH = 4096

const WHITEOUT = '.wh.'
const OPAQUE = '.wh..wh..opq'

/**
 * Reads the name of a member (layer.md, "Representing Changes"). `/etc/passwd` and `./etc/passwd` are `etc/passwd`; a path with
 * `..` in it is refused: no tool writes one, and engines do not agree where it leads.
 */
export function layerMember({ name: path }: Pick<TarEntry, 'name'>): LayerMember {
  if (path.length > LONGEST_PATH) return { kind: 'refused', why: `a path of more than ${LONGEST_PATH} characters` }
  if (path.includes('\0')) return { kind: 'refused', why: 'a path with a NUL' }
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (segments.includes('..')) return { kind: 'refused', why: 'a path that leads outside' }
  const name = segments.pop()
  // AUFS kept its own files and folders under names with both.
  if (name === undefined || segments.some((segment) => segment.startsWith(WHITEOUT + WHITEOUT)))
    return { kind: 'nothing' }
  if (name === OPAQUE) return { kind: 'opaque', folder: segments }
  if (!name.startsWith(WHITEOUT)) return { kind: 'put', folder: segments, name }
  const gone = name.slice(WHITEOUT.length)
  if (gone.startsWith(WHITEOUT)) return { kind: 'nothing' }
  if (gone === '' || gone === '.' || gone === '..') return { kind: 'refused', why: 'a whiteout of nothing' }
  return { kind: 'whiteout', folder: segments, name: gone }
}
