/**
 * When what a finding speaks of happens: when the file is loaded or only parsed, when it is loaded and remote code is trusted, when
 * the model computes; `unknown` where the part was not inspected.
 */
export type ModelMoment = 'on-load' | 'with-trust' | 'at-inference' | 'unknown'

/** What a program in a model file does, in the two ways people read it. */
export interface ModelCode {
  /** One line of Python that does the same, for example `posix.system("id")`; at most 300 characters. */
  readonly statement: string
  /** The instructions around it, one a line, for example `14: STACK_GLOBAL`; at most 20 lines. */
  readonly listing: readonly string[]
}

/** What the user's own files say about one vulnerable reader of the file. */
export interface Exposure {
  readonly cve: string
  /** The library with the vulnerability, as PyPI names it. */
  readonly package: string
  /** `unknown`: the project does not say which version it uses. */
  readonly affected: 'yes' | 'no' | 'unknown'
  /** The version the project locks and where, for example `3.10.0` in `uv.lock`. */
  readonly version?: string
  readonly path?: string
  /** The first version without the vulnerability. */
  readonly fixed?: string
}

/** What a finding about a model file says for machines. */
export interface ModelDetail {
  /** What was seen, `format/what`, for example `pickle/execution`. */
  readonly kind: string
  readonly when: ModelMoment
  /** The path inside the file: members of archives, layers, nodes. */
  readonly inside?: string
  /** From the start of the part named by `inside`, else of the file. */
  readonly byte?: number
  /** `sha256:` and 64 hexadecimal digits of the whole file. */
  readonly digest?: string
  /** Fully qualified names it reaches, sorted. */
  readonly globals: readonly string[]
  readonly code?: ModelCode
  readonly cwes: readonly string[]
  /** MITRE ATLAS techniques. */
  readonly atlas: readonly string[]
  readonly exposure: readonly Exposure[]
}
