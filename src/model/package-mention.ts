import type { Diagnostic } from './diagnostic.ts'
import type { Ecosystem } from './ecosystem.ts'
import type { Location } from './location.ts'
import type { ModelClue } from './model-clue.ts'
import type { SourceFacts } from './source-facts.ts'

/** What a file says of a version. `range` keeps the text as written, in the syntax of its format. */
export type VersionClaim =
  | { readonly kind: 'exact'; readonly version: string }
  | { readonly kind: 'range'; readonly text: string; readonly syntax: RangeSyntax }
  | { readonly kind: 'any' }
  /** The package is there and its version is not said: a dynamic version, a git or path source. */
  | { readonly kind: 'unstated' }

/** The language a range is written in: PEP 440 specifiers, poetry's `^`/`~` over PEP 440 versions, node semver, conda match. */
export type RangeSyntax = 'pep440' | 'poetry' | 'semver' | 'conda'

/** Where the bytes come from. Only `registry` packages are matched against malware records (dependency confusion otherwise). */
export type Origin =
  /** `index` is the registry address as the file writes it, when the file writes one. */
  | { readonly kind: 'registry'; readonly index?: string }
  | { readonly kind: 'git'; readonly url: string; readonly commit?: string }
  | { readonly kind: 'url'; readonly url: string }
  /** A path, an editable install, a workspace member: the project's own code. */
  | { readonly kind: 'local'; readonly path: string }

/** What the file does with the package: asks for it, pins the outcome of a resolution, limits it, or installs it by command. */
export type MentionRole = 'requires' | 'locks' | 'constrains' | 'installs'

/** What the package is for. `optional` is an extra the user may ask for; `build` is needed to build, not to run. */
export type Scope = 'runtime' | 'optional' | 'development' | 'build'

/** One package as one file speaks of it. */
export interface PackageMention {
  /** Unique within the extraction; edges name it. Readable, for example `torch@2.1.0+cu118`. */
  readonly key: string
  readonly ecosystem: Ecosystem
  /** Normalised by packageName(). */
  readonly name: string
  readonly version: VersionClaim
  readonly origin: Origin
  readonly role: MentionRole
  readonly scope: Scope
  /** Names of extras, dependency groups, environments: `extra:gpu`, `group:dev`, `env:default`. Empty for the main set. */
  readonly groups: readonly string[]
  /** Is it asked for by the project itself? `unknown` where the file does not tell. */
  readonly direct: 'yes' | 'no' | 'unknown'
  /** The version token where there is one, else the name. */
  readonly location: Location
  /** What stands there, for example `torch>=2.0 ; sys_platform == "linux"`; at most 200 characters. */
  readonly text: string
  /** The environment marker or condition as written, for example `python_version < "3.9"`. */
  readonly marker?: string
  /** `algorithm:hex` or SRI text, as written. */
  readonly integrity: readonly string[]
  /** `none`: the file says that no other ecosystem has it. Absent: nothing is said. */
  readonly twin?: Twin | 'none'
}

/**
 * The same project under the name it has in another ecosystem, where advisories are kept under that name: conda's `pytorch`
 * is PyPI's `torch`. Versions are those of the project in both; the build is not the same, so what is known of the twin holds
 * with medium confidence at most.
 */
export interface Twin {
  readonly ecosystem: Ecosystem
  /** Normalised by packageName(). */
  readonly name: string
  /** What says so, as the end of a sentence: `the lock file names pkg:pypi/torch`. */
  readonly because: string
}

/** `from` needs `to`; both are keys of mentions of the same extraction, or the `ROOT` of the file. */
export interface MentionEdge {
  readonly from: string
  readonly to: string
}

/** The name of the project itself in MentionEdge.from. */
export const ROOT = ''

/** A file that the extracted file names and that must be read too, whatever its name. */
export interface Include {
  /** Relative to the scanned root; never leaves it. */
  readonly path: string
  readonly role: 'requires' | 'constrains'
  /** The extractor that reads it; absent when it is the one that found it, or rules alone look at it. A notebook's `pip install -r` names `python/requirements`. */
  readonly extractor?: string
  /** Rules that look at it too, whatever its name. */
  readonly rules?: readonly `${string}/${string}`[]
  /** Nothing is said when it is not there. */
  readonly optional?: true
  readonly location: Location
}

/** All that one file says of packages, of models and of what source uses. */
export interface Extraction {
  readonly mentions: readonly PackageMention[]
  readonly edges: readonly MentionEdge[]
  readonly includes: readonly Include[]
  /** What the file says about a model. */
  readonly clues: readonly ModelClue[]
  readonly diagnostics: readonly Diagnostic[]
  /** What the file says of modules; absent where it says nothing. */
  readonly source?: SourceFacts
}
