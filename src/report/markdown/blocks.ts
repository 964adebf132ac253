import { visible } from '../../base/escape.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import type { Severity } from '../../model/severity.ts'
import { advisoryAddress } from '../advisory-address.ts'
import { findingName } from '../finding-name.ts'
import { settlement } from '../settlement.ts'
import { type Action, actionsOf, isSettled, openFindings, severityCounts } from '../table/action.ts'
import { place } from '../table/place.ts'
import { remedyText } from '../table/remedy-text.ts'
import { code, codeCell, words } from './escape.ts'
import type { Block } from './fitted.ts'

/** The parts of the comment, most important first. */
export function markdownBlocks(result: ScanResult): readonly Block[] {
  const actions = actionsOf(result)
  const blocking = actions.filter((action) => decisionOf(action) === 'block')
  const others = actions.filter((action) => decisionOf(action) !== 'block')
  return [
    header(result, actions),
    ...(blocking.length === 0 ? [] : [tableBlock('### What blocks\n\n', blocking.map(actionRow), '\n')]),
    ...reasons(result),
    ...(others.length === 0
      ? []
      : [
          tableBlock(
            open(`${counted(others.length, 'package or file', 'packages or files')} with findings that do not block`),
            others.map(actionRow),
            CLOSE,
          ),
        ]),
    ...settled(result),
    ...models(result),
    coverage(result),
  ]
}

const CLOSE = '\n</details>\n\n'

function open(summary: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n`
}

function decisionOf({ judged }: Action): string {
  return judged[0]?.decision.decision ?? 'allow'
}

const VERDICTS = { block: 'blocked', warn: 'allowed with warnings', allow: 'allowed' } as const

function header(result: ScanResult, actions: readonly Action[]): Block {
  const { verdict, coverage: looked, components, models: found } = result
  const opened = openFindings(result)
  const counts = severityCounts(opened).map(([severity, number]) => `${number} ${severity}`)
  const subjects = [
    counted(components.length, 'package'),
    ...(found.length === 0 ? [] : [counted(found.length, 'model')]),
  ].join(' and ')
  const findings =
    opened.length === 0
      ? 'No open findings'
      : `${counted(opened.length, 'finding')} in ${counted(actions.length, 'package or file', 'packages or files')}: ${counts.join(', ')}`
  const incomplete = looked.complete ? '' : '\n\n**Not everything was looked at**: see the coverage below.'
  const head = [
    '<!-- assay-report -->',
    `## Assay: ${VERDICTS[verdict.decision]}`,
    '',
    `${findings}. ${subjects} in ${code(result.target, 80)}, judged by policy ${code(verdict.policy.name, 60)} (${code(verdict.policy.source, 120)}).${incomplete}`,
    '',
    '',
  ]
  return { head: head.join('\n'), rows: [], tail: '', noun: '' }
}

function tableBlock(before: string, rows: readonly string[], tail: string): Block {
  const head = `${before}| severity | what | why | what to do |\n| --- | --- | --- | --- |\n`
  return { head, rows, tail, noun: 'rows' }
}

const MAX_IDS = 4

function actionRow(action: Action): string {
  const [lead] = action.judged
  const severity: Severity = lead?.finding.severity ?? 'unknown'
  const ids = action.judged.map(({ finding }) => linked(findingName(finding)))
  const more = ids.length > MAX_IDS ? ` and ${ids.length - MAX_IDS} more` : ''
  const first = (action.component?.evidence ?? lead?.finding.evidence)?.[0]?.location
  const where =
    first === undefined || place(first) === visible(action.subject) ? '' : `<br>${codeCell(place(first), 120)}`
  const known = lead?.decision.known === true ? ' (known)' : ''
  return `| ${severity}${known} | ${codeCell(action.subject, 120)}${where} | ${ids.slice(0, MAX_IDS).join(', ')}${more}${exploited(action)} | ${advice(action)} |\n`
}

function linked(id: string): string {
  const address = advisoryAddress(id)
  return address === undefined ? words(id, 80) : `[${words(id, 80)}](${address})`
}

