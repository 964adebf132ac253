import { safeJson, visible } from '../base/escape.ts'
import type { Component } from '../model/component.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Location } from '../model/location.ts'
import type { RuleDoc } from '../model/rule.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { Severity } from '../model/severity.ts'
import type { FindingDecision } from '../model/verdict.ts'
import type { Reporter } from './reporter.ts'
import { settlement } from './settlement.ts'

/**
 * SARIF 2.1.0 (OASIS), shaped for code scanning: a level and a `security-severity` per advisory, real lines and columns,
 * one result per group of aliases, fingerprints that survive version bumps, relative URIs, waivers as suppressions.
 */
export const sarif: Reporter = {
  id: 'sarif',
  title: 'SARIF 2.1.0 for code scanning',
  mediaType: 'application/sarif+json',
  *render(result) {
    yield `${safeJson(log(result))}\n`
  },
}

function log(result: ScanResult): object {
  const descriptors = descriptorsOf(result)
  const indexes = new Map(descriptors.map((descriptor, index) => [descriptor.id, index]))
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  const components = new Map(result.components.map((component) => [component.id, component]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Assay',
            semanticVersion: result.tool.version,
            rules: descriptors,
            notifications: notificationCodes(result.diagnostics),
          },
        },
        automationDetails: { id: 'assay/scan/' },
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder that was scanned.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.diagnostics.map(notification),
            properties: { coverage: result.coverage },
          },
        ],
        results: result.findings.map((finding) =>
          resultOf(finding, indexes, decisions.get(finding.fingerprint), components.get(finding.component ?? '')),
        ),
        properties: { decision: result.verdict.decision, policy: result.verdict.policy },
      },
    ],
  }
}

interface Descriptor {
  readonly id: string
  readonly [field: string]: unknown
}

/**
 * One rule per advisory, because code-scanning services read `security-severity` from the rule, not from the result. The id
 * is hierarchical (`vulnerabilities/known-vulnerability/CVE-2024-31580`), as section 3.52.4 of the standard allows.
 */
function descriptorsOf(result: ScanResult): readonly Descriptor[] {
  const docs = new Map(result.rules.map((rule) => [rule.id, rule]))
  const found = new Map<string, Descriptor>()
  for (const finding of result.findings) {
    const id = sarifRuleId(finding)
    if (!found.has(id)) found.set(id, descriptor(id, finding, docs.get(finding.ruleId)))
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function sarifRuleId(finding: Finding): string {
  return finding.advisory === undefined
    ? finding.ruleId
    : `${finding.ruleId}/${encodeURIComponent(finding.advisory.id)}`
}

function descriptor(id: string, finding: Finding, doc: RuleDoc | undefined): Descriptor {
  const { advisory } = finding
  const short = advisory === undefined ? (doc?.title ?? finding.ruleId) : `${advisory.id}: ${advisory.summary}`
  const help = [doc?.why, doc?.fix].filter((text) => text !== undefined).join('\n\n')
  const reference = advisory?.references.find(isWebAddress) ?? doc?.references.find(isWebAddress)
  return {
    id,
    name: finding.ruleId,
    shortDescription: { text: oneLine(short, 250) },
    fullDescription: { text: oneLine(advisory?.summary ?? doc?.why ?? short, 900) },
    help: { text: help || short },
    ...(reference === undefined ? {} : { helpUri: reference }),
    defaultConfiguration: { level: level(finding.severity) },
    properties: {
      'security-severity': securitySeverity(finding),
      precision: finding.confidence.level === 'high' ? 'very-high' : finding.confidence.level,
      tags: ['security', ...cwesOf(finding).map((cwe) => `external/cwe/${cwe.toLowerCase()}`)],
    },
  }
}

/** Of the advisory, or of the weakness of a model file. */
function cwesOf({ advisory, model }: Finding): readonly string[] {
  return advisory?.cwes ?? model?.cwes ?? []
}

function resultOf(
  finding: Finding,
  indexes: ReadonlyMap<string, number>,
  decision: FindingDecision | undefined,
  component: Component | undefined,
): object {
  const [first, ...others] = finding.evidence
  const ruleId = sarifRuleId(finding)
  return {
    ruleId,
    ruleIndex: indexes.get(ruleId) ?? -1,
    level: level(finding.severity),
    message: {
      text: `${oneLine(finding.title, 300)}. ${oneLine(finding.fix.text, 500)}\n\n${oneLine(finding.message, 2000)}`,
    },
    locations: first === undefined ? [] : [located(first, component)],
    ...(others.length === 0 ? {} : { relatedLocations: others.slice(0, 50).map(related) }),
    partialFingerprints: { 'assay/v1': finding.fingerprint },
    ...(decision?.known === true ? { baselineState: 'unchanged' } : {}),
    ...suppressions(decision),
    properties: {
      confidence: finding.confidence.level,
      because: finding.confidence.because,
      decision: decision?.decision ?? 'allow',
      ...(component === undefined ? {} : { purl: component.purl, path: component.path }),
      ...(finding.advisory === undefined ? {} : { ids: finding.advisory.ids }),
      ...(finding.model === undefined ? {} : { model: finding.model }),
      ...(finding.fix.remedy === undefined ? {} : { remedy: finding.fix.remedy }),
    },
  }
}

function suppressions(decision: FindingDecision | undefined): { readonly suppressions?: readonly object[] } {
  const settled = decision === undefined ? undefined : settlement(decision)
  if (settled === undefined) return {}
  return { suppressions: [{ kind: 'external', status: 'accepted', justification: oneLine(settled, 500) }] }
}

function located(evidence: Evidence, component: Component | undefined): object {
  return {
    physicalLocation: physical(evidence.location),
    ...(component === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: component.purl, kind: 'package' }] }),
  }
}

