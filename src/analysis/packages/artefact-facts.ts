import type { Ecosystem } from '../../model/ecosystem.ts'
import type { Behaviour, BehaviourPlace } from './behaviour.ts'
import type { FileRole } from './package-file.ts'

/** What kind of thing is installed from. `archive`: an archive that is none of the others. */
export type ArtefactKind = 'wheel' | 'sdist' | 'egg' | 'npm' | 'conda' | 'folder' | 'archive'

/**
 * One artefact of a release as facts without opinion: what is in it, what it would do, what was not looked at. Plain data: it
 * crosses threads, is kept by digest, and two of them are compared.
 */
export interface ArtefactFacts {
  /** The name of the file or folder, without where it lies. */
  readonly name: string
  readonly kind: ArtefactKind
  /** Of the archive, in bytes; of a folder the sum of its files. */
  readonly size: number
  /** Of the archive, in lower-case hexadecimal; absent for a folder. */
  readonly sha256?: string
  /** Absent where none was found or understood. */
  readonly manifest?: PackageManifest
  /** By path. */
  readonly files: readonly FileFacts[]
  /** By path and line. */
  readonly behaviours: readonly Behaviour[]
  /** Of the operator's own YARA rules; absent where none were given. */
  readonly matches?: readonly RuleMatch[]
  readonly notes: readonly PackageNote[]
}

/** A YARA rule that matches a file. */
export interface RuleMatch {
  readonly rule: string
  /** The file of the rule. */
  readonly source: string
  readonly tags: readonly string[]
  readonly meta: Readonly<Record<string, string>>
  readonly path: string
  /** Of the first pattern that matches. */
  readonly line: number
  /** Names of the patterns that match: `$a`. */
  readonly patterns: readonly string[]
  /** The bytes of the first one as Latin-1, at most 120. */
  readonly evidence: string
}

/** What a file is, by name and content. */
export type FileKind =
  | 'python'
  | 'javascript'
  | 'shell'
  | 'powershell'
  | 'batch'
  | 'notebook'
  /** ELF, Mach-O, PE. */
  | 'native'
  | 'wasm'
  /** Compiled Python. */
  | 'bytecode'
  /** A file of the model formats, or a pickle. */
  | 'model'
  | 'archive'
  /** `package.json`, `METADATA`, `PKG-INFO`, `RECORD`, `pyproject.toml`, `setup.cfg` … */
  | 'manifest'
  /** `.pth` */
  | 'path-configuration'
  /** A workflow of continuous integration. */
  | 'workflow'
  /** Instructions, hooks and settings of coding assistants and editors. */
  | 'assistant-configuration'
  | 'text'
  | 'data'

/** One file of the artefact. */
export interface FileFacts {
  /** As in Behaviour: relative to the package, archives in it as folders. */
  readonly path: string
  readonly size: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
  readonly kind: FileKind
  readonly role: FileRole
  /** How much of it was understood; `not`: nothing is known of what it does, and a note says why. */
  readonly looked: 'whole' | 'part' | 'not'
  /** It may be started as a program. */
  readonly executable: boolean
}

/** What the package says of itself. */
export interface PackageManifest {
  readonly ecosystem: Ecosystem
  /** As written. */
  readonly name: string
  readonly version: string
  readonly dependencies: readonly PackageDependency[]
  /** What runs with the installation or the build, by the package's own word. */
  readonly hooks: readonly { readonly name: string; readonly command: string; readonly place: BehaviourPlace }[]
  /** Names of the commands that the package puts on the path, and what they start. */
  readonly commands: readonly { readonly name: string; readonly target: string }[]
  /** Of Python: what builds it, for example `setuptools.build_meta`. */
  readonly buildBackend?: string
  readonly description: string
  /** The long description; at most 64 KiB. */
  readonly readme: string
  /** Addresses: repository, home page and so on, by label in lower case. */
  readonly links: readonly { readonly label: string; readonly address: string }[]
  /** Authors and maintainers as written. */
  readonly people: readonly string[]
}

/** A package that this one wants. */
export interface PackageDependency {
  readonly name: string
  /** As written; empty for any version. */
  readonly requirement: string
  readonly kind: 'runtime' | 'optional' | 'peer' | 'build' | 'bundled'
  /** Where it comes from; `address`: an archive at an address. */
  readonly from: 'registry' | 'git' | 'address' | 'path'
}

/** Something about the artefact itself that is not as an honest tool leaves it, or that was not looked at. */
export interface PackageNote {
  /**
   * `not-inspected`: the result is incomplete. `damage`: a strict reader stops here. `disagreement`: two readers see two things.
   * `outside`: a path that leads out of the package. `link`, `device`, `encrypted`: entries of that kind. `unlisted`: RECORD does
   * not name the file or names other bytes. `unusual`: everything else.
   */
  readonly kind:
    | 'not-inspected'
    | 'damage'
    | 'disagreement'
    | 'outside'
    | 'link'
    | 'device'
    | 'encrypted'
    | 'unlisted'
    | 'unusual'
  /** Stable, for example `limit-ratio`, `zip-name-mismatch`, `record-digest`. */
  readonly code: string
  /** Empty for the artefact itself. */
  readonly path: string
  readonly message: string
}
