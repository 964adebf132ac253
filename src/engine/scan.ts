import { basename } from 'node:path'
import type { SensitiveSettings } from '../analysis/sensitive/sensitive-settings.ts'
import { assignFingerprints } from '../analysis/fingerprint.ts'
import { withUsage } from '../analysis/imports/with-usage.ts'
import { notInspected } from '../analysis/models/not-inspected.ts'
import type { Clock } from '../base/clock.ts'
import { compareText } from '../base/compare.ts'
import { lazy } from '../base/lazy.ts'
import type { Limits } from '../base/limits.ts'
import { assemble } from '../inventory/assemble.ts'
import type { Extractor } from '../inventory/extractor.ts'
import type { AdvisoryLookup } from '../model/advisory.ts'
import type { Bom } from '../model/component.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Finding, RuledObservation } from '../model/finding.ts'
import type { Baseline, Policy } from '../model/policy.ts'
import type { RuleDoc } from '../model/rule.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { evaluatePolicy } from '../policy/evaluate.ts'
import type { TreeSource } from '../scan/source.ts'
import type { CacheSettings } from './cache/cache-settings.ts'
import { measureCoverage } from './coverage.ts'
import type { FileObservation } from './inspection.ts'
import { type Attention, inspectTree, type TreeInspection } from './inspect-tree.ts'
import { type ImageTarget, openTree } from './open-tree.ts'
import { notInstalledNotes } from './not-installed-notes.ts'
import { BOM_RULES, FILE_RULES } from './rule-plugins.ts'
import type { InspectedDependencies } from './packages/inspect-dependencies.ts'
import type { ProgressListener } from './progress.ts'
import type { TreeContent, WholeTree, WholeTreeOptions } from './whole-tree.ts'
import { bomWithLayers, observationsWithLayers } from './with-layers.ts'

/** Everything a scan is made of; complete, with no defaults hidden below the doors. */
export interface ScanRequest {
  /** Absolute path of the folder, or of the image. */
  readonly root: string
  /** The root is a container image: what is scanned is the file system in it. */
  readonly image?: ImageTarget
  /** One file in it, relative; undefined for the whole tree. */
  readonly only: string | undefined
  /** These files in it and no other; absent: those that the walk meets. */
  readonly paths?: readonly string[]
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
  /** Looks into the packages that the project depends on; absent: they are matched by name and version only. */
  readonly packages?: (bom: Bom) => Promise<InspectedDependencies>
  /** How secrets and personal data are looked for; absent: they are not. */
  readonly sensitive?: SensitiveSettings
  /** What the caller knows of what is not looked at. */
  readonly gaps?: readonly Diagnostic[]
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
  return conclude(request, await inspectOrRecall(request, isRecallable(request)))
}

/** What was read of a tree, before anything is concluded from it. */
export interface Inspected {
  readonly tree: TreeSource
  readonly extractors: readonly Extractor[]
  readonly inspection: TreeInspection
  /** Present for an image: its reference, and which layer brought a file. */
  readonly image?: { readonly name: string; readonly layerOf: (path: string) => string | undefined }
  /** What was put together of these very files before, in place of the extractions. */
  readonly inventory?: Bom
  /** Takes down what is put together, for the next scan of a tree in which nothing changes. */
  readonly keep?: (inventory: Bom) => void
}

/** The first half of a scan: walk and read. */
export async function inspect(request: ScanRequest): Promise<Inspected> {
  return inspectOrRecall(request, false)
}

/** The same; where it may be recalled, the content of a tree in which nothing changed is what an earlier scan put together. */
async function inspectOrRecall(request: ScanRequest, mayRecall: boolean): Promise<Inspected> {
  const { cache, image, root, attention } = request
  const readers = lazy(() => extractorsFor(attention))
  // Who reads an image decides what of it is unpacked.
  const opening = { ...request, extractors: image === undefined ? [] : await readers() }
  const { close, layerOf, name, ...opened } = await openTree(opening)
  try {
    const cachePlace = lazy(async () => cache && (await import('./cache/open-cache.ts')).cachePlace(cache, root))
    const place = mayRecall ? await cachePlace() : undefined
    const whole = place && (await recall({ ...request, ...opened, extractors: readers, place }))
    if (whole?.content !== undefined) return { ...recalled(whole.content), tree: opened.tree }
    const extractors = await readers()
    const inspection = await inspectTree({ ...request, ...opened, ...whole?.begun, extractors, cachePlace })
    return {
      tree: opened.tree,
      extractors,
      inspection,
      ...(layerOf === undefined ? {} : { image: { name, layerOf } }),
      ...(whole === undefined ? {} : { keep: (bom) => whole.keep(bom, inspection) }),
    }
  } finally {
    close()
  }
}

