import { sha256 } from '../../base/digest.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { isoTime } from '../iso-time.ts'
import { actionsOf } from '../table/action.ts'
import { coverageSection, diagnosticsSection, policySection } from './account.ts'
import { findingsSection, settledSection } from './findings.ts'
import { componentsSection, modelsSection } from './inventory.ts'
import { html, type Markup, trusted } from './markup.ts'
import { firstSection, verdictSection } from './overview.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

/** The whole page. Its policy lets nothing be loaded and nothing run but the one style sheet and the one script, by their digests. */
export function htmlPage(result: ScanResult, now: number): string {
  const actions = actionsOf(result)
  const sections = [
    ['first', 'What to do first', firstSection(actions)],
    ['findings', 'Findings', findingsSection(result, actions)],
    ['settled', 'Waived or cleared', settledSection(result)],
    ['models', 'Models', modelsSection(result)],
    ['components', 'Packages', componentsSection(result)],
    ['coverage', 'Coverage', coverageSection(result)],
    ['policy', 'Policy', policySection(result)],
    ['diagnostics', 'Diagnostics', diagnosticsSection(result)],
  ] as const
  const shown = sections.filter(([, , content]) => content !== undefined)
  const name = result.target === '' ? 'project' : result.target
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="Assay ${result.tool.version}" />
        <title>${name}: Assay report</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <div class="page">
          <header class="top">
            <h1>${name}</h1>
            <span class="soft">Assay ${result.tool.version}, ${isoTime(now).slice(0, 10)}</span>
            <button type="button" id="theme" class="plain" hidden>Dark theme</button>
          </header>
          <nav aria-label="Sections">
            <ul>
              ${shown.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
          <main id="main">
            ${verdictSection(result, actions)} ${shown.map(([id, title, content]) => section(id, title, content))}
          </main>
          <footer>
            Made by Assay ${result.tool.version} on ${isoTime(now).replace('T', ' ').replace('Z', ' UTC')}. This file is
            complete in itself: it loads nothing.
          </footer>
        </div>
        ${trusted(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `.markup
}

function section(id: string, title: string, content: Markup | undefined): Markup {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section> `
}

function contentPolicy(): string {
  const digest = (text: string): string => `'sha256-${sha256().update(text).digest('base64')}'`
  const rules = [
    "default-src 'none'",
    `style-src ${digest(STYLE)}`,
    `script-src ${digest(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return rules.join('; ')
}
