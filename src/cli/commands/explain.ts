import { ERROR_CATALOGUE, type ErrorCode } from '../../base/error-catalogue.ts'
import { UsageError } from '../../base/errors.ts'
import { excerpt, visible } from '../../base/escape.ts'
import { BOM_RULES, FILE_RULES } from '../../engine/rule-plugins.ts'
import { scan } from '../../engine/scan.ts'
import type { Component } from '../../model/component.ts'
import type { AdvisorySummary, Finding } from '../../model/finding.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import type { RuleDoc } from '../../model/rule.ts'
import { explainFinding } from '../../policy/explain.ts'
import { place } from '../../report/table/place.ts'
import { remedyText } from '../../report/table/remedy-text.ts'
import { ADVISORY_OPTIONS } from '../advisory-source.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { IMAGE_OPTIONS } from '../image-options.ts'
import { withScanRequest } from './scan.ts'

/** `assay explain`: everything known of one finding, advisory, rule or error. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'Explain a finding, an advisory, a rule or an error code',
  usage: ['assay explain FINGERPRINT|ADVISORY|PACKAGE|RULE|ERROR [DIR]'],
  about: [
    'A rule id or an error code is explained from the catalogue. For a fingerprint, an advisory id (any alias) or the name of a package the folder is scanned, and everything behind its findings is shown: where it stands, how it was matched, who brings it in, which policy rule decided and why.',
  ],
  options: [
    { name: 'policy', value: 'FILE', help: "A policy file; replaces the project's own assay.yaml." },
    { name: 'preset', value: 'NAME', help: "permissive, balanced or strict; replaces the project's own assay.yaml." },
    {
      name: 'vex',
      value: 'FILE',
      multiple: true,
      help: 'A VEX document you trust (OpenVEX, CycloneDX): what it says is not affected or fixed does not count.',
    },
    ...ADVISORY_OPTIONS,
    { name: 'offline', help: 'Never use the network, whatever is configured.' },
    ...IMAGE_OPTIONS,
    { name: 'quiet', short: 'q', help: 'No progress.' },
  ],
  examples: [
    { command: 'assay explain CVE-2025-32434', does: 'Does it touch this project, where, and what to do?' },
    { command: 'assay explain torch services/rag', does: 'Everything found about one package in one folder.' },
    { command: 'assay explain vulnerabilities/open-range', does: 'What the rule looks for and why.' },
    { command: 'assay explain FORMAT_SYNTAX', does: 'What an error code means and what to do.' },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  const [id, ...rest] = args.positionals
  if (id === undefined)
    throw new UsageError('USAGE_ARGUMENTS', 'expected what to explain', 'For example `assay explain CVE-2025-32434`.')
  const known = await knownText(id)
  if (known !== undefined) {
    context.terminal.out(known)
    return EXIT.allowed
  }
  const findings = await lookIntoProject({ ...args, positionals: rest }, context, id)
  if (findings === undefined) {
    const hint =
      'Give a fingerprint, an advisory id, a package, a rule id or an error code; findings are looked for in the folder named last.'
    throw new UsageError('USAGE_ARGUMENTS', `nothing here is called ${excerpt(id, 80)}`, hint)
  }
  context.terminal.out(findings)
  return EXIT.allowed
}

async function knownText(id: string): Promise<string | undefined> {
  if (Object.hasOwn(ERROR_CATALOGUE, id)) {
    const entry = ERROR_CATALOGUE[id as ErrorCode]
    return `${id}\n  ${entry.title}\n  What to do: ${entry.next}\n`
  }
  const rule = [...FILE_RULES, ...BOM_RULES, ...(await familyRules(id))].find((one) => one.id === id)
  return rule === undefined ? undefined : ruleText(rule)
}

/** Loaded where one of them is asked for: there are hundreds. */
async function familyRules(id: string): Promise<readonly RuleDoc[]> {
  if (id.startsWith('packages/')) return (await import('../../analysis/packages/verdict/story-rules.ts')).storyRules
  if (!/^(?:secrets|personal-data)\//.test(id)) return []
  return (await import('../../analysis/sensitive/scanners.ts')).sensitiveRules()
}

function ruleText(rule: RuleDoc): string {
  const lines = [
    rule.id,
    `  ${rule.title}`,
    `  usual severity: ${rule.severity}`,
    `  why: ${rule.why}`,
    `  what to do: ${rule.fix}`,
  ]
  return `${[...lines, ...rule.references.map((address) => `  ${address}`)].join('\n')}\n`
}

async function lookIntoProject(args: Arguments, context: Context, id: string): Promise<string | undefined> {
  const given = { baseline: undefined, failOn: 'any' } as const
  const { result, policy } = await withScanRequest(args, context, given, async (request) => ({
    result: await scan(request),
    policy: request.policy,
  }))
  const components = new Map(result.components.map((component) => [component.id, component]))
  const findings = result.findings.filter((finding) => speaksOf(finding, components.get(finding.component ?? ''), id))
  const named = result.components.filter((component) => component.name === id || component.purl === id)
  if (findings.length === 0) return named.length === 0 ? undefined : namedText(named, result)
  const input = {
    findings: result.findings,
    bom: { components: result.components },
    coverage: result.coverage,
    policy,
    now: context.clock.now(),
  }
  return findings
    .map((finding) => findingText(finding, components.get(finding.component ?? ''), explainFinding(finding, input)))
    .join('\n')
}

function speaksOf(finding: Finding, component: Component | undefined, id: string): boolean {
  const ids = [finding.advisory, ...(finding.range?.advisories ?? [])].flatMap((advisory) => advisory?.ids ?? [])
  return (
    (id.length >= 6 && finding.fingerprint.startsWith(id)) ||
    ids.some((known) => known.toUpperCase() === id.toUpperCase()) ||
    component?.name === id ||
    component?.purl === id
  )
}

function namedText(components: readonly Component[], result: ScanResult): string {
  const source =
    result.coverage.advisories.kind === 'database' ? 'the advisory database' : 'the starter set of advisories'
  return components
    .map(
      (component) =>
        `${[`${component.purl}: nothing is known against it in ${source}`, ...whereLines(component)].map(visible).join('\n')}\n`,
    )
    .join('\n')
}

function findingText(finding: Finding, component: Component | undefined, decisions: readonly string[]): string {
  const advisories = finding.advisory === undefined ? (finding.range?.advisories ?? []) : [finding.advisory]
  return `${[
    `${finding.severity.toUpperCase()}  ${finding.title}`,
    `  fingerprint ${finding.fingerprint}, rule ${finding.ruleId}`,
    `  ${finding.message}`,
    `  what to do: ${finding.fix.text}`,
    ...(finding.fix.remedy === undefined ? [] : [`    ${remedyText(finding.fix.remedy)}`]),
    `  how sure: ${finding.confidence.level} (${finding.confidence.because.join(', ')})`,
    ...(component === undefined ? [] : whereLines(component)),
    ...advisories.flatMap(advisoryLines),
    '  policy:',
    ...decisions.map((line) => `    ${line}`),
  ]
    .map(visible)
    .join('\n')}\n`
}

function whereLines(component: Component): readonly string[] {
  return [
    ...(component.path.length > 1 ? [`  brought in by: ${component.path.join(' -> ')}`] : []),
    '  where:',
    ...component.evidence.map(({ location, note }) => `    ${place(location)}  ${note}`),
  ]
}

function advisoryLines(advisory: AdvisorySummary): readonly string[] {
  const { cvss } = advisory.severity
  return [
    `  ${advisory.ids.join(' = ')}`,
    `    ${advisory.summary}`,
    ...(cvss === undefined ? [] : [`    CVSS ${cvss.version} score ${cvss.score}: ${cvss.vector}`]),
    ...(advisory.cwes.length === 0 ? [] : [`    ${advisory.cwes.join(', ')}`]),
    ...(advisory.fixed.length === 0
      ? ['    no fixed version is known']
      : [`    fixed in ${advisory.fixed.join(', ')}`]),
    ...(advisory.published === '' ? [] : [`    published ${advisory.published.slice(0, 10)}`]),
    ...advisory.references.map((address) => `    ${address}`),
  ]
}
