import type { Component } from '../../model/component.ts'
import type { Remedy } from '../../model/finding.ts'
import type { Severity } from '../../model/severity.ts'
import type { Action } from '../table/action.ts'
import { html, type Markup } from './markup.ts'

/** A severity as a coloured word. */
export function severityBadge(severity: Severity): Markup {
  return html`<span class="badge ${severity}">${severity}</span>`
}

/** `1 finding`, `2 findings`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** One upgrade often ends several findings; then that one is what to do. */
export function bestFix({ judged, component }: Action): string {
  const fix = judged[0]?.finding.fix
  if (fix?.all === undefined || component === undefined) return fix?.text ?? ''
  const { version, vulnerabilities } = fix.all
  const soonest = fix.version === undefined || fix.version === version ? '' : ` (${fix.version} ends the worst)`
  return `Upgrade to ${version} or later: it ends all ${vulnerabilities} known vulnerabilities${soonest}.`
}

/** Something to paste, as code; of an edit also the file it goes to. */
export function remedyMarkup(remedy: Remedy): Markup {
  if ('command' in remedy) return html`<code>${remedy.command}</code>`
  return html`Write <code>${remedy.edit}</code> in <code>${remedy.file}</code>`
}

/** The version as a reader wants it: exact, as required, or that it is not said. */
export function versionWords({ version }: Component): string {
  if (version.kind === 'exact') return version.version
  return version.kind === 'range' ? version.text : version.kind === 'any' ? 'any' : 'not stated'
}
