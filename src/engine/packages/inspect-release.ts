import type { InspectedArtefact } from '../../analysis/packages/verdict/assessment-input.ts'
import { isExpected } from '../../base/errors.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Release, ReleaseFile } from '../../scan/sources/registry/release.ts'
import { chooseArtefacts } from './choose-artefacts.ts'
import { inTurn } from './in-turn.ts'
import type { LocalArtefact, PackageServices } from './package-services.ts'

/** What became of the artefacts of one release. */
export interface InspectedRelease {
  readonly artefacts: readonly InspectedArtefact[]
  /** What could not be fetched or read, and what was left out. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Fetches the artefacts of a release and looks through them, several at once; digests are verified on the way (fetch-artefact). One that cannot be had is
 * a diagnostic and leaves the others their turn.
 */
export async function inspectRelease(release: Release, services: PackageServices): Promise<InspectedRelease> {
  const { files, leftOut } = chooseArtefacts(release.files, services.choice, services.machine)
  const outcomes = await inTurn(files, MOST_FETCHES, (file) =>
    orDiagnostic(file.name, () => fetchedFacts(file, release, services)),
  )
  const rest: readonly Diagnostic[] =
    leftOut.length === 0
      ? []
      : [
          {
            code: 'FORMAT_PARTIAL',
            level: 'warning',
            message: `${leftOut.length} artefacts of ${release.name} ${release.version} were not opened: ${leftOut.slice(0, 5).join(', ')}${leftOut.length > 5 ? ', …' : ''}. --artefacts all opens them.`,
          },
        ]
  return {
    artefacts: outcomes.flatMap(({ artefact }) => artefact ?? []),
    diagnostics: [...outcomes.flatMap(({ diagnostic }) => diagnostic ?? []), ...rest],
  }
}

/** The facts of an archive or folder on disk. Throws ExternalError. */
export async function inspectLocal(
  { name, path, kind }: LocalArtefact,
  { pool, limits, onStep }: PackageServices,
): Promise<InspectedArtefact> {
  onStep(`looking into ${name}`)
  return pool.inspect({ name, path, kind, limits, leaveOut: [] })
}

/** More would only wait for the same line and the same processors. */
const MOST_FETCHES = 4

async function fetchedFacts(
  file: ReleaseFile,
  { ecosystem }: Release,
  { registry, memory, pool, limits, onStep }: PackageServices,
): Promise<InspectedArtefact | undefined> {
  if (registry === undefined) return undefined
  onStep(`fetching ${file.name}`)
  const { sha256, proof, path, close } = await registry.artefact(file)
  await close()
  const key = { sha256, name: file.name, ecosystem }
  const known = memory?.find(key)
  if (known !== undefined) return { ...known, proof }
  onStep(`looking into ${file.name}`)
  const facts = await pool.inspect({ name: file.name, path, kind: 'archive', sha256, ecosystem, limits, leaveOut: [] })
  memory?.keep(key, facts)
  return { ...facts, proof }
}

interface Outcome {
  readonly artefact?: InspectedArtefact | undefined
  readonly diagnostic?: Diagnostic
}

async function orDiagnostic(name: string, work: () => Promise<InspectedArtefact | undefined>): Promise<Outcome> {
  try {
    return { artefact: await work() }
  } catch (error) {
    if (!isExpected(error) || error.name === 'UsageError') throw error
    return {
      diagnostic: { code: error.code, level: 'error', message: `${name}: ${error.message}`, source: 'engine/packages' },
    }
  }
}
