import type { Evidence } from '../../model/evidence.ts'
import type { AdvisorySummary, OpenRange } from '../../model/finding.ts'
import type { ModelCode } from '../../model/model-detail.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { SEVERITIES } from '../../model/severity.ts'
import { advisoryAddress, webAddress } from '../advisory-address.ts'
import { settlement } from '../settlement.ts'
import { type Action, isSettled, type Judged } from '../table/action.ts'
import { place } from '../table/place.ts'
import { html, type Markup, trusted } from './markup.ts'
import { bestFix, counted, remedyMarkup, severityBadge } from './parts.ts'

/**
 * The report of 2,000 packages stays below a megabyte, however many of them have findings: the most urgent are told in full, the
 * next in a line each, the rest is counted and stands in the table of packages with its worst severity.
 */
const MAX = { full: 250, lines: 500, findings: 40, places: 4 }

/** Everything to deal with, grouped by package or file, and the controls over it. */
export function findingsSection(result: ScanResult, actions: readonly Action[]): Markup {
  return html`${controls()}
  ${actions.length === 0 ? html`<p class="card">Nothing open was found in what was looked at.</p>` : undefined}
  ${actions.slice(0, MAX.full).map((action, index) => finding(action, index + 1))}
  ${linesTable(actions.slice(MAX.full))}
  ${result.findings.length === 0 ? undefined : html`<p class="soft small">Each finding has a fingerprint in the JSON report; <code>assay explain</code> tells everything of one.</p>`} `
}

/** Hidden until the script serves them. */
function controls(): Markup {
  const options = SEVERITIES.map((severity) => html`<option>${severity}</option>`)
  return html`<div id="controls" class="controls" role="search" aria-label="Filter findings and packages" hidden>
    <label>Search findings and packages<input id="search" type="search" autocomplete="off" spellcheck="false" /></label>
    <label
      >Severity<select id="severity">
        <option value="">all</option>
        ${options}
      </select></label
    >
    <label
      >Policy<select id="decision">
        <option value="">all</option>
        <option>block</option>
        <option>warn</option>
        <option>allow</option>
      </select></label
    >
    <button type="button" id="clear" class="plain">Clear</button>
    <span id="count" class="small" role="status" aria-live="polite"></span>
  </div>`
}

function finding(action: Action, number: number): Markup {
  const [lead] = action.judged
  if (lead === undefined) return html``
  const { decision } = lead
  const severities = [...new Set(action.judged.map((judged) => judged.finding.severity))].join(' ')
  const fix = lead.finding.fix
  const remedy = fix.all?.remedy ?? fix.remedy
  const left = action.judged.length - MAX.findings
  return html`<article
    class="card finding${action.judged.length > 12 ? ' long' : ''}"
    data-s="${severities}"
    data-d="${decision.decision}"
    aria-labelledby="f${number}"
  >
    <div class="head">
      ${severityBadge(lead.finding.severity)}
      <h3 id="f${number}">${action.subject}</h3>
      ${tags(action)}
    </div>
    <p><strong>${bestFix(action)}</strong></p>
    ${remedy === undefined ? undefined : html`<p class="remedy">${remedyMarkup(remedy)}</p>`}
    <ul class="plain">
      ${action.judged.slice(0, MAX.findings).map((judged) => judgedItem(judged, action.judged.length === 1))}
    </ul>
    ${left > 0 ? html`<p class="soft small">and ${counted(left, 'more finding')} of this package; the JSON report has them all.</p>` : undefined}
    ${places(action.component?.evidence ?? lead.finding.evidence)}
  </article> `
}

