import { safeJson } from '../../base/escape.ts'
import type { PackageReporter } from './package-reporter.ts'

/** The assessment as it is; where several packages were asked for, a list of them. */
export const packageJson: PackageReporter = {
  id: 'json',
  title: 'JSON for machines: the whole assessment',
  mediaType: 'application/json',
  *render(assessments) {
    yield `${safeJson(assessments.length === 1 ? assessments[0] : assessments)}\n`
  },
}
