import { basename } from 'node:path'
import type { SensitiveSettings } from '../analysis/sensitive/sensitive-settings.ts'
import { assignFingerprints } from '../analysis/fingerprint.ts'
import { notInspected } from '../analysis/models/not-inspected.ts'
import type { Clock } from '../base/clock.ts'
import { compareText } from '../base/compare.ts'
import type { Limits } from '../base/limits.ts'
import { assemble } from '../inventory/assemble.ts'
import type { Extractor } from '../inventory/extractor.ts'
import type { AdvisoryLookup } from '../model/advisory.ts'
import type { Bom } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { Baseline, Policy } from '../model/policy.ts'
import type { RuleDoc } from '../model/rule.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { evaluatePolicy } from '../policy/evaluate.ts'
import type { TreeSource } from '../scan/source.ts'
import { directorySource } from '../scan/sources/directory.ts'
import type { CacheSettings } from './cache/cache-settings.ts'
import { measureCoverage } from './coverage.ts'
import type { FileObservation } from './inspection.ts'
import { type Attention, inspectTree, type TreeInspection } from './inspect-tree.ts'
import { BOM_RULES, FILE_RULES } from './rule-plugins.ts'
import type { ProgressListener } from './progress.ts'

/** Everything a scan is made of; complete, with no defaults hidden below the doors. */
export interface ScanRequest {
  /** Absolute path of the folder. */
  readonly root: string
  /** One file in it, relative; undefined for the whole tree. */
  readonly only: string | undefined
  /** `models`: only the rules about model files, and these over every file, whatever its name. */
  readonly attention: Attention
  readonly limits: Limits
  readonly gitignore: boolean
  readonly exclude: readonly string[]
  readonly workers: number
  readonly advisories: AdvisoryLookup
  readonly policy: Policy
  readonly baseline: Baseline | undefined
  readonly failOn: 'any' | 'new'
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onProgress: ProgressListener
  /** How secrets and personal data are looked for; absent: they are not. */
  readonly sensitive?: SensitiveSettings
  /** Where inspections are kept between runs; absent: nowhere. What comes out is the same. */
  readonly cache?: CacheSettings
  /** The version of Assay. */
  readonly version: string
}

/**
 * Scans a folder: walk, inspect every wanted file once, assemble the inventory, run the rules over it, measure what was
 * looked at, judge. Throws ExternalError when the root cannot be read, and what the signal throws; all else is in the result.
 */
export async function scan(request: ScanRequest): Promise<ScanResult> {
  return conclude(request, await inspect(request))
}

/** What was read of a tree, before anything is concluded from it. */
export interface Inspected {
  readonly tree: TreeSource
  readonly extractors: readonly Extractor[]
  readonly inspection: TreeInspection
}

/** The first half of a scan: walk and read. */
export async function inspect(request: ScanRequest): Promise<Inspected> {
  const tree = await directorySource(request.root, request.limits)
  const extractors = await extractorsFor(request.attention)
  return { tree, extractors, inspection: await inspectTree({ ...request, tree, extractors }) }
}

/** The second half: assemble, look for trouble, measure, judge. Pure but for the clock; `assay fix` asks it twice. */
export async function conclude(
  request: ScanRequest,
  { extractors, inspection: inspected }: Inspected,
): Promise<ScanResult> {
  const locking = new Map(extractors.map((extractor) => [extractor.id, extractor]))
  const bom = assemble(inspected.extractions, locking, basename(request.root))
  const findings = await findTrouble(bom, request.advisories, inspected.observations)
  const { diagnostics, files } = inspected
  const now = request.clock.now()
  const { components, relationships } = bom
  const partly = inspected.observations
    .filter(({ ruleId }) => ruleId === notInspected.id)
    .flatMap(({ observation }) => observation.evidence.map(({ location }) => location.path))
  const coverage = measureCoverage({
    files,
    components,
    diagnostics,
    advisories: request.advisories.state,
    partly,
    now,
  })
  const verdict = evaluatePolicy({
    findings,
    bom,
    coverage,
    policy: request.policy,
    now,
    failOn: request.failOn,
    withdrawn: (id) => request.advisories.withdrawn(id),
    ...(request.baseline === undefined ? {} : { baseline: request.baseline }),
  })
  return {
    schemaVersion: 1,
    tool: { name: 'assay', version: request.version },
    target: request.only ?? basename(request.root),
    verdict,
    coverage,
    findings,
    components,
    relationships,
    models: bom.models.map(({ model }) => model),
    diagnostics,
    rules: await rulesOf(findings),
  }
}

/** Those for packages are loaded when packages are looked for: they are most of what a scan loads. */
async function extractorsFor(attention: Attention): Promise<readonly Extractor[]> {
  if (attention === 'secrets') return []
  return attention === 'models'
    ? (await import('./model-extractor-plugins.ts')).MODEL_EXTRACTORS
    : (await import('./extractor-plugins.ts')).EXTRACTORS
}

/** Those for secrets are hundreds: of them only the ones that found something are named. */
async function rulesOf(findings: readonly Finding[]): Promise<readonly RuleDoc[]> {
  const missing = new Set(
    findings.map(({ ruleId }) => ruleId).filter((id) => !RULE_DOCS.some((rule) => rule.id === id)),
  )
  if (missing.size === 0) return RULE_DOCS
  const { sensitiveRules } = await import('../analysis/sensitive/sensitive-rules.ts')
  const further = sensitiveRules().filter(({ id }) => missing.has(id))
  return [...RULE_DOCS, ...further.map(docOf)].toSorted((a, b) => compareText(a.id, b.id))
}

function docOf({ id, title, severity, why, fix, references }: RuleDoc): RuleDoc {
  return { id, title, severity, why, fix, references }
}

const RULE_DOCS: readonly RuleDoc[] = [...FILE_RULES, ...BOM_RULES]
  .map(docOf)
  .toSorted((a, b) => (a.id < b.id ? -1 : 1))

async function findTrouble(
  bom: Bom,
  known: AdvisoryLookup,
  seen: readonly FileObservation[],
): Promise<readonly Finding[]> {
  const inFiles = seen.map(({ ruleId, observation }) => ({ ...observation, ruleId }))
  const inInventory = BOM_RULES.flatMap((rule) =>
    [...rule.inspect(bom, known)].map((observation) => ({ ...observation, ruleId: rule.id })),
  )
  const found = [...inFiles, ...inInventory]
  if (!found.some(({ model }) => (model?.exposure.length ?? 0) > 0)) return assignFingerprints(found)
  // Loaded where something asks: it brings the version schemes of all ecosystems.
  const { withExposure } = await import('../analysis/models/exposure.ts')
  return assignFingerprints(withExposure(found, bom))
}