function exploited({ judged }: Action): string {
  const advisories = judged.flatMap(({ finding }) => finding.advisory ?? [])
  if (advisories.some(({ malicious }) => malicious)) return '<br>**known malware**'
  return advisories.some(({ knownExploited }) => knownExploited !== undefined) ? '<br>**being exploited**' : ''
}

function advice({ judged }: Action): string {
  const fix = judged[0]?.finding.fix
  if (fix === undefined) return ''
  const text =
    fix.all === undefined
      ? fix.text
      : `Upgrade to ${fix.all.version} or later: it ends all ${fix.all.vulnerabilities} known vulnerabilities.`
  const remedy = fix.all?.remedy ?? fix.remedy
  return `${words(text, 200)}${remedy === undefined ? '' : `<br>${codeCell(remedyText(remedy).replace(/^\$ /, ''), 160)}`}`
}

function reasons(result: ScanResult): readonly Block[] {
  const { verdict } = result
  const lines = [
    ...verdict.reasons.map(({ decision, message, rule }) => `- ${decision}: ${words(message)} (${code(rule, 80)})\n`),
    ...(verdict.completeness === 'incomplete' ? ['- The policy demands a complete scan, and this one is not.\n'] : []),
    ...verdict.notices.map((notice) => `- ${words(notice)}\n`),
  ]
  return lines.length === 0 ? [] : [{ head: '### Policy\n\n', rows: lines, tail: '\n', noun: 'notices' }]
}

function settled(result: ScanResult): readonly Block[] {
  const titles = new Map(result.findings.map(({ fingerprint, title }) => [fingerprint, title]))
  const decided = result.verdict.findings.filter(isSettled)
  if (decided.length === 0) return []
  const rows = decided.map(
    (one) => `- ${words(titles.get(one.fingerprint) ?? one.fingerprint, 200)}: ${words(settlement(one) ?? '')}\n`,
  )
  return [
    {
      head: open(`${counted(decided.length, 'finding')} waived or cleared by VEX`),
      rows,
      tail: CLOSE,
      noun: 'findings',
    },
  ]
}

function models(result: ScanResult): readonly Block[] {
  if (result.models.length === 0) return []
  const rows = result.models.map(({ name, files, claims, remoteCode }) => {
    const formats = [...new Set(files.map(({ format }) => format))].join(', ')
    const licence = claims.licenses.length === 0 ? 'not stated' : codeCell(claims.licenses.join(', '), 80)
    return `| ${codeCell(name, 100)} | ${codeCell(formats, 60)} | ${licence} | ${remoteCode.length === 0 ? 'no' : 'yes'} |\n`
  })
  const head = `${open(counted(rows.length, 'model'))}| model | formats | licence | brings code |\n| --- | --- | --- | --- |\n`
  return [{ head, rows, tail: CLOSE, noun: 'models' }]
}

function coverage(result: ScanResult): Block {
  const { files, packages, gaps, complete, advisories } = result.coverage
  const data =
    advisories.kind === 'none'
      ? 'no advisory data'
      : `advisory data of ${advisories.asOf?.slice(0, 10) ?? 'unknown age'}`
  const summary = complete ? 'Coverage: complete' : 'Coverage: incomplete'
  const facts = `${files.seen} files seen, ${files.parsed} read, ${files.failed} failed, ${files.skippedCount} left out; ${packages.resolved} of ${packages.total} packages with a version and advisories; ${data}${advisories.kind === 'starter' ? ' (starter set only)' : ''}.\n\n`
  const rows = [
    ...gaps.map((gap) => `- ${words(gap)}\n`),
    ...result.diagnostics
      .filter(({ level }) => level !== 'note')
      .map(({ code: id, message, location }) => {
        return `- ${location === undefined ? '' : `${code(place(location), 120)}: `}${words(message)} (${id})\n`
      }),
  ]
  return { head: `${open(summary)}${facts}`, rows, tail: CLOSE, noun: 'lines' }
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
