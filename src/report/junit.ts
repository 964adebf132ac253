import { visible } from '../base/escape.ts'
import type { Finding } from '../model/finding.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { FindingDecision } from '../model/verdict.ts'
import type { Reporter } from './reporter.ts'
import { settlement } from './settlement.ts'
import { place } from './table/place.ts'

/**
 * JUnit XML as CI servers read it: each finding is a test that fails where policy blocks and is skipped where somebody settled
 * it, each package without findings a test that passes, and the coverage a test that is skipped when it is not complete.
 */
export const junit: Reporter = {
  id: 'junit',
  title: 'JUnit XML for CI servers: what policy blocks fails',
  mediaType: 'application/xml',
  *render(result) {
    const suites = [suite('findings', findingCases(result)), suite('packages', packageCases(result)), coverage(result)]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield `<testsuites name="assay" ${counts(suites.flatMap((one) => one.cases))}>\n`
    for (const { name, cases } of suites) {
      yield `  <testsuite name="${name}" ${counts(cases)}>\n`
      for (const { text } of cases) yield text
      yield '  </testsuite>\n'
    }
    yield '</testsuites>\n'
  },
}

interface Case {
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'error'
  readonly text: string
}

interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
}

function suite(name: string, cases: readonly Case[]): Suite {
  return { name, cases }
}

function counts(cases: readonly Case[]): string {
  const number = (outcome: Case['outcome']): number => cases.filter((one) => one.outcome === outcome).length
  return `tests="${cases.length}" failures="${number('failed')}" errors="${number('error')}" skipped="${number('skipped')}" time="0"`
}

function findingCases(result: ScanResult): readonly Case[] {
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  return result.findings.map((finding) => findingCase(finding, decisions.get(finding.fingerprint)))
}

function findingCase(finding: Finding, decision: FindingDecision | undefined): Case {
  const [first] = finding.evidence
  const at = first === undefined ? {} : { file: first.location.path, line: first.location.lines?.start }
  const attributes = { classname: finding.ruleId.replaceAll('/', '.'), name: finding.title, ...at }
  const settled = decision === undefined ? undefined : settlement(decision)
  if (settled !== undefined) return testCase('skipped', attributes, `<skipped message="${xml(settled)}"/>`)
  const message = `${finding.severity}: ${finding.fix.text}`
  const details = [
    finding.message,
    ...finding.evidence.slice(0, 20).map((one) => `${place(one.location)}  ${one.note}`),
  ]
  const body = details.map(xml).join('\n')
  if (decision?.decision === 'block')
    return testCase(
      'failed',
      attributes,
      `<failure type="${xml(decision.rule)}" message="${xml(message)}">${body}</failure>`,
    )
  return testCase('passed', attributes, `<system-out>${xml(message)}\n${body}</system-out>`)
}

function packageCases(result: ScanResult): readonly Case[] {
  const found = new Set(result.findings.map(({ component }) => component))
  return result.components
    .filter(({ id }) => !found.has(id))
    .map(({ ecosystem, id }) => testCase('passed', { classname: `packages.${ecosystem}`, name: id }, ''))
}

/** Reasons of the policy that are not about one finding stand here too: a blocking one fails. */
function coverage(result: ScanResult): Suite {
  const { gaps, complete } = result.coverage
  const classname = 'coverage'
  const said = [
    ...gaps,
    ...result.diagnostics.map(
      ({ code, message, location }) => `${location === undefined ? '' : `${place(location)}: `}${message} (${code})`,
    ),
  ]
  const body = said.map(xml).join('\n')
  const demanded = result.verdict.completeness === 'incomplete'
  const whole: Case = complete
    ? testCase('passed', { classname, name: 'everything was looked at' }, `<system-out>${body}</system-out>`)
    : demanded
      ? testCase(
          'error',
          { classname, name: 'everything was looked at' },
          `<error message="incomplete">${body}</error>`,
        )
      : testCase(
          'skipped',
          { classname, name: 'everything was looked at' },
          `<skipped message="incomplete">${body}</skipped>`,
        )
  const reasons = result.verdict.reasons.map(({ rule, decision, message }) => {
    const attributes = { classname: 'policy', name: rule }
    if (decision !== 'block') return testCase('passed', attributes, `<system-out>${xml(message)}</system-out>`)
    return testCase('failed', attributes, `<failure type="${xml(rule)}" message="${xml(message)}"/>`)
  })
  return suite('coverage', [whole, ...reasons])
}

function testCase(
  outcome: Case['outcome'],
  attributes: Readonly<Record<string, string | number | undefined>>,
  body: string,
): Case {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('')
  const text = body === '' ? `    <testcase${written}/>\n` : `    <testcase${written}>${body}</testcase>\n`
  return { outcome, text }
}

/** Characters that XML 1.0 cannot hold at all are visible as `\u{…}`; the five with a meaning are entities. */
function xml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}
