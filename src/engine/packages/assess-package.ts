import { dependencyAges } from '../../analysis/packages/difference/dependency-ages.ts'
import { releaseDifference } from '../../analysis/packages/difference/release-difference.ts'
import type { DependencyAge, DependencyAges, ReleaseView } from '../../analysis/packages/difference/release-view.ts'
import { knownMalware } from '../../analysis/packages/known/known-malware.ts'
import { assess } from '../../analysis/packages/verdict/assess.ts'
import type { InspectedArtefact, ReleaseFacts } from '../../analysis/packages/verdict/assessment-input.ts'
import { ExternalError, isExpected } from '../../base/errors.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { KnownMalware, PackageAssessment } from '../../model/package-assessment.ts'
import { packageName } from '../../model/package-name.ts'
import { purlOf } from '../../model/purl.ts'
import { registryFacts } from '../../scan/sources/registry/registry-facts.ts'
import type { MissingRelease, Release } from '../../scan/sources/registry/release.ts'
import { copiedDescription } from './copied-description.ts'
import { inspectLocal, inspectRelease } from './inspect-release.ts'
import { nameEvidence, rankOf } from './name-evidence.ts'
import type { LocalArtefact, PackageServices } from './package-services.ts'
import { statedMetadata } from './stated-metadata.ts'

/**
 * A release as the registry has it: fetched, looked through, compared with the one before, its name and the records about it weighed. A package or version
 * that is not there is an answer too. Throws UsageError for what is no package URL and where no registry is known, ExternalError when the registry cannot
 * be asked; an artefact that cannot be had is a diagnostic, and the verdict says that it was not looked at.
 */
export async function assessRelease(
  purl: string,
  services: PackageServices,
): Promise<PackageAssessment | MissingRelease> {
  const { registry, onStep } = services
  if (registry === undefined) {
    throw new ExternalError('EXTERNAL_NETWORK', `${purl} cannot be fetched: no registry may be asked`, {
      retryable: false,
    })
  }
  onStep(`asking for ${purl}`)
  const release = await registry.release(purl)
  if (release.kind === 'missing') return release
  const after = await inspectRelease(release, services)
  const before = await releaseBefore(release.purl, services)
  const stated = await statedMetadata(release, registry)
  const facts = registryFacts(release)
  const view: ReleaseView = {
    artefacts: after.artefacts,
    registry: { ...facts, manifests: [...facts.manifests, ...stated.manifests] },
    ...(services.sourceTree === undefined ? {} : { sourceTree: services.sourceTree }),
  }
  const { ages, diagnostics } = await agesOf(before.view, view, release, services)
  return judged(services, {
    purl: release.purl,
    ecosystem: release.ecosystem,
    name: release.name,
    version: release.version,
    artefacts: after.artefacts,
    before,
    view,
    ages,
    release,
    diagnostics: [...after.diagnostics, ...before.diagnostics, ...stated.diagnostics, ...diagnostics],
  })
}

/**
 * Artefacts on disk that belong to one release. With a registry they are compared with the release before the one that they say they are. Throws
 * ExternalError for what cannot be read.
 */
export async function assessLocal(
  files: readonly LocalArtefact[],
  services: PackageServices,
  previous?: readonly LocalArtefact[],
): Promise<PackageAssessment> {
  const artefacts = await all(files, services)
  const manifest = artefacts.find((one) => one.manifest !== undefined)?.manifest
  const before =
    previous !== undefined
      ? { view: { artefacts: await all(previous, services) }, compared: nameOf(previous), diagnostics: [] }
      : await localBefore(manifest, services)
  return judged(services, {
    ...(manifest === undefined
      ? { name: files[0]?.name ?? '', version: '' }
      : {
          purl: purlOf(manifest.ecosystem, packageName(manifest.ecosystem, manifest.name), manifest.version),
          ecosystem: manifest.ecosystem,
          name: manifest.name,
          version: manifest.version,
        }),
    artefacts,
    before,
    view: {
      artefacts,
      ...(services.sourceTree === undefined ? {} : { sourceTree: services.sourceTree }),
    },
    diagnostics: before.diagnostics,
  })
}

function all(files: readonly LocalArtefact[], services: PackageServices): Promise<readonly InspectedArtefact[]> {
  return Promise.all(files.map((file) => inspectLocal(file, services)))
}

/** What a release is compared with. */
interface Before {
  readonly view: ReleaseView | undefined
  readonly compared: PackageAssessment['compared']
  readonly diagnostics: readonly Diagnostic[]
}

function nameOf(files: readonly LocalArtefact[]): PackageAssessment['compared'] {
  return { version: files.map(({ name }) => name).join(', ') }
}

const NOT_ASKED_FOR = 'it was not asked for'

function without(reason: string, diagnostics: readonly Diagnostic[] = []): Before {
  return { view: undefined, compared: { reason }, diagnostics }
}

async function localBefore(manifest: InspectedArtefact['manifest'], services: PackageServices): Promise<Before> {
  if (manifest === undefined) return without('the artefact does not say what it is')
  if (!services.compare) return without(NOT_ASKED_FOR)
  if (services.registry === undefined) return without('no registry was asked')
  const { ecosystem, name, version } = manifest
  if (ecosystem === 'conda') return without('channels of conda are not asked')
  return releaseBefore(purlOf(ecosystem, packageName(ecosystem, name), version), services)
}

