import { isExpected } from '../../base/errors.ts'
import type { ErrorCode } from '../../base/error-catalogue.ts'
import type { PackageAssessment } from '../../model/package-assessment.ts'
import type { MissingRelease } from '../../scan/sources/registry/release.ts'
import { assessLocal, assessRelease } from './assess-package.ts'
import { inTurn } from './in-turn.ts'
import type { LocalArtefact, PackageServices } from './package-services.ts'

/** What is to be looked at: a package URL, or artefacts on disk of one release and what they are compared with. */
export type PackageTarget =
  | { readonly purl: string }
  | { readonly files: readonly LocalArtefact[]; readonly previous?: readonly LocalArtefact[] }

/** What became of a target. `failed`: it could not be had or read at all, and nothing is known of it. */
export type PackageOutcome =
  | { readonly kind: 'assessed'; readonly assessment: PackageAssessment }
  | { readonly kind: 'missing'; readonly purl: string; readonly release: MissingRelease }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string }

/**
 * Assesses several releases, `atOnce` at a time; outcomes stand in the order of the targets. One that cannot be had leaves the others their turn. Throws
 * UsageError, what the signal throws, and bugs of ours.
 */
export function assessAll(
  targets: readonly PackageTarget[],
  services: PackageServices,
  atOnce: number,
): Promise<readonly PackageOutcome[]> {
  return inTurn(targets, atOnce, (target) => outcomeOf(target, services))
}

async function outcomeOf(target: PackageTarget, services: PackageServices): Promise<PackageOutcome> {
  try {
    if (!('purl' in target))
      return { kind: 'assessed', assessment: await assessLocal(target.files, services, target.previous) }
    const answer = await assessRelease(target.purl, services)
    return 'kind' in answer
      ? { kind: 'missing', purl: target.purl, release: answer }
      : { kind: 'assessed', assessment: answer }
  } catch (error) {
    if (!isExpected(error) || error.name === 'UsageError') throw error
    return { kind: 'failed', code: error.code, message: `${nameOf(target)}: ${error.message}` }
  }
}

function nameOf(target: PackageTarget): string {
  return 'purl' in target ? target.purl : target.files.map(({ name }) => name).join(', ')
}
