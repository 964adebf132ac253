import type { Finding } from '../model/finding.ts'
import type { Baseline, BaselineEntry } from '../model/policy.ts'
import { advisoryIds } from './baseline.ts'
import { pathsOf } from './facts.ts'

/** Tells findings that were there before from new ones. */
export interface KnownFindings {
  /** The entry that knows a finding; remembers that the entry is still of use. */
  entryOf(finding: Finding): BaselineEntry | undefined
  /** Entries no finding was known by so far. */
  unused(): readonly BaselineEntry[]
}

/**
 * A finding is known when an entry has its fingerprint, or when an entry of the same rule about the same package shares an
 * advisory id with it and has all its paths: the name of an alias group changes when a CVE is assigned to what only had
 * another id before. Under another name, a finding that also turns up in a further file is new.
 */
export function knownFindings(baseline: Baseline): KnownFindings {
  const byFingerprint = new Map(baseline.entries.map((entry) => [entry.fingerprint, entry]))
  const bySubject = Map.groupBy(
    baseline.entries.flatMap((entry) => subjectKeys(entry).map((key) => ({ key, entry }))),
    ({ key }) => key,
  )
  const used = new Set<BaselineEntry>()
  return {
    entryOf: (finding) => {
      const renamed = () => subjectKeys(withIds(finding)).flatMap((key) => bySubject.get(key) ?? [])
      const found = byFingerprint.get(finding.fingerprint) ?? holding(pathsOf(finding), renamed())
      const entry = found !== undefined && knowsAll(found, finding) ? found : undefined
      if (entry !== undefined) used.add(entry)
      return entry
    },
    unused: () => baseline.entries.filter((entry) => !used.has(entry)),
  }
}

/** An open range is one finding however many advisories it lets in: one that nobody had accepted makes it new. */
function knowsAll(entry: BaselineEntry, { range }: Finding): boolean {
  const before = new Set(entry.ids)
  return range?.advisories.every((advisory) => advisory.ids.some((id) => before.has(id))) ?? true
}

type Subject = Pick<BaselineEntry, 'ruleId' | 'identity' | 'ids'>

/**
 * One key for each id: rule, package, id. The package is the identity without the ids of the advisory, so that
 * `PyPI torch CVE-2024-31580` and `PyPI torch PYSEC-2024-259` are both about `PyPI torch`.
 */
function subjectKeys({ ruleId, identity, ids }: Subject): readonly string[] {
  const own = new Set(ids)
  const words = identity.split(' ').filter((word) => !own.has(word))
  return [...own].map((id) => JSON.stringify([ruleId, words.join(' '), id]))
}

function withIds(finding: Finding): Subject {
  return { ruleId: finding.ruleId, identity: finding.identity, ids: advisoryIds(finding) }
}

function holding(
  paths: readonly string[],
  candidates: readonly { readonly entry: BaselineEntry }[],
): BaselineEntry | undefined {
  return candidates.find(({ entry }) => {
    const before = new Set(entry.paths)
    return paths.every((path) => before.has(path))
  })?.entry
}
