import type { PackageAssessment } from '../../model/package-assessment.ts'
import type { RuleDoc } from '../../model/rule.ts'

/** How a person wants to read, and what the stories mean. Only reports for people ask for colour and width. */
export interface PackageReportStyle {
  readonly colour: boolean
  /** In columns. */
  readonly width: number
  /** What is known of each kind of story; a story without stands for itself. */
  readonly rules: readonly RuleDoc[]
}

/** Assessments as text. Pure: no console, no clock; words of packages are escaped for the format. */
export interface PackageReporter {
  readonly id: string
  readonly title: string
  readonly mediaType: string
  render(assessments: readonly PackageAssessment[], style: PackageReportStyle): Iterable<string>
}