function related(evidence: Evidence, index: number): object {
  return {
    id: index + 1,
    physicalLocation: physical(evidence.location),
    message: { text: oneLine(evidence.note, 300) },
  }
}

function physical(location: Location): object {
  const region =
    location.lines === undefined
      ? {}
      : {
          region: {
            startLine: location.lines.start,
            endLine: location.lines.end,
            ...(location.column === undefined ? {} : { startColumn: location.column }),
          },
        }
  return { artifactLocation: { uri: relativeUri(location.path), uriBaseId: 'SRCROOT' }, ...region }
}

/** Each segment encoded, so a file named `a:b` or `//host/x` cannot become an absolute address. */
function relativeUri(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/')
}

function notification(diagnostic: Diagnostic): object {
  return {
    level: diagnostic.level,
    message: { text: oneLine(diagnostic.message, 1000) },
    descriptor: { id: diagnostic.code },
    ...(diagnostic.location === undefined ? {} : { locations: [{ physicalLocation: physical(diagnostic.location) }] }),
  }
}

function notificationCodes(diagnostics: readonly Diagnostic[]): readonly object[] {
  return [...new Set(diagnostics.map((diagnostic) => diagnostic.code))].sort().map((id) => ({ id }))
}

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note' | 'none'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  unknown: 'warning',
  low: 'note',
  none: 'note',
}

function level(severity: Severity): string {
  return LEVELS[severity]
}

/** The middle of each band, for advisories rated by a word: critical is above 9.0, high from 7.0, medium from 4.0. */
const BAND_MIDDLE: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  unknown: '5.0',
  low: '2.0',
  none: '0.0',
}

function securitySeverity(finding: Finding): string {
  const score = finding.advisory?.severity.cvss?.score
  if (score === undefined || finding.severity !== finding.advisory?.severity.level) return BAND_MIDDLE[finding.severity]
  return score.toFixed(1)
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\/[^\s<>"]+$/.test(address) && URL.canParse(address)
}

/** Some viewers print messages into logs that read line commands (`::set-output`): no foreign line break survives. */
function oneLine(text: string, length: number): string {
  const shown = visible(text.replace(/\s+/g, ' '))
  return shown.length <= length ? shown : `${shown.slice(0, length - 1)}…`
}
