import type { Location } from '../../../model/location.ts'

/** Which tool a setting is for; they differ in what a second index means. */
export type IndexTool = 'pip' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'conda' | 'npm' | 'yarn'

/** One sentence of configuration about where packages come from and how the server is known. */
export interface IndexSetting {
  readonly tool: IndexTool
  readonly kind: IndexSettingKind
  /** The address, host or word that is set; empty for a switch. */
  readonly value: string
  readonly location: Location
  /** As written, for the evidence: `--extra-index-url https://…`. */
  readonly written: string
  /** Present where a better text for this very place is known. */
  readonly remedy?: string
}

/**
 * `index`: the one index, or the first. `extra`: one beside it, all asked alike. `ordered`: one beside it, and the first that has a
 * name is taken. `fallback`: asked for what the first has not. `mixed`: a switch that makes several be asked alike. `links`: a page
 * of files beside the index. `trusted`: a host whose certificate is not checked. `unverified`: no certificate is checked.
 */
export type IndexSettingKind =
  | 'index'
  | 'extra'
  | 'ordered'
  | 'fallback'
  | 'mixed'
  | 'links'
  | 'trusted'
  | 'unverified'
  | 'secret'
