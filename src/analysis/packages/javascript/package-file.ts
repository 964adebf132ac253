/** What a file is for in its package. */
export type FileRole =
  /** Started by a lifecycle script. */
  | 'install'
  /** The entry of the package, or loaded by it. */
  | 'import'
  /** A command line. */
  | 'command'
  | 'library'
  | 'test'
  | 'documentation'

/** A file of a package. */
export interface PackageFile {
  /** Relative to the package, `/` between segments. */
  readonly path: string
  readonly role: FileRole
}