async function releaseBefore(purl: string, services: PackageServices): Promise<Before> {
  const { registry, compare, onStep } = services
  if (!compare) return without(NOT_ASKED_FOR)
  if (registry === undefined) return without('no registry was asked')
  try {
    onStep(`asking for the release before ${purl}`)
    const release = await registry.previous(purl)
    if (release.kind === 'missing')
      return without(release.what === 'package' ? 'the registry does not know the package' : 'it is the first release')
    // What matters is the same kind of artefact on both sides: one of each is enough to compare with.
    const { artefacts, diagnostics } = await inspectRelease(release, { ...services, choice: 'installable' })
    if (artefacts.length === 0) return without(`no artefact of ${release.version} could be had`, diagnostics)
    // It is the newer release that is judged: what is missing of the older one makes no gap in it.
    const failures = diagnostics
      .filter(({ level }) => level === 'error')
      .map((one): Diagnostic => ({ ...one, level: 'warning', message: `of ${release.version}, ${one.message}` }))
    return {
      view: { artefacts, registry: registryFacts(release) },
      compared: { version: release.version },
      diagnostics: failures,
    }
  } catch (error) {
    if (!isExpected(error) || error.name === 'UsageError') throw error
    const message = `the release before could not be had: ${error.message}`
    return without(message, [{ code: error.code, level: 'warning', message, source: 'engine/packages' }])
  }
}

async function agesOf(
  before: ReleaseView | undefined,
  after: ReleaseView,
  { ecosystem }: Release,
  { registry, onStep }: PackageServices,
): Promise<{ readonly ages: DependencyAges; readonly diagnostics: readonly Diagnostic[] }> {
  if (before === undefined || registry === undefined) return { ages: new Map(), diagnostics: [] }
  const failures: Diagnostic[] = []
  const ageOf = async (name: string): Promise<DependencyAge | undefined> => {
    onStep(`asking how old ${name} is`)
    try {
      const found = await registry.release(purlOf(ecosystem, packageName(ecosystem, name)))
      if (found.kind === 'missing') return undefined
      const { firstPublished: first, published: taken } = found
      return { ...(first === undefined ? {} : { first }), ...(taken === undefined ? {} : { taken }) }
    } catch (error) {
      if (!isExpected(error)) throw error
      const message = `how old the new dependency ${name} is could not be told: ${error.message}`
      failures.push({ code: error.code, level: 'warning', message, source: 'engine/packages' })
      return undefined
    }
  }
  return { ages: await dependencyAges(before, after, ageOf), diagnostics: failures }
}

/** All that is known of a release before it is judged. */
interface Known {
  readonly purl?: string
  readonly ecosystem?: Ecosystem
  readonly name: string
  readonly version: string
  readonly artefacts: readonly InspectedArtefact[]
  readonly before: Before
  readonly view: ReleaseView
  readonly ages?: DependencyAges
  readonly release?: Release
  readonly diagnostics: readonly Diagnostic[]
}

async function judged(services: PackageServices, known: Known): Promise<PackageAssessment> {
  const { ecosystem, name, version, artefacts, before, view, ages, release, purl } = known
  const facts =
    ecosystem === undefined ? undefined : releaseFacts(packageName(ecosystem, name), ecosystem, release, services)
  const answers = artefacts.flatMap(({ sha256 }) => (sha256 === undefined ? [] : [services.allowed(sha256)]))
  const [allowed, ...alsoAllowed] = answers.flatMap((answer) => (answer.kind === 'allowed' ? [answer.allowed] : []))
  const refused = answers.flatMap((answer) => (answer.kind === 'refused' ? [refusal(answer.because)] : []))
  const signs = ecosystem === undefined ? [] : nameEvidence(name, ecosystem, services, release !== undefined)
  const manifest = artefacts.find((one) => one.manifest !== undefined)?.manifest
  const copied = await copiedDescription(manifest, signs, services.registry)
  return assess({
    tool: { name: 'assay', version: services.version },
    now: services.clock.now(),
    artefacts,
    changes: releaseDifference(before.view, view, ages),
    compared: before.compared,
    names: copied === undefined ? signs : [copied, ...signs],
    known: ecosystem === undefined ? [] : recordsOf(packageName(ecosystem, name), version, ecosystem, facts, services),
    ...(allowed === undefined ? {} : { allowed, alsoAllowed }),
    ...(facts === undefined ? {} : { release: facts }),
    ...(purl === undefined ? {} : { purl }),
    ...(ecosystem === undefined ? {} : { asked: { ecosystem, name, version } }),
    diagnostics: [...known.diagnostics, ...refused],
  })
}

function refusal(because: string): Diagnostic {
  return { code: 'USAGE_POLICY', level: 'warning', message: because, source: 'packages/allowed' }
}

function releaseFacts(
  name: string,
  ecosystem: Ecosystem,
  release: Release | undefined,
  { names }: PackageServices,
): ReleaseFacts {
  const popularity = rankOf(name, ecosystem, names)
  return {
    ...(release?.published === undefined ? {} : { published: release.published }),
    ...(release?.firstPublished === undefined ? {} : { firstPublished: release.firstPublished }),
    ...(popularity === undefined ? {} : { popularity }),
  }
}

function recordsOf(
  name: string,
  version: string,
  ecosystem: Ecosystem,
  facts: ReleaseFacts | undefined,
  { advisories }: PackageServices,
): readonly KnownMalware[] {
  const { asOf } = advisories.state
  return knownMalware(name, version, ecosystem, advisories.find(ecosystem, name), {
    ...(facts?.published === undefined ? {} : { published: facts.published }),
    ...(facts?.firstPublished === undefined ? {} : { firstPublished: facts.firstPublished }),
    popular: facts?.popularity !== undefined,
    ...(asOf === null ? {} : { asOf }),
    withdrawn: (id) => advisories.withdrawn(id),
  })
}