function linesTable(actions: readonly Action[]): Markup | undefined {
  if (actions.length === 0) return undefined
  const left = actions.length - MAX.lines
  return html`<div class="scroll" role="region" aria-label="Table of less urgent findings" tabindex="0">
      <table class="stack">
        <caption>
          ${counted(actions.length, 'less urgent package or file', 'less urgent packages or files')}, in a line each
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Severity</th>
            <th scope="col">Findings</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          ${actions.slice(0, MAX.lines).map(line)}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p>and ${counted(left, 'more package or file', 'more packages or files')}: the packages below carry their worst severity, the JSON report has every finding.</p>` : undefined}`
}

function line(action: Action): Markup {
  const [lead] = action.judged
  const severity = lead?.finding.severity ?? 'unknown'
  const ids = action.judged.map(({ finding: one }) => one.advisory?.id ?? one.ruleId)
  const left = ids.length - 3
  const listed = `${ids.slice(0, 3).join(', ')}${left > 0 ? ` and ${left} more` : ''}`
  return html`<tr class="finding" data-s="${severity}" data-d="${lead?.decision.decision ?? 'allow'}">
    <th scope="row">${action.subject}</th>
    <td>${severity}</td>
    <td>${listed}</td>
    <td>${bestFix(action)}</td>
  </tr> `
}

function tags({ component, judged }: Action): Markup {
  const decision = judged[0]?.decision
  const chain = component?.path.slice(0, -1) ?? []
  const shown = chain.length > 3 ? [...chain.slice(0, 2), '…', ...chain.slice(-1)] : chain
  const way =
    component === undefined || component.direct === 'unknown'
      ? undefined
      : component.direct === 'yes'
        ? 'direct'
        : chain.length === 0
          ? 'transitive'
          : `brought in by ${shown.join(' → ')}`
  return html`${decision === undefined || decision.decision === 'allow' ? undefined : html`<span class="tag ${decision.decision}">${decision.decision === 'block' ? 'blocks' : 'warns'}</span>`}${way === undefined ? undefined : html`<span class="tag">${way}</span>`}${decision?.known === true ? html`<span class="tag">in the baseline</span>` : undefined}`
}

/** The severity of an only finding stands in the heading already. */
function judgedItem({ finding }: Judged, isOnly: boolean): Markup {
  const { advisory, range, model, title, message, severity, ruleId } = finding
  if (advisory !== undefined) return html`<li>${advisoryLine(advisory)}</li>`
  const code = model?.code
  return html`<li>
    ${isOnly ? undefined : severityBadge(severity)} ${title} <span class="soft small">${ruleId}</span>
    <p class="soft small">${message}</p>
    ${code === undefined ? undefined : program(code)}${rangeLine(range)}
  </li>`
}

function program({ statement, listing }: ModelCode): Markup {
  const instructions =
    listing.length === 0
      ? undefined
      : html`<details>
          <summary>${counted(listing.length, 'instruction')}</summary>
          <pre><code>${codeLines(listing)}</code></pre>
        </details>`
  return html`<pre><code>${statement}</code></pre>
    ${instructions}`
}

/** Line breaks of ours; those of others are visible. */
function codeLines(lines: readonly string[]): readonly Markup[] {
  return lines.map((line) => html`${line}${trusted('\n')}`)
}

function rangeLine(range: OpenRange | undefined): Markup | undefined {
  if (range === undefined || range.advisories.length === 0) return undefined
  const shown = range.advisories.slice(0, 12)
  const left = range.advisories.length - shown.length
  return html`<p class="small">
    Lets in
    ${shown.map(({ id }, index) => html`${index === 0 ? '' : ', '}${linked(id)}`)}${left > 0 ? ` and ${left} more` : ''}
  </p>`
}

function advisoryLine(advisory: AdvisorySummary): Markup {
  const { severity, summary, knownExploited, exploitPrediction, malicious, id } = advisory
  const score = severity.cvss === undefined ? '' : ` ${severity.cvss.score.toFixed(1)}`
  const epss = exploitPrediction?.percentile ?? 0
  const facts = [
    ...(malicious ? ['known malware'] : []),
    ...(knownExploited === undefined ? [] : [`being exploited since ${knownExploited.dateAdded}`]),
    ...(epss >= 0.5 ? [`likelier to be exploited than ${Math.floor(epss * 100)} % of CVEs`] : []),
  ]
  return html`${linked(id)}
    <span class="badge ${severity.level}">${severity.level}${score}</span
    >${facts.map((fact) => html` <span class="tag block">${fact}</span>`)} ${summary}`
}

function linked(id: string): Markup {
  const address = advisoryAddress(id)
  if (address === undefined || webAddress(address) === undefined) return html`<code>${id}</code>`
  return html`<a href="${address}">${id}</a>`
}

function places(evidence: readonly Evidence[]): Markup | undefined {
  if (evidence.length === 0) return undefined
  const left = evidence.length - MAX.places
  return html`<ul class="places">
    ${evidence.slice(0, MAX.places).map(({ location, note }) => html`<li><code>${place(location)}</code> ${note}</li>`)}${left > 0 ? html`<li>and ${counted(left, 'more place')}</li>` : undefined}
  </ul>`
}

/** What somebody accepted, and what VEX says does not apply: never hidden. */
export function settledSection(result: ScanResult): Markup | undefined {
  const titles = new Map(result.findings.map((one) => [one.fingerprint, one]))
  const settled = result.verdict.findings.filter(isSettled)
  if (settled.length === 0) return undefined
  return html`<div class="scroll" role="region" aria-label="Table of waived or cleared findings" tabindex="0">
    <table class="stack">
      <caption>
        ${counted(settled.length, 'finding')} that ${settled.length === 1 ? 'does' : 'do'} not count, and why
      </caption>
      <thead>
        <tr>
          <th scope="col">Finding</th>
          <th scope="col">Severity</th>
          <th scope="col">Why it does not count</th>
        </tr>
      </thead>
      <tbody>
        ${settled.map((decision) => {
          const one = titles.get(decision.fingerprint)
          return html`<tr>
            <th scope="row">${one?.title ?? decision.fingerprint}</th>
            <td>${severityBadge(one?.severity ?? 'unknown')}</td>
            <td>${settlement(decision)}</td>
          </tr> `
        })}
      </tbody>
    </table>
  </div> `
}
