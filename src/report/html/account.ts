import type { UncoveredPackage } from '../../model/coverage.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { place } from '../table/place.ts'
import { html, type Markup } from './markup.ts'
import { counted } from './parts.ts'

/** What was looked at, how old the advisory data is, and what was left out. */
export function coverageSection({ coverage }: ScanResult): Markup {
  const { files, packages, advisories } = coverage
  const records = advisories.ecosystems.map(({ ecosystem, records: number }) => `${number} for ${ecosystem}`).join(', ')
  const age = advisories.ageDays === null ? '' : `, ${counted(advisories.ageDays, 'day')} old`
  const data =
    advisories.kind === 'none'
      ? 'none: nothing was compared with known vulnerabilities'
      : `${advisories.kind === 'starter' ? 'starter set only: ' : ''}${records}${age}${advisories.asOf === null ? '' : ` (${advisories.asOf.slice(0, 10)})`}`
  return html`<div class="card">
      <dl class="facts">
        <dt>Complete</dt>
        <dd>${coverage.complete ? 'yes' : 'no'}</dd>
        <dt>Files</dt>
        <dd>${files.seen} seen, ${files.parsed} read, ${files.failed} failed, ${files.skippedCount} left out</dd>
        <dt>Packages</dt>
        <dd>
          ${packages.resolved} with a version and advisories, ${packages.unpinned} without a version, ${packages.local}
          local, ${packages.unregistered} from git or an address, ${packages.outsideAdvisories} outside every advisory
          source
        </dd>
        <dt>Advisories</dt>
        <dd>${data}</dd>
        <dt>Exploitation</dt>
        <dd>${advisories.knownExploited} known exploited, ${advisories.exploitPredictions} predictions</dd>
      </dl>
    </div>
    ${skipped('Left out', files.skipped, files.skippedCount)}${skipped('Packages without advisories', packages.listed, packages.listed.length)}`
}

const SHOWN = 50

function skipped(title: string, list: readonly UncoveredPackage[], total: number): Markup | undefined {
  if (list.length === 0) return undefined
  const left = total - Math.min(list.length, SHOWN)
  return html`<div class="card long">
    <h3>${title}</h3>
    <ul class="plain small">
      ${list.slice(0, SHOWN).map(({ what, reason }) => html`<li><code>${what}</code> ${reason}</li>`)}${left > 0 ? html`<li>and ${left} more</li>` : undefined}
    </ul>
  </div> `
}

/** Reasons behind the verdict that are not one finding, and what the operator should know. */
export function policySection({ verdict }: ScanResult): Markup {
  const { reasons, notices, policy, completeness } = verdict
  return html`<div class="card">
    <dl class="facts">
      <dt>Policy</dt>
      <dd>${policy.name} (${policy.source})</dd>
      <dt>Completeness</dt>
      <dd>${completeness === 'not-demanded' ? 'not demanded' : completeness}</dd>
    </dl>
    ${
      reasons.length + notices.length === 0
        ? undefined
        : html`<ul class="plain">
            ${reasons.map(({ decision, message, rule }) => html`<li><span class="tag ${decision}">${decision}</span> ${message} <span class="soft small">${rule}</span></li>`)}${notices.map((notice) => html`<li>${notice}</li>`)}
          </ul>`
    }
  </div> `
}

const MAX_DIAGNOSTICS = 200

/** What could not be understood, read or finished. */
export function diagnosticsSection({ diagnostics }: ScanResult): Markup | undefined {
  if (diagnostics.length === 0) return undefined
  const left = diagnostics.length - MAX_DIAGNOSTICS
  return html`<div class="scroll" role="region" aria-label="Table of diagnostics" tabindex="0">
      <table class="stack">
        <caption>
          ${counted(diagnostics.length, 'diagnostic')}: what could not be understood, read or finished
        </caption>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Level</th>
            <th scope="col">What</th>
            <th scope="col">Code</th>
          </tr>
        </thead>
        <tbody>
          ${diagnostics.slice(0, MAX_DIAGNOSTICS).map(
            ({ location, level, message, code }) =>
              html`<tr>
                <th scope="row">${location === undefined ? 'the scan' : place(location)}</th>
                <td>${level}</td>
                <td>${message}</td>
                <td>${code}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="soft small">and ${left} more; the JSON report has them all.</p>` : undefined}`
}
