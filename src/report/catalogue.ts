import type { Reporter } from './reporter.ts'

/**
 * Every reporter by its id, loaded when it is wanted: a scan that shows the table does not load the page of HTML (100 ms of
 * start-up for all, from source). The same as reporters.ts, which is for those who want them all.
 */
export const REPORTER_CATALOGUE: Readonly<Record<string, () => Promise<Reporter>>> = {
  csv: async () => (await import('./csv.ts')).csv,
  cyclonedx: async () => (await import('./cyclonedx.ts')).cyclonedx,
  'cyclonedx-1.7': async () => (await import('./cyclonedx-1.7.ts')).cyclonedx17,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  'gitlab-code-quality': async () => (await import('./gitlab-code-quality.ts')).gitlabCodeQuality,
  html: async () => (await import('./html.ts')).html,
  json: async () => (await import('./json.ts')).json,
  junit: async () => (await import('./junit.ts')).junit,
  markdown: async () => (await import('./markdown.ts')).markdown,
  openvex: async () => (await import('./openvex.ts')).openvex,
  sarif: async () => (await import('./sarif.ts')).sarif,
  'spdx-2.3': async () => (await import('./spdx-2.3.ts')).spdx23,
  'spdx-3.0': async () => (await import('./spdx-3.0.ts')).spdx30,
  table: async () => (await import('./table/table.ts')).table,
}
