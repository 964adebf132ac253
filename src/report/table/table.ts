import { excerpt, visible } from '../../base/escape.ts'
import type { Model } from '../../model/model.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import type { Reporter, ReportStyle } from '../reporter.ts'
import { findingName } from '../finding-name.ts'
import { settlement } from '../settlement.ts'
import { type Action, actionsOf, isSettled, type Judged, openFindings, severityCounts } from './action.ts'
import { type Paint, paint } from './paint.ts'
import { place } from './place.ts'
import { remedyText } from './remedy-text.ts'
import { wrap } from './wrap.ts'

/** How many things to do are spelt out in the short form, how many findings of one package. */
const SHORT = { actions: 8, findings: 4, places: 3, rows: 20 }
const FULL = { actions: Infinity, findings: Infinity, places: 20, rows: Infinity }
type Extent = typeof SHORT

/** For people at a terminal: the verdict, what to do first and why, everything else in a line each, what was not looked at. */
export const table: Reporter = {
  id: 'table',
  title: 'For people: the verdict, what to do first and why, and what was not looked at',
  mediaType: 'text/plain',
  *render(result, style) {
    const page: Page = { result, style, ink: paint(style.colour), extent: style.detail === 'full' ? FULL : SHORT }
    const actions = actionsOf(result)
    yield* lines(header(page))
    yield* lines(firstThings(page, actions))
    yield* lines(theRest(page, actions))
    yield* lines(models(page))
    yield* lines(coverage(page))
    yield* lines(notices(page))
    yield* lines(verdict(page))
  },
}

interface Page {
  readonly result: ScanResult
  readonly style: ReportStyle
  readonly ink: Paint
  readonly extent: Extent
}

function* lines(block: readonly string[]): Iterable<string> {
  for (const line of block) yield `${line.trimEnd()}\n`
}

function header({ result, ink }: Page): readonly string[] {
  const { packages, files } = result.coverage
  const { length } = result.models
  const subjects = [
    ...(packages.total > 0 || length === 0 ? [count(packages.total, 'package')] : []),
    ...(length > 0 ? [count(length, 'model')] : []),
  ]
  const facts = `${subjects.join(' and ')} in ${count(files.parsed, 'file')}`
  return ['', `${ink.strong(`Assay ${result.tool.version}`)}  ${visible(result.target)}  ${ink.faint(facts)}`, '']
}

function firstThings(page: Page, actions: readonly Action[]): readonly string[] {
  if (actions.length === 0) return [page.ink.strong('Nothing was found in what was looked at.'), '']
  const shown = actions.slice(0, page.extent.actions)
  return [
    page.ink.strong('What to do first'),
    '',
    ...shown.flatMap((action, index) => [...describe(page, action, index + 1), '']),
  ]
}

function describe(page: Page, action: Action, number: number): readonly string[] {
  const { ink, style, extent } = page
  const [lead] = action.judged
  if (lead === undefined) return []
  const { finding, decision } = lead
  const label = ink.severity(finding.severity, finding.severity.toUpperCase())
  const mark = decision.decision === 'block' ? ink.decision('block', ' BLOCK ') + ' ' : ''
  const indent = '     '
  return [
    `${String(number).padStart(3)}. ${mark}${label}  ${ink.strong(visible(action.subject))}${directWords(action)}`,
    ...wrap(visible(bestFix(action)), style.width, indent).map((line) => ink.strong(line)),
    ...action.judged
      .slice(0, extent.findings)
      .flatMap((judged) => [
        ...wrap(reason(judged), style.width, `${indent}- `).map(hang(indent)),
        ...program(page, judged).map((line) => ink.faint(`${indent}    ${line}`)),
      ]),
    ...more(action.judged.length - extent.findings, 'finding', `${indent}  `, ink),
    ...wrap(`why first: ${visible(whyFirst(action))}`, style.width, indent).map(ink.faint),
    ...places(page, action).map((line) => ink.faint(indent + line)),
    ...remedy(action).map((text) => indent + visible(text)),
  ]
}

/** What the code in a model file does, as one line of Python; in full also the instructions it comes from. */
function program({ style, extent }: Page, { finding }: Judged): readonly string[] {
  const code = finding.model?.code
  if (code === undefined) return []
  const listing = extent === FULL ? code.listing : []
  return [code.statement, ...listing].map((line) => excerpt(line, Math.max(40, style.width - 10)))
}

/** Continuation lines of a bulleted paragraph hang under its text. */
function hang(indent: string): (line: string, index: number) => string {
  return (line, index) => (index === 0 ? line : `${indent}  ${line.slice(indent.length + 2)}`)
}

