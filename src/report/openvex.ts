import { safeJson } from '../base/escape.ts'
import type { Component } from '../model/component.ts'
import type { AdvisorySummary, Finding } from '../model/finding.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { FindingDecision } from '../model/verdict.ts'
import { contentUuid } from './content-uuid.ts'
import { endedExposures } from './ended-exposure.ts'
import { isoTime } from './iso-time.ts'
import type { Reporter } from './reporter.ts'
import { type Standing, standingOf } from './standing.ts'

/**
 * OpenVEX 0.2: what is known of each vulnerability in each package of the project, for whoever ships it and for other scanners.
 * A result without vulnerabilities has no statements, where the official schema wants at least one: there is nothing to state.
 */
export const openvex: Reporter = {
  id: 'openvex',
  title: 'OpenVEX 0.2 JSON: what is affected, fixed, not affected, under investigation',
  mediaType: 'application/vnd.openvex+json',
  *render(result, { now }) {
    yield `${safeJson(document(result, now))}\n`
  },
}

function document(result: ScanResult, now: number): object {
  const statements = [...findingStatements(result), ...fixedStatements(result)]
  const author = 'Assay (automated scan)'
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:uuid:${contentUuid({ author, statements })}`,
    author,
    role: 'Scanner',
    timestamp: isoTime(now),
    version: 1,
    tooling: `assay/${result.tool.version}`,
    statements,
  }
}

interface Stated {
  readonly advisory: AdvisorySummary
  readonly component: Component
  readonly standing: Standing
}

/** One statement for each vulnerability and what is said of it, with all packages it is said of. */
function findingStatements(result: ScanResult): readonly object[] {
  const components = new Map(result.components.map((component) => [component.id, component]))
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  const stated = result.findings.flatMap((finding) =>
    statedOf(finding, components.get(finding.component ?? ''), decisions.get(finding.fingerprint)),
  )
  const groups = Map.groupBy(stated, ({ advisory, standing }) => JSON.stringify([advisory.id, standing]))
  return [...groups.values()].map(statement)
}

function statedOf(
  finding: Finding,
  component: Component | undefined,
  decision: FindingDecision | undefined,
): readonly Stated[] {
  if (component === undefined) return []
  const advisories = finding.advisory === undefined ? (finding.range?.advisories ?? []) : [finding.advisory]
  const standing = standingOf(finding, decision)
  return advisories.map((advisory) => ({ advisory, component, standing }))
}

function statement(group: readonly Stated[]): object {
  const [first] = group
  if (first === undefined) throw new Error('a statement about nothing')
  const { advisory, standing } = first
  const purls = [...new Set(group.map(({ component }) => component.purl))].sort()
  const aliases = advisory.ids.filter((id) => id !== advisory.id)
  return {
    vulnerability: {
      name: advisory.id.toWellFormed(),
      ...(advisory.summary === '' ? {} : { description: advisory.summary.toWellFormed() }),
      ...(aliases.length === 0 ? {} : { aliases: aliases.map((alias) => alias.toWellFormed()) }),
    },
    products: purls.map(product),
    status: standing.status,
    ...words(standing),
  }
}

function product(purl: string): object {
  return { '@id': purl, identifiers: { purl } }
}

/** `not_affected` has a justification or an impact statement, never both; `affected` an action statement. */
function words({ status, justification, statement: text, decided }: Standing): object {
  const said = text.toWellFormed()
  if (status === 'affected')
    return { action_statement: said, ...(decided === '' ? {} : { status_notes: decided.toWellFormed() }) }
  if (status !== 'not_affected') return { status_notes: said }
  return justification === undefined ? { impact_statement: said } : { justification, status_notes: said }
}

function fixedStatements(result: ScanResult): readonly object[] {
  return endedExposures(result).map(({ cve, component, fixed }) => ({
    vulnerability: { name: cve },
    products: [product(component.purl)],
    status: 'fixed',
    status_notes: `Fixed since ${fixed}.`.toWellFormed(),
  }))
}
