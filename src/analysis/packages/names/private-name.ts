import { globMistake, matchAny } from '../../../base/glob.ts'
import { UsageError } from '../../../base/errors.ts'
import type { Ecosystem } from '../../../model/ecosystem.ts'
import { packageName } from '../../../model/package-name.ts'
import type { NameCandidate } from './candidate.ts'
import { candidateWeight } from './candidate-weight.ts'

/** Names that an organisation keeps for itself, as globs: `acme-*`, `@acme/*`, `torchtriton`. */
export interface PrivateNames {
  readonly ecosystem: Ecosystem
  readonly globs: readonly string[]
}

/** What became of a private name outside. `unknown`: nobody could say, so it is not called free. */
export type UpstreamState = 'exists' | 'free' | 'unknown'

/** Is it a name kept for private packages? */
export type IsPrivate = (name: string) => boolean

/**
 * Compiles private names. Spelled as the ecosystem spells names (PEP 503 on PyPI: `acme_*` covers `Acme.tools`), but for `*`, `?` and
 * brackets; a bare npm scope `@acme` stands for all in it. Throws USAGE_POLICY for a glob with a mistake, and for one that covers every name.
 */
export function privateNames({ ecosystem, globs }: PrivateNames): IsPrivate {
  const matches = matchAny(globs.map((glob) => checked(spelled(ecosystem, glob), glob)))
  return (name) => matches(packageName(ecosystem, name))
}

function spelled(ecosystem: Ecosystem, glob: string): string {
  if (ecosystem === 'npm') return /^@[^/]+$/.test(glob) ? `${glob}/*` : glob
  // Not within brackets, where `-` means a range.
  return ecosystem === 'PyPI' && !/[[{\\]/.test(glob) ? packageName(ecosystem, glob) : glob.toLowerCase()
}

function checked(glob: string, written: string): string {
  const mistake = globMistake(glob)
  if (mistake !== undefined)
    throw new UsageError('USAGE_POLICY', `the private name "${written.slice(0, 80)}" ${mistake}`)
  if (/^[*?/]+$/.test(glob)) {
    throw new UsageError('USAGE_POLICY', `the private name "${written.slice(0, 80)}" covers every name`)
  }
  return glob
}

/**
 * A private name that also exists outside (whoever asks both indexes may get the other one: dependency confusion, torchtriton 2022), or
 * that anybody could still register. Undefined for a name that is not private.
 */
export function privateNameCandidate(
  written: string,
  ecosystem: Ecosystem,
  isPrivate: IsPrivate,
  upstream: UpstreamState,
  prior?: number,
): NameCandidate | undefined {
  if (!isPrivate(written)) return undefined
  return {
    kind: 'private-name',
    popular: packageName(ecosystem, written),
    ecosystem,
    distance: 0,
    weight: candidateWeight(upstream === 'exists' ? 'private-name' : 'open-private-name', ecosystem, prior),
    because: UPSTREAM_WORDS[upstream],
  }
}

const UPSTREAM_WORDS: Readonly<Record<UpstreamState, string>> = {
  exists: 'is kept for private packages and exists in the public registry as well',
  free: 'is kept for private packages and anybody can register it in the public registry',
  unknown: 'is kept for private packages; whether the public registry has it is not known',
}
