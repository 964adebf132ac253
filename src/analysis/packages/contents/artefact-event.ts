import type { ByteSource } from '../../../base/bytes.ts'
import type { Identification } from '../../models/containers/model-kind.ts'
import type { ArtefactKind, PackageNote } from '../artefact-facts.ts'

/** A file of an artefact with its bytes. */
export interface ArtefactFile {
  /**
   * Relative to the package, `/` between segments, without the folder around everything (`package/`, `name-1.0/`). Archives in it
   * are folders: `vendor/x.zip/inner.py`; the stream in `a.js.gz` is `a.js.gz/a.js`. What the usual installer does not put there stands in a folder
   * in parentheses of its own: `(replaced 1)/setup.py`, `(local header)/setup.py`, `(as tar)/setup.py`, `(behind zip)`.
   */
  readonly path: string
  readonly size: number
  /** Of all its bytes, in lower-case hexadecimal. */
  readonly sha256: string
  /**
   * Valid until the next event. `all()` gives files of up to `holdBytes` of the budget and throws LIMIT_SIZE for larger ones; `slice` works for
   * any, but what is packed is unpacked again from its start with each step back. Throws LimitError where the budget ends.
   */
  readonly source: ByteSource
  /** Unix rights, as 0o755; 0 where the archive has none. */
  readonly mode: number
  /** Everything the bytes can be read as. */
  readonly kinds: readonly Identification[]
  /** In an archive inside of the artefact. */
  readonly nested: boolean
  /** The usual installer does not write it under this name: another reading, a member that a later one replaces, bytes of no member. */
  readonly hidden: boolean
}

/** A link of a package in place of a file. */
export interface ArtefactLink {
  readonly path: string
  /** The path in the package that it leads to, undefined where it leads out of it. */
  readonly target: string | undefined
  readonly symbolic: boolean
}

/**
 * `artefact` comes once, before all files, as soon as the names are known. A file that is an archive comes before what is in it.
 */
export type ArtefactEvent =
  | {
      readonly type: 'artefact'
      readonly kind: ArtefactKind
      readonly folder: string
      /** Of the files, as far as they are known before they come: none of a folder or a single file. */
      readonly paths: readonly string[]
    }
  | { readonly type: 'file'; readonly file: ArtefactFile }
  | { readonly type: 'link'; readonly link: ArtefactLink }
  | { readonly type: 'note'; readonly note: PackageNote }