/** A part of a tree, an image, and what providers say of tokens are looked at anew. */
function isRecallable({ cache, only, paths, image, attention, sensitive }: ScanRequest): boolean {
  const isWhole = only === undefined && paths === undefined && image === undefined
  const isForAll = attention === 'project' || attention === 'secrets'
  return cache?.stamps === true && isWhole && isForAll && sensitive?.validate === undefined
}

async function recall(options: WholeTreeOptions): Promise<WholeTree> {
  return (await import('./whole-tree.ts')).wholeTree(options)
}

function recalled({ bom, ...rest }: TreeContent): Omit<Inspected, 'tree'> {
  return { extractors: [], inspection: { ...rest, extractions: [] }, inventory: bom }
}

/** The second half: assemble, look for trouble, measure, judge. Pure but for the clock; `assay fix` asks it twice. */
export async function conclude(
  request: ScanRequest,
  { extractors, inspection: inspected, image, inventory, keep }: Inspected,
): Promise<ScanResult> {
  const name = image?.name ?? basename(request.root)
  const whole = inventory ?? putTogether(inspected, extractors, name, image === undefined ? 'project' : 'image')
  keep?.(whole)
  const assembled = ofWholeProject(request, whole)
  const bom = image === undefined ? assembled : bomWithLayers(assembled, image.layerOf)
  const seen =
    image === undefined ? inspected.observations : observationsWithLayers(inspected.observations, image.layerOf)
  const inside = (await request.packages?.(bom)) ?? { observations: [], diagnostics: [] }
  const findings = await findTrouble(bom, request.advisories, seen, inside.observations)
  const { files } = inspected
  const diagnostics = [
    ...(request.gaps ?? []),
    ...inspected.diagnostics,
    ...notInstalledNotes(bom),
    ...inside.diagnostics,
  ]
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
    target: request.only ?? name,
    verdict,
    coverage,
    findings,
    components,
    relationships,
    models: bom.models.map(({ model }) => model),
    diagnostics,
    rules: await rulesOf(findings, request.sensitive?.userRules ?? []),
  }
}

function putTogether(
  { extractions }: TreeInspection,
  extractors: readonly Extractor[],
  name: string,
  kind: 'project' | 'image',
): Bom {
  return assemble(extractions, new Map(extractors.map((extractor) => [extractor.id, extractor])), name, kind)
}

/**
 * What a part of a tree imports says nothing of what the rest declares, and the source in an image is that of everybody who had a
 * hand in it.
 */
function ofWholeProject({ only, paths, image }: ScanRequest, { projects, ...bom }: Bom): Bom {
  const isWhole = only === undefined && paths === undefined && image === undefined
  return isWhole && projects !== undefined ? { ...bom, projects } : bom
}

/** Those for packages are loaded when packages are looked for: they are most of what a scan loads. */
async function extractorsFor(attention: Attention): Promise<readonly Extractor[]> {
  if (attention === 'secrets' || attention === 'publish') return []
  return attention === 'models'
    ? (await import('./model-extractor-plugins.ts')).MODEL_EXTRACTORS
    : (await import('./extractor-plugins.ts')).EXTRACTORS
}

/** Those for secrets are hundreds, and packages are not always looked into: of both only the ones that found something are named. */
async function rulesOf(findings: readonly Finding[], own: readonly RuleDoc[]): Promise<readonly RuleDoc[]> {
  const missing = new Set(
    findings.map(({ ruleId }) => ruleId).filter((id) => !RULE_DOCS.some((rule) => rule.id === id)),
  )
  if (missing.size === 0) return RULE_DOCS
  const { sensitiveRules } = await import('../analysis/sensitive/scanners.ts')
  const { storyRules } = await import('../analysis/packages/verdict/story-rules.ts')
  const further = [...sensitiveRules(), ...storyRules, ...own].filter(({ id }) => missing.has(id))
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
  inPackages: readonly RuledObservation[],
): Promise<readonly Finding[]> {
  const inFiles = seen.map(({ ruleId, observation }) => ({ ...observation, ruleId }))
  const inInventory = BOM_RULES.flatMap((rule) =>
    [...rule.inspect(bom, known)].map((observation) => ({ ...observation, ruleId: rule.id })),
  )
  const found = withUsage([...inFiles, ...inInventory, ...inPackages], bom)
  if (!found.some(({ model }) => (model?.exposure.length ?? 0) > 0)) return assignFingerprints(found)
  // Loaded where something asks: it brings the version schemes of all ecosystems.
  const { withExposure } = await import('../analysis/models/exposure.ts')
  return assignFingerprints(withExposure(found, bom))
}