function directWords({ component }: Action): string {
  if (component === undefined || component.direct === 'unknown') return ''
  if (component.direct === 'yes') return '  (direct)'
  const chain = component.path.slice(0, -1)
  if (chain.length === 0) return '  (transitive)'
  const shown = chain.length > 3 ? [...chain.slice(0, 2), '…', ...chain.slice(-1)] : chain
  return visible(`  (brought in by ${shown.join(' → ')})`)
}

/** One upgrade often ends several findings; then that one is what to do. */
function bestFix(action: Action): string {
  const fix = action.judged[0]?.finding.fix
  if (fix?.all === undefined || action.component === undefined) return fix?.text ?? ''
  const { version, vulnerabilities } = fix.all
  const soonest = fix.version === undefined || fix.version === version ? '' : ` (${fix.version} ends the worst)`
  return `Upgrade to ${version} or later: it ends all ${vulnerabilities} known vulnerabilities${soonest}.`
}

function reason({ finding, decision }: Judged): string {
  const id = finding.advisory?.id ?? finding.ruleId
  const known = decision.known ? ' [known]' : ''
  const score = finding.advisory?.severity.cvss?.score
  const words = score === undefined ? finding.severity : `${finding.severity} ${score.toFixed(1)}`
  const what = finding.advisory?.summary ?? finding.title
  return visible(`${id} (${words})${known}: ${what}`)
}

function whyFirst(action: Action): string {
  const clauses: string[] = []
  const advisories = action.judged.flatMap(({ finding }) => finding.advisory ?? [])
  const exploited = advisories.find((advisory) => advisory.knownExploited !== undefined)
  const likely = Math.max(0, ...advisories.map((advisory) => advisory.exploitPrediction?.percentile ?? 0))
  if (advisories.some((advisory) => advisory.malicious)) clauses.push('known malware')
  if (exploited !== undefined)
    clauses.push(`${exploited.id} is being exploited (CISA, since ${exploited.knownExploited?.dateAdded})`)
  if (likely >= 0.5) clauses.push(`likelier to be exploited than ${Math.floor(likely * 100)} % of all CVEs (EPSS)`)
  const [lead] = action.judged
  if (lead !== undefined)
    clauses.push(
      `policy rule ${lead.decision.rule}`,
      `${lead.finding.confidence.level} confidence: ${lead.finding.confidence.because.join(', ')}`,
    )
  return clauses.join('; ')
}

function places({ extent }: Page, action: Action): readonly string[] {
  const evidence = action.component?.evidence ?? action.judged.flatMap(({ finding }) => finding.evidence)
  const shown = evidence
    .slice(0, extent.places)
    .map(({ location, note }) => `${place(location)}  ${excerpt(note, 100)}`)
  const left = evidence.length - shown.length
  return left > 0 ? [...shown, `… and ${count(left, 'more place')}`] : shown
}

function remedy(action: Action): readonly string[] {
  const fix = action.judged[0]?.finding.fix
  const chosen = fix?.all?.remedy ?? fix?.remedy
  return chosen === undefined ? [] : [remedyText(chosen)]
}

function more(left: number, noun: string, indent: string, ink: Paint): readonly string[] {
  return left > 0 ? [ink.faint(`${indent}… and ${count(left, `more ${noun}`)}; \`--detail full\` shows all`)] : []
}

function theRest(page: Page, actions: readonly Action[]): readonly string[] {
  const rest = actions.slice(page.extent.actions)
  if (rest.length === 0) return []
  const shown = rest.slice(0, page.extent.rows)
  const rows = shown.map((action) => {
    const [lead] = action.judged
    const severity = lead?.finding.severity ?? 'unknown'
    const ids = action.judged.map(({ finding }) => findingName(finding))
    const listed = ids.length > 2 ? `${ids.slice(0, 2).join(', ')} and ${ids.length - 2} more` : ids.join(', ')
    return `  ${page.ink.severity(severity, severity.padEnd(8))}  ${excerpt(action.subject, 36).padEnd(36)}  ${excerpt(listed, 60)}`
  })
  return [page.ink.strong('Then'), '', ...rows, ...more(rest.length - shown.length, 'package', '  ', page.ink), '']
}

/** What models there are, in a line each. */
function models({ result, ink, extent }: Page): readonly string[] {
  if (result.models.length === 0) return []
  const shown = result.models.slice(0, extent.rows)
  const rows = shown.map((model) => `  ${excerpt(model.name, 36).padEnd(36)}  ${modelWords(model)}`)
  return [ink.strong('Models'), '', ...rows, ...more(result.models.length - shown.length, 'model', '  ', ink), '']
}

