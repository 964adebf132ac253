/** How a file uses what it imports: `optional` where it goes on without, `types` where only a type checker reads it. */
export type ImportUse = 'needed' | 'optional' | 'types'

/** One module that a source file imports: its first import there, of the use that counts most. */
export interface ImportMention {
  /** npm: the package, `@scope/name`. Python: the module at the top, with what lies below where packages share that. */
  readonly module: string
  /** 1-based, in the physical file. */
  readonly line: number
  readonly use: ImportUse
  /** In a notebook: the number of the cell and the line in it, both 1-based. */
  readonly cell?: number
  readonly cellLine?: number
}

/** What a source or configuration file says of modules; what it says nothing of is absent, as trees have 100,000 of them. */
export interface SourceFacts {
  readonly imports?: readonly ImportMention[]
  /** Words that may name packages which are used otherwise than by import: commands, plug-ins in configuration. */
  readonly words?: readonly string[]
  /** Beginnings of specifiers that lead to the project's own files, for example `@/` or `#`. */
  readonly aliases?: readonly string[]
  /** The name under which the project's own package is imported. */
  readonly ownName?: string
  /** Modules an installed distribution brings. */
  readonly provides?: { readonly name: string; readonly modules: readonly string[] }
  /** It is a source file that was not read to its end. */
  readonly unread?: true
}
