import type {
  Advisory,
  AdvisoryLookup,
  AdvisoryState,
  Affected,
  ExploitPrediction,
  KnownExploited,
  RangeEvent,
} from '../../src/model/advisory.ts'
import type { Ecosystem } from '../../src/model/ecosystem.ts'

/** What a case wants to say of a record; the rest is filled in. */
export interface AdvisorySketch extends Partial<Omit<Advisory, 'affected'>> {
  readonly ecosystem?: Ecosystem
  readonly name?: string
  readonly versions?: readonly string[]
  /** Events of one range, as OSV writes them. */
  readonly events?: readonly RangeEvent[]
  /** Instead of `versions` and `events`: several entries or ranges. */
  readonly affected?: readonly Partial<Affected>[]
}

/** A record of `torch` on PyPI unless the sketch says otherwise. */
export function advisory(sketch: AdvisorySketch = {}): Advisory {
  const { ecosystem = 'PyPI', name = 'torch', versions = [], events, affected, ...rest } = sketch
  const ranges = events === undefined ? [] : [{ type: ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM', events } as const]
  return {
    id: 'PYSEC-2024-1',
    aliases: [],
    upstream: [],
    published: '2024-01-01T00:00:00Z',
    modified: '2024-02-01T00:00:00Z',
    summary: 'Loading a model runs code',
    severity: { level: 'unknown' },
    malicious: false,
    cwes: [],
    references: [],
    ...rest,
    affected: (affected ?? [{ versions, ranges }]).map((entry) => ({
      ecosystem,
      name,
      versions: [],
      ranges: [],
      ...entry,
    })),
  }
}

/** What a lookup knows beside its records. */
export interface LookupSketch {
  readonly kind?: AdvisoryState['kind']
  /** Withdrawn ids with their dates. */
  readonly withdrawn?: Readonly<Record<string, string>>
  readonly exploited?: readonly KnownExploited[]
  readonly predictions?: readonly ExploitPrediction[]
}

/** A lookup over these records, found by the ecosystem and name of their entries. */
export function lookupOf(advisories: readonly Advisory[], sketch: LookupSketch = {}): AdvisoryLookup {
  const { kind = 'database', withdrawn = {}, exploited = [], predictions = [] } = sketch
  const byPackage = Map.groupBy(
    advisories.flatMap((record) => packagesOf(record).map((key) => ({ key, record }))),
    ({ key }) => key,
  )
  return {
    state: {
      kind,
      asOf: '2026-11-20T00:00:00Z',
      builtAt: null,
      digest: null,
      ecosystems: [],
      knownExploited: exploited.length,
      exploitPredictions: predictions.length,
    },
    find: (ecosystem, name) => (byPackage.get(`${ecosystem} ${name}`) ?? []).map(({ record }) => record),
    withdrawn: (id) => withdrawn[id],
    knownExploited: (cve) => exploited.find((entry) => entry.cve === cve),
    exploitPrediction: (cve) => predictions.find((entry) => entry.cve === cve),
  }
}

function packagesOf(record: Advisory): readonly string[] {
  return [...new Set(record.affected.map((entry) => `${entry.ecosystem} ${entry.name}`))]
}
