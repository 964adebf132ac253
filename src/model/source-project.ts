import type { Ecosystem } from './ecosystem.ts'
import type { Evidence } from './evidence.ts'
import type { Location } from './location.ts'
import type { Scope } from './package-mention.ts'

/** A part of the tree with source of its own: a manifest and the files below it that no nearer manifest has. */
export interface SourceProject {
  readonly ecosystem: Ecosystem
  /** Empty for the root. */
  readonly folder: string
  /** Files that declare packages for it, nearest first; empty when nothing in reach does. */
  readonly manifests: readonly string[]
  /** A lock or an installed folder tells what else comes along. */
  readonly locked: boolean
  /** Source files. */
  readonly files: number
  /** All of them were read to their end. */
  readonly complete: boolean
  /** Third-party modules, sorted by name. */
  readonly imports: readonly ImportedPackage[]
  /** What its own manifests ask for, sorted by name. */
  readonly declared: readonly DeclaredPackage[]
}

/** A third-party module and where it may come from. */
export interface ImportedPackage {
  readonly module: string
  /** Packages it may come from, the likeliest first. */
  readonly packages: readonly string[]
  /** What says so: an installed distribution, the table of modules, or that the names are alike. */
  readonly grounds: 'installed' | 'table' | 'name'
  /** `nearby`: only another part of the tree declares it. `transitive`: it is there because something else needs it. */
  readonly standing: 'declared' | 'nearby' | 'transitive' | 'unknown'
  /** The ids of the components it comes from. */
  readonly components: readonly string[]
  /** Of files that import it: all, and how. Each counts once. */
  readonly files: { readonly all: number; readonly optional: number; readonly types: number; readonly tests: number }
  /** The first places, those that need it first. */
  readonly places: readonly Location[]
}

/** A package the project asks for by name. */
export interface DeclaredPackage {
  readonly name: string
  readonly scope: Scope
  readonly groups: readonly string[]
  readonly evidence: Evidence
  /** How it is used: imported, or named by a command or in configuration. */
  readonly used: 'imported' | 'named' | 'no'
}
