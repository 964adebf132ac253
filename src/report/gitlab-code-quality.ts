import { excerpt, safeJson, visible } from '../base/escape.ts'
import type { Severity } from '../model/severity.ts'
import type { Reporter } from './reporter.ts'
import { openFindings } from './table/action.ts'

/** GitLab's code quality report: open findings at their lines, those about model files too, for the widget of merge requests. */
export const gitlabCodeQuality: Reporter = {
  id: 'gitlab-code-quality',
  title: 'GitLab code quality report: findings at their lines',
  mediaType: 'application/json',
  *render(result) {
    const gaps = result.coverage.gaps.map((gap, index) => ({
      description: `Not looked at: ${excerpt(gap, 500)}`,
      check_name: 'assay/coverage',
      fingerprint: `coverage-${index}`,
      severity: 'info',
      location: { path: '.', lines: { begin: 1 } },
    }))
    const issues = openFindings(result).map(({ finding }) => {
      const location = finding.evidence[0]?.location
      return {
        description: `${excerpt(finding.title, 300)}. ${excerpt(finding.fix.text, 300)}`,
        check_name: finding.ruleId,
        fingerprint: finding.fingerprint,
        severity: SEVERITIES[finding.severity],
        location: { path: visible(location?.path ?? '.'), lines: { begin: location?.lines?.start ?? 1 } },
      }
    })
    yield `${safeJson([...issues, ...gaps])}\n`
  },
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  unknown: 'major',
  low: 'minor',
  none: 'info',
}
