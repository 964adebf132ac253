/** What a file is for in its package: who starts it, and when. */
export type FileRole =
  /** Started while the package is built or installed: lifecycle scripts, `setup.py`, an in-tree build backend. */
  | 'install'
  /** Started with every start of the interpreter: `.pth`, `sitecustomize.py`. */
  | 'start'
  /** The entry of the package, or loaded by it: `main`, `exports`, `__init__.py` of a top-level package. */
  | 'import'
  /** A command line: `bin`, console scripts, `__main__.py`. */
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
