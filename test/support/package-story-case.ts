import type { PackageVerdict } from '../../src/model/package-assessment.ts'
import type { PackageWords } from './package-facts.ts'

/** A release as facts, what must be decided on it and which stories must be told. */
export interface StoryCase {
  readonly name: string
  readonly package: PackageWords
  readonly verdict: PackageVerdict
  /** Last parts of the ids of stories that must be among those told; the first one first where the verdict is not allow. */
  readonly stories?: readonly string[]
  /** Words that the first story must have. */
  readonly says?: string
}

/** A project of two days. */
export const young = {
  input: { release: { firstPublished: '2026-11-18T00:00:00Z', published: '2026-11-18T00:00:00Z' } },
} as const
/** A project that many know, compared with its release before. */
export const settled = {
  release: { firstPublished: '2016-01-01T00:00:00Z', published: '2026-11-19T00:00:00Z', popularity: 12 },
  compared: { version: '0.9.0' },
} as const
/** A name that is one edit from a popular one. */
export const twin = (popular: string) => ({ kind: 'edit', popular, text: `is one edit from ${popular}`, chance: 0.31 })
