import type { ScanResult } from '../../model/scan-result.ts'
import type { Decision } from '../../model/verdict.ts'
import { type Action, openFindings, severityCounts } from '../table/action.ts'
import { bestFix, counted, remedyMarkup, severityBadge } from './parts.ts'
import { html, type Markup } from './markup.ts'

const WORDS: Readonly<Record<Decision, string>> = {
  block: 'Blocked by policy',
  warn: 'Allowed, with warnings',
  allow: 'Allowed',
}

/** The verdict, the counts, and loudly what was not looked at. */
export function verdictSection(result: ScanResult, actions: readonly Action[]): Markup {
  const { verdict, coverage } = result
  const open = openFindings(result)
  const blocking = open.filter(({ decision }) => decision.decision === 'block').length
  const subjects = [
    counted(result.components.length, 'package'),
    ...(result.models.length === 0 ? [] : [counted(result.models.length, 'model')]),
  ].join(' and ')
  const sentence =
    open.length === 0
      ? `No open findings in ${subjects}.`
      : `${counted(open.length, 'finding')} in ${counted(actions.length, 'package or file', 'packages or files')} of ${subjects}${blocking === 0 ? '' : `; ${blocking} of them ${blocking === 1 ? 'blocks' : 'block'}`}.`
  return html`<section class="card verdict ${verdict.decision}" aria-label="Verdict">
      <div>
        <p class="word">${WORDS[verdict.decision]}</p>
        <p>${sentence}</p>
        <p class="soft small">Policy ${verdict.policy.name} (${verdict.policy.source})</p>
      </div>
      <ul class="tiles" aria-label="Open findings by severity">
        ${severityCounts(open).map(
          ([severity, number]) => html`<li class="${severity}"><b>${number}</b>${severity}</li>`,
        )}
      </ul>
    </section>
    ${coverage.complete ? undefined : gaps(coverage.gaps)}`
}

function gaps(sentences: readonly string[]): Markup {
  return html`<section class="card alert" aria-label="Not everything was looked at">
    <strong>Not everything was looked at.</strong>
    <ul>
      ${sentences.map((gap) => html`<li>${gap}</li>`)}
    </ul>
  </section>`
}

const SHOWN = 5

/** The most urgent things, in one line each. */
export function firstSection(actions: readonly Action[]): Markup | undefined {
  if (actions.length === 0) return undefined
  return html`<div class="card">
    <ol class="first">
      ${actions.slice(0, SHOWN).map(first)}
    </ol>
  </div> `
}

function first(action: Action, index: number): Markup {
  const [lead] = action.judged
  const fix = lead?.finding.fix
  const remedy = fix?.all?.remedy ?? fix?.remedy
  return html`<li>
    ${severityBadge(lead?.finding.severity ?? 'unknown')} <a href="#f${index + 1}">${action.subject}</a
    ><br />${bestFix(action)}${remedy === undefined ? undefined : html` ${remedyMarkup(remedy)}`}
  </li> `
}
