import { safeJson, visible } from '../base/escape.ts'
import type { Component } from '../model/component.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import type { Finding } from '../model/finding.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { Severity } from '../model/severity.ts'
import type { FindingDecision } from '../model/verdict.ts'
import { advisoryAddress, webAddress } from './advisory-address.ts'
import { contentUuid } from './content-uuid.ts'
import { isoTime } from './iso-time.ts'
import type { Reporter } from './reporter.ts'
import { settlement } from './settlement.ts'

/**
 * GitLab's report of dependency scanning, schema 15.0.7, which every GitLab since 16 reads. It speaks of packages alone: findings
 * about model files are in the code quality report. What was not looked at stands in the messages of the scan.
 */
export const gitlab: Reporter = {
  id: 'gitlab',
  title: 'GitLab dependency scanning report (schema 15)',
  mediaType: 'application/json',
  *render(result, { now }) {
    yield `${safeJson(report(result, now))}\n`
  },
}

function report(result: ScanResult, now: number): object {
  const components = new Map(result.components.map((component) => [component.id, component]))
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  const program = { id: 'assay', name: 'Assay', version: result.tool.version, vendor: { name: 'Assay' } }
  // The pattern of the schema has no zone; it means UTC.
  const time = isoTime(now).slice(0, -1)
  return {
    version: '15.0.7',
    scan: {
      analyzer: program,
      scanner: program,
      type: 'dependency_scanning',
      start_time: time,
      end_time: time,
      status: 'success',
      messages: messages(result),
    },
    vulnerabilities: result.findings.flatMap((finding) => {
      const component = components.get(finding.component ?? '')
      return component === undefined ? [] : [vulnerability(finding, component, decisions.get(finding.fingerprint))]
    }),
    dependency_files: dependencyFiles(result.components),
  }
}

function messages(result: ScanResult): readonly object[] {
  return [
    ...result.coverage.gaps.map((gap) => ({ level: 'warn', value: text(gap, 1000) })),
    ...result.diagnostics.map(({ message, code }) => ({ level: 'info', value: text(`${message} (${code})`, 1000) })),
  ]
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  unknown: 'Unknown',
  low: 'Low',
  none: 'Info',
}

function vulnerability(finding: Finding, component: Component, decision: FindingDecision | undefined): object {
  const settled = decision === undefined ? undefined : settlement(decision)
  const description = [finding.message, ...(settled === undefined ? [] : [settled])].join(' ')
  const links = (finding.advisory?.references ?? []).flatMap((reference) => webAddress(reference) ?? [])
  return {
    id: contentUuid({ fingerprint: finding.fingerprint }),
    name: text(finding.advisory?.summary || finding.title, 255),
    description: prose(description, 10_000),
    severity: SEVERITIES[finding.severity],
    solution: prose(finding.fix.text, 7000),
    identifiers: identifiers(finding),
    links: links.map((url) => ({ url })),
    location: {
      file: pathOf(finding.evidence[0]?.location.path ?? component.evidence[0]?.location.path ?? ''),
      dependency: {
        package: { name: text(component.name, 255) },
        version: versionOf(component),
        ...directOf(component),
      },
    },
    ...(decision?.vex?.status === 'not_affected'
      ? {
          flags: [
            { type: 'flagged-as-likely-false-positive', origin: 'assay', description: text(settled ?? '', 1000) },
          ],
        }
      : {}),
  }
}

/** The first one is what GitLab tracks the finding by. */
function identifiers({ advisory, ruleId, identity }: Finding): readonly object[] {
  if (advisory === undefined) return [{ type: 'assay_rule', name: ruleId, value: text(identity, 255) }]
  const ids = [advisory.id, ...advisory.ids.filter((id) => id !== advisory.id)]
  return [
    ...ids.map((id) => {
      const url = advisoryAddress(id)
      const type = /^[A-Za-z]+/.exec(id)?.[0].toLowerCase() ?? 'osv'
      return { type, name: text(id, 255), value: text(id, 255), ...(url === undefined ? {} : { url }) }
    }),
    ...advisory.cwes.flatMap((cwe) => {
      const number = /^CWE-(\d{1,6})$/.exec(cwe)?.[1]
      const url = `https://cwe.mitre.org/data/definitions/${number}.html`
      return number === undefined ? [] : [{ type: 'cwe', name: cwe, value: number, url }]
    }),
  ]
}

const MANAGERS: Readonly<Record<Ecosystem, string>> = { PyPI: 'pip', npm: 'npm', conda: 'conda' }

/** By file and package manager, what it fixed the version of. */
function dependencyFiles(components: readonly Component[]): readonly object[] {
  const exact = components.filter(({ version, evidence }) => version.kind === 'exact' && evidence.length > 0)
  const groups = Map.groupBy(exact, ({ evidence, ecosystem }) =>
    JSON.stringify([evidence[0]?.location.path, MANAGERS[ecosystem]]),
  )
  return [...groups.values()].map((group) => ({
    path: pathOf(group[0]?.evidence[0]?.location.path ?? ''),
    package_manager: MANAGERS[group[0]?.ecosystem ?? 'PyPI'],
    dependencies: group.map((component) => ({
      package: { name: text(component.name, 255) },
      version: versionOf(component),
      ...directOf(component),
    })),
  }))
}

function versionOf({ version }: Component): string {
  return text(version.kind === 'exact' ? version.version : version.kind === 'range' ? version.text : version.kind, 255)
}

function directOf({ direct }: Component): { readonly direct?: boolean } {
  return direct === 'unknown' ? {} : { direct: direct === 'yes' }
}

function pathOf(path: string): string {
  return path === '' ? '.' : visible(path)
}

/** GitLab shows these texts as its Markdown: what begins an element, a link or a mention is escaped. */
function prose(foreign: string, length: number): string {
  return cut(
    visible(foreign)
      .replace(/[<>`\\[\]*_~|]/g, (character) => `\\${character}`)
      .replaceAll('@', '&#64;'),
    length,
  )
}

/** Names and identifiers are compared and shown as they are. */
function text(foreign: string, length: number): string {
  return cut(visible(foreign), length)
}

function cut(safe: string, length: number): string {
  return safe.length <= length ? safe : `${safe.slice(0, length - 1)}…`
}
