import { createHash } from 'node:crypto'
import { inspectArtefact } from '../../src/analysis/packages/inspection/inspect-artefact.ts'
import { openArtefact } from '../../src/analysis/packages/contents/open-artefact.ts'
import { PACKAGE_LIMITS } from '../../src/analysis/packages/contents/package-limits.ts'
import { ContainerBudget } from '../../src/analysis/models/containers/budget.ts'
import { importNames } from '../../src/analysis/packages/names/import-name.ts'
import { nameIndex } from '../../src/analysis/packages/names/name-index.ts'
import { starterNames } from '../../src/analysis/packages/names/starter-names.ts'
import { fixedClock, systemClock } from '../../src/base/clock.ts'
import { DEFAULT_LIMITS } from '../../src/base/limits.ts'
import { assessLocal, assessRelease } from '../../src/engine/packages/assess-package.ts'
import type { PackageServices, PopularNames } from '../../src/engine/packages/package-services.ts'
import { memorySource } from '../../src/formats/zip-source.ts'
import type { Ecosystem } from '../../src/model/ecosystem.ts'
import type { PackageAssessment } from '../../src/model/package-assessment.ts'
import { packageName } from '../../src/model/package-name.ts'
import { purlOf } from '../../src/model/purl.ts'
import type { Registry } from '../../src/scan/sources/registry/open-registry.ts'
import { PACKAGES_OF_MODULE } from '../../src/inventory/imports/python-module-table.ts'
import type { Release, ReleaseAnswer, ReleaseFile } from '../../src/scan/sources/registry/release.ts'
import { lookupOf } from './advisory-fakes.ts'
import { EPOCH } from './assay.ts'
import type { CaseArtefact, CaseProject, CaseRelease } from './package-case.ts'
import { PUBLISHED } from './package-case.ts'

const NAMES: PopularNames = {
  PyPI: nameIndex('PyPI', starterNames('PyPI')),
  npm: nameIndex('npm', starterNames('npm')),
}

/** Judges the release of a project as the program does, with the registry, the worker and the clock in memory. */
export async function assessProject(project: CaseProject): Promise<PackageAssessment> {
  const artefacts = [...project.release.artefacts, ...(project.previous?.artefacts ?? [])]
  const services = servicesFor(project, new Map(artefacts.map(({ name, bytes }) => [name, bytes()])))
  if (project.ecosystem === 'conda') {
    const local = ({ name }: CaseArtefact) => ({ name, path: name, kind: 'archive' as const })
    return assessLocal(project.release.artefacts.map(local), services, project.previous?.artefacts.map(local))
  }
  const answer = await assessRelease(purlOf(project.ecosystem, project.name, project.release.version), services)
  if ('what' in answer) throw new Error(`${project.name} is missing`)
  return answer
}

function servicesFor(project: CaseProject, artefacts: ReadonlyMap<string, Uint8Array>): PackageServices {
  return {
    pool: {
      inspect: async ({ name, path, ecosystem }) => {
        const bytes = bytesOf(artefacts, path)
        const budget = new ContainerBudget(PACKAGE_LIMITS, systemClock)
        const events = openArtefact(memorySource(bytes), name, budget, ecosystem === undefined ? {} : { ecosystem })
        const facts = await inspectArtefact(events, name, {
          limits: DEFAULT_LIMITS,
          ...(ecosystem === undefined ? {} : { ecosystem }),
          leaveOut: new Map(),
          onFile: () => {},
        })
        return { ...facts, size: bytes.length, sha256: sha256(bytes) }
      },
    },
    ...(project.ecosystem === 'conda' ? {} : { registry: memoryRegistry(project, artefacts) }),
    advisories: lookupOf(project.records ?? []),
    names: NAMES,
    modules: importNames(PACKAGES_OF_MODULE),
    allowed: () => ({ kind: 'none' }),
    compare: true,
    choice: 'all',
    machine: { platform: 'linux', architecture: 'x64' },
    limits: DEFAULT_LIMITS,
    clock: fixedClock(Number(EPOCH) * 1000),
    version: '0.0.0',
    onStep: () => {},
  }
}

function bytesOf(artefacts: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = artefacts.get(name)
  if (bytes === undefined) throw new Error(`there is no ${name}`)
  return bytes
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A registry that knows one project, and of others how old they are. */
function memoryRegistry(project: CaseProject, artefacts: ReadonlyMap<string, Uint8Array>): Registry {
  const { ecosystem, name, release, previous, others = {} } = project
  const own = purlOf(ecosystem, packageName(ecosystem, name))
  const missing = (what: 'package' | 'version'): ReleaseAnswer => ({ kind: 'missing', what, registries: [REGISTRY] })
  return {
    release: async (purl) => {
      if (purl.startsWith(own)) return registered(project, release)
      const [other, since] = Object.entries(others).find(([one]) => purl.startsWith(purlOf(ecosystem, one))) ?? []
      return other === undefined || since === undefined ? missing('package') : foreign(ecosystem, other, since)
    },
    previous: async () => (previous === undefined ? missing('version') : registered(project, previous)),
    artefact: async (file) => {
      const bytes = bytesOf(artefacts, file.name)
      return {
        source: memorySource(bytes),
        path: file.name,
        sha256: sha256(bytes),
        verified: ['sha256'],
        proof: 'strong',
        cached: false,
        close: async () => {},
      }
    },
  }
}

const REGISTRY = 'https://registry.example/'

function registered({ ecosystem, name, since, release, previous }: CaseProject, one: CaseRelease): Release {
  const published = one.published ?? (one === release ? PUBLISHED : BEFORE)
  const scoped = packageName(ecosystem, name)
  return {
    kind: 'release',
    purl: purlOf(ecosystem, scoped, one.version),
    ecosystem,
    name: scoped,
    version: one.version,
    files: one.artefacts.map((artefact): ReleaseFile => ({
      name: artefact.name,
      kind: artefact.name.endsWith('.whl') ? 'wheel' : artefact.name.endsWith('.tgz') ? 'tarball' : 'sdist',
      address: `${REGISTRY}${artefact.name}`,
      registry: REGISTRY,
      digests: [],
      published,
      ...(one.provenance === true ? { provenance: `${REGISTRY}provenance` } : {}),
    })),
    unreadNames: [],
    published,
    ...(since === undefined ? {} : { firstPublished: since }),
    versions: [one, ...(previous === undefined ? [] : [previous])].map(({ version }) => version),
    ...(ecosystem === 'npm' ? { manifest: { name: scoped, version: one.version, ...one.stated } } : {}),
    registries: [REGISTRY],
  }
}

/** Ordinary projects release every few weeks. */
const BEFORE = '2026-10-20T08:00:00Z'

function foreign(ecosystem: Ecosystem, name: string, since: string): Release {
  return registered(
    { ecosystem, name, since, release: { version: '1.0.0', artefacts: [], published: since } },
    { version: '1.0.0', artefacts: [], published: since },
  )
}