function modelWords({ files, parameters, claims, remoteCode }: Model): string {
  const formats = [...new Set(files.map(({ format }) => format))].join(', ')
  const words = [
    formats === '' ? 'no weights' : visible(formats),
    ...(parameters === undefined ? [] : [`${magnitude(Number(parameters))} parameters`]),
    ...(claims.quantization === undefined ? [] : [visible(claims.quantization)]),
    claims.licenses.length === 0 ? 'licence not stated' : excerpt(claims.licenses.join(', '), 40),
    ...(remoteCode.length === 0 ? [] : ['brings code']),
  ]
  return words.join('; ')
}

/** 7000000000 is `7.0 B`, as people speak of models. */
function magnitude(number: number): string {
  const [unit, divisor] = number >= 1e9 ? ['B', 1e9] : number >= 1e6 ? ['M', 1e6] : number >= 1e3 ? ['k', 1e3] : ['', 1]
  return unit === '' ? String(number) : `${(number / (divisor as number)).toFixed(1)} ${unit}`
}

function coverage({ result, ink, style, extent }: Page): readonly string[] {
  const { files, packages, advisories, gaps } = result.coverage
  const fileWords = [
    `${files.seen} files seen`,
    `${files.parsed} read`,
    `${files.failed} failed`,
    `${files.skippedCount} left out`,
  ]
  const packageWords = [
    `${packages.resolved} with a version`,
    `${packages.unpinned} without`,
    `${packages.local} local`,
    `${packages.unregistered} from git or an address`,
    `${packages.outsideAdvisories} outside every advisory source`,
  ]
  const problems = result.diagnostics.filter((diagnostic) => diagnostic.level !== 'note')
  const shown = problems.slice(0, Math.min(10, extent.rows))
  return [
    `${ink.strong('Coverage')}  ${result.coverage.complete ? 'complete' : ink.severity('medium', 'INCOMPLETE')}`,
    `  files      ${fileWords.join(', ')}`,
    // A look at models alone asks for no packages: zeros would only be noise.
    ...(packages.total === 0 && result.models.length > 0
      ? []
      : [`  packages   ${packageWords.join(', ')}`, `  advisories ${advisoryWords(advisories)}`]),
    ...gaps.flatMap((gap) => wrap(visible(gap), style.width, '  ! ')),
    ...shown.flatMap((one) =>
      wrap(
        `${one.location === undefined ? '' : `${place(one.location)}: `}${visible(one.message)} (${one.code})`,
        style.width,
        '  ? ',
      ),
    ),
    ...more(problems.length - shown.length, 'diagnostic', '  ', ink),
    '',
  ]
}

function advisoryWords(state: ScanResult['coverage']['advisories']): string {
  if (state.kind === 'none') return 'none'
  const records = state.ecosystems.map(({ ecosystem, records: n }) => `${n} ${ecosystem}`).join(', ')
  const age = state.ageDays === null ? '' : `, newest ${state.asOf?.slice(0, 10)} (${count(state.ageDays, 'day')} old)`
  return `${state.kind === 'starter' ? 'STARTER SET ONLY' : 'database'}: ${records}${age}`
}

function notices({ result, ink, style }: Page): readonly string[] {
  const settled = result.verdict.findings.filter(isSettled)
  const known = result.verdict.findings.filter((decision) => decision.known && !isSettled(decision))
  const titles = new Map(result.findings.map(({ fingerprint, title }) => [fingerprint, title]))
  const block = [
    ...settled.map((one) => `${titles.get(one.fingerprint) ?? one.fingerprint}: ${settlement(one) ?? ''}`),
    ...(known.length > 0 ? [`${count(known.length, 'finding')} in the baseline`] : []),
    ...result.verdict.notices,
  ].flatMap((notice) => wrap(visible(notice), style.width, '  '))
  return block.length === 0 ? [] : [ink.strong('Policy notices'), ...block, '']
}

function verdict({ result, ink, style }: Page): readonly string[] {
  const open = openFindings(result)
  const counts = severityCounts(open).map(([severity, number]) => ink.severity(severity, `${number} ${severity}`))
  const { decision, policy, reasons, completeness } = result.verdict
  const blocking = open.filter((one) => one.decision.decision === 'block').length
  return [
    `${ink.decision(decision, ` ${decision.toUpperCase()} `)}  ${count(open.length, 'finding')}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
    ...(blocking > 0 ? [`  ${count(blocking, 'finding')} must be dealt with before policy lets this through`] : []),
    ...reasons.flatMap((one) => wrap(visible(`${one.decision}: ${one.message} (${one.rule})`), style.width, '  ')),
    ...(completeness === 'incomplete' ? ['  The policy demands a complete scan, and this one is not.'] : []),
    ink.faint(
      `  policy ${visible(policy.name)} (${visible(policy.source)}); \`assay explain FINGERPRINT|ADVISORY|RULE\` tells more`,
    ),
    '',
  ]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
