import type { Component } from '../../model/component.ts'
import type { Model } from '../../model/model.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { compareSeverity, SEVERITIES, type Severity } from '../../model/severity.ts'
import { openFindings } from '../table/action.ts'
import { place } from '../table/place.ts'
import { html, type Markup } from './markup.ts'
import { counted, severityBadge, versionWords } from './parts.ts'

/** Every package, with the worst that is open against it. */
export function componentsSection(result: ScanResult): Markup | undefined {
  if (result.components.length === 0) return undefined
  const worst = worstByComponent(result)
  return html`<div class="scroll" role="region" aria-label="Table of packages" tabindex="0">
    <table id="package-table" class="stack sortable">
      <caption>
        ${counted(result.components.length, 'package')}, and the worst open finding of each
      </caption>
      <thead>
        <tr>
          <th scope="col">Package</th>
          <th scope="col">Version</th>
          <th scope="col">From</th>
          <th scope="col">Need</th>
          <th scope="col">Worst finding</th>
          <th scope="col">Where</th>
        </tr>
      </thead>
      <tbody>
        ${result.components.map((component) => row(component, worst.get(component.id)))}
      </tbody>
    </table>
  </div> `
}

interface Worst {
  readonly severity: Severity
  readonly decision: string
}

function worstByComponent(result: ScanResult): ReadonlyMap<string, Worst> {
  const worst = new Map<string, Worst>()
  for (const { finding, decision } of openFindings(result)) {
    const before = worst.get(finding.component ?? '')
    if (finding.component === undefined) continue
    if (before === undefined || compareSeverity(finding.severity, before.severity) < 0)
      worst.set(finding.component, { severity: finding.severity, decision: decision.decision })
  }
  return worst
}

/** The rank sorts better than the word; what nothing is open against comes last. */
function row(component: Component, worst: Worst | undefined): Markup {
  const [first] = component.evidence
  const more = component.evidence.length > 1 ? ` +${component.evidence.length - 1}` : ''
  const rank = worst === undefined ? 9 : SEVERITIES.indexOf(worst.severity)
  const facts = worst === undefined ? undefined : html` data-s="${worst.severity}" data-d="${worst.decision}"`
  return html`<tr${facts}><th scope="row">${component.name}</th><td>${versionWords(component)}</td><td>${from(component)}</td><td>${need(component)}</td><td data-k="${rank}">${worst === undefined ? undefined : severityBadge(worst.severity)}</td><td>${first === undefined ? '' : place(first.location)}${more}</td></tr>
`
}

function from({ ecosystem, origin }: Component): string {
  return origin.kind === 'registry' ? ecosystem : `${ecosystem}, ${origin.kind}`
}

function need({ scope, direct }: Component): string {
  const how = direct === 'yes' ? 'direct' : direct === 'no' ? 'transitive' : ''
  return [scope, how].filter((word) => word !== '').join(', ')
}

/** Every model, with what its files claim and whether it brings code. */
export function modelsSection(result: ScanResult): Markup | undefined {
  if (result.models.length === 0) return undefined
  return html`<div class="scroll" role="region" aria-label="Table of models" tabindex="0">
    <table class="stack sortable models">
      <caption>
        ${counted(result.models.length, 'model')}, as their files describe them
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Formats</th>
          <th scope="col">Kind</th>
          <th scope="col">Parameters</th>
          <th scope="col">Claimed licence</th>
          <th scope="col">Brings code</th>
          <th scope="col">Where</th>
        </tr>
      </thead>
      <tbody>
        ${result.models.map(modelRow)}
      </tbody>
    </table>
  </div> `
}

function modelRow(model: Model): Markup {
  const formats = [...new Set(model.files.map(({ format }) => format))].join(', ')
  const kind = [...model.architectures, model.task ?? ''].filter((word) => word !== '').join(', ')
  const licence = model.claims.licenses.length === 0 ? 'not stated' : model.claims.licenses.join(', ')
  const code = model.remoteCode.length === 0 ? 'no' : `yes: ${model.remoteCode.map(({ target }) => target).join(', ')}`
  return html`<tr>
    <th scope="row">${model.name}</th>
    <td>${formats === '' ? 'no weights' : formats}</td>
    <td>${kind}</td>
    <td data-k="${model.parameters ?? ''}">${magnitude(model.parameters)}</td>
    <td>${licence}</td>
    <td>${code}</td>
    <td>${model.path === '' ? '.' : model.path}</td>
  </tr> `
}

/** 7000000000 is `7.0 B`, as people speak of models. */
function magnitude(parameters: string | undefined): string {
  const number = Number(parameters ?? Number.NaN)
  if (Number.isNaN(number)) return ''
  if (number >= 1e9) return `${(number / 1e9).toFixed(1)} B`
  if (number >= 1e6) return `${(number / 1e6).toFixed(1)} M`
  return number >= 1e3 ? `${(number / 1e3).toFixed(1)} k` : String(number)
}
