/** A file of the package, and what in it; an empty member is the file itself. */
export interface Located {
  readonly path: string
  readonly member: string
}

/** How the modules of a language find each other inside one package. Nothing outside of it is looked at. */
export interface PackageResolver {
  /** Where a specifier leads from a file of the package; several where it depends on who asks. */
  locate(from: string, specifier: string): readonly Located[]
  /** Files that are loaded with it, for example the `__init__.py` of the packages around a module of Python. */
  loaded(from: string, specifier: string): readonly string[]
}
