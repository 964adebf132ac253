import type { ArtefactFacts, ArtefactKind, FileFacts } from '../artefact-facts.ts'
import type { ReleaseView } from './release-view.ts'

/** The files of two releases side by side. */
export interface ComparedFiles {
  /** Of artefacts of a kind that both releases have: a first wheel beside an old sdist brings no `new` files. */
  readonly before: ReadonlyMap<string, FileFacts>
  /** By stable path; of several files with one the largest: another chunk of a bundler must not hide behind its sisters. */
  readonly after: ReadonlyMap<string, FileFacts>
}

/** The artefacts whose kind is in both releases. */
export function comparableArtefacts(
  before: ReleaseView,
  after: ReleaseView,
): { readonly before: readonly ArtefactFacts[]; readonly after: readonly ArtefactFacts[] } {
  const [old, now] = [kindsOf(before), kindsOf(after)]
  const both = ({ kind }: ArtefactFacts): boolean => old.has(kind) && now.has(kind)
  return { before: before.artefacts.filter(both), after: after.artefacts.filter(both) }
}

/** The files of both releases by stable path. */
export function comparedFiles(before: ReleaseView, after: ReleaseView): ComparedFiles {
  const both = comparableArtefacts(before, after)
  return { before: filesOf(both.before), after: filesOf(both.after) }
}

/** Files by stable path. */
export function filesOf(artefacts: readonly ArtefactFacts[]): ReadonlyMap<string, FileFacts> {
  const files = new Map<string, FileFacts>()
  for (const artefact of artefacts) {
    for (const file of artefact.files) {
      const path = stablePath(file.path)
      if (file.size > (files.get(path)?.size ?? -1)) files.set(path, file)
    }
  }
  return files
}

/**
 * The path without what differs from release to release and from platform to platform: the version in `name-1.2.3.dist-info`, the tags of
 * extension modules, and the digests that bundlers put into names (`index-4f3a2b1c.js`, `chunk.DkX0q1Zs.js`).
 */
export function stablePath(path: string): string {
  if (path.length > LONGEST_PATH) return path
  const cut = path.lastIndexOf('/') + 1
  const folder = path.slice(0, cut).replace(/-[^/-]{1,80}(?=\.(?:dist-info|data|egg-info)\/)/g, '')
  const name = path
    .slice(cut)
    .replace(/\.(?:cpython-[\w-]{1,60}|abi3|pypy[\w-]{1,60}|cp\d{2,3}-[\w-]{1,40})(?=\.(?:so|pyd|dylib)$)/, '')
    .replace(
      /(?:^|[-._])(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[A-Za-z])[A-Za-z0-9_-]{8,40}(?=\.(?:[cm]?js|css|wasm|map|json|svg|woff2?|png)(?:\.map)?$)/,
      '.hash',
    )
  return folder + name
}

const LONGEST_PATH = 1_000

/** Is it code that something starts? Tests and documentation are not. */
export function isLive({ role }: { readonly role: FileFacts['role'] }): boolean {
  return role !== 'test' && role !== 'documentation'
}

function kindsOf({ artefacts }: ReleaseView): ReadonlySet<ArtefactKind> {
  return new Set(artefacts.map(({ kind }) => kind))
}
