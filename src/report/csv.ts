import { visible } from '../base/escape.ts'
import type { Component } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { FindingDecision } from '../model/verdict.ts'
import type { Reporter } from './reporter.ts'
import { settlement } from './settlement.ts'

/**
 * CSV (RFC 4180) for spreadsheets: a row for each finding, for each gap of the coverage and for each diagnostic. No cell can be
 * a formula: what begins like one has an apostrophe before it (CWE-1236).
 */
export const csv: Reporter = {
  id: 'csv',
  title: 'CSV for spreadsheets: findings, and what was not looked at',
  mediaType: 'text/csv; charset=utf-8; header=present',
  *render(result) {
    yield line(COLUMNS)
    for (const row of rowsOf(result)) yield line(COLUMNS.map((column) => row[column] ?? ''))
  },
}

const COLUMNS = [
  'kind',
  'severity',
  'decision',
  'title',
  'advisory',
  'aliases',
  'package',
  'version',
  'ecosystem',
  'purl',
  'direct',
  'scope',
  'file',
  'line',
  'cell',
  'fixed in',
  'what to do',
  'cvss',
  'epss',
  'known exploited since',
  'confidence',
  'settled by',
  'in baseline',
  'policy rule',
  'rule',
  'fingerprint',
] as const

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>

function* rowsOf(result: ScanResult): Iterable<Row> {
  const components = new Map(result.components.map((component) => [component.id, component]))
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  for (const finding of result.findings)
    yield findingRow(finding, components.get(finding.component ?? ''), decisions.get(finding.fingerprint))
  for (const gap of result.coverage.gaps) yield { kind: 'not looked at', title: gap }
  for (const { code, level, message, location } of result.diagnostics)
    yield {
      kind: 'diagnostic',
      severity: level,
      title: message,
      rule: code,
      file: location?.path ?? '',
      line: location?.lines === undefined ? '' : String(location.lines.start),
    }
}

function findingRow(finding: Finding, component: Component | undefined, decision: FindingDecision | undefined): Row {
  const { advisory, fix } = finding
  const location = finding.evidence[0]?.location
  return {
    kind: 'finding',
    severity: finding.severity,
    decision: decision?.decision ?? 'allow',
    title: finding.title,
    advisory: advisory?.id ?? '',
    aliases: (advisory?.ids ?? []).filter((id) => id !== advisory?.id).join(' '),
    ...(component === undefined ? {} : componentCells(component)),
    file: location?.path ?? '',
    line: location?.lines === undefined ? '' : String(location.lines.start),
    cell: location?.cell === undefined ? '' : String(location.cell),
    'fixed in': fix.all?.version ?? fix.version ?? '',
    'what to do': fix.text,
    cvss: advisory?.severity.cvss?.score.toFixed(1) ?? '',
    epss: advisory?.exploitPrediction?.score.toString() ?? '',
    'known exploited since': advisory?.knownExploited?.dateAdded ?? '',
    confidence: finding.confidence.level,
    'settled by': (decision === undefined ? undefined : settlement(decision)) ?? '',
    'in baseline': decision?.known === true ? 'yes' : 'no',
    'policy rule': decision?.rule ?? '',
    rule: finding.ruleId,
    fingerprint: finding.fingerprint,
  }
}

function componentCells({ name, version, ecosystem, purl, direct, scope }: Component): Row {
  const shown = version.kind === 'exact' ? version.version : version.kind === 'range' ? version.text : version.kind
  return { package: name, version: shown, ecosystem, purl, direct, scope }
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

/**
 * Spreadsheets take `=`, `+`, `-`, `@` (also in their wide forms, also behind blanks) for the beginning of a formula. Tabs and line
 * breaks, which begin one too, are made visible.
 */
function cell(text: string): string {
  const shown = visible(text)
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(shown) ? `'${shown}` : shown
  return /[",\s']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
