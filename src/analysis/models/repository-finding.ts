import { excerpt } from '../../base/escape.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Observation } from '../../model/finding.ts'
import type { ModelMoment } from '../../model/model-detail.ts'
import type { Model } from '../../model/model.ts'
import type { Severity } from '../../model/severity.ts'
import { exposuresOf } from './exposures-of.ts'

/** What a rule over the inventory says about a model as a whole. */
export interface RepositoryFinding {
  /** `repository/what`. */
  readonly kind: string
  readonly severity: Severity
  readonly title: string
  readonly message: string
  readonly because: string
  /** At least one. */
  readonly evidence: readonly Evidence[]
  readonly fix: string
  readonly when: ModelMoment
  readonly cwe?: string
  /** Of readers that do what the finding speaks of although they should not. */
  readonly cves?: readonly string[]
  /** Tells two findings of one rule and one model apart. */
  readonly subject: string
}

/** As an observation; its identity is the path of the model and the subject. */
export function repositoryFinding(model: Model, found: RepositoryFinding): Observation {
  return {
    severity: found.severity,
    title: found.title,
    message: found.message,
    confidence: { level: 'high', because: [found.because] },
    evidence: found.evidence,
    fix: { text: found.fix },
    identity: `${model.path} ${found.kind} ${found.subject}`,
    model: {
      kind: found.kind,
      when: found.when,
      globals: [],
      cwes: found.cwe === undefined ? [] : [found.cwe],
      atlas: [],
      exposure: exposuresOf(found.cves ?? []),
    },
  }
}

/** How people speak of it: its name, and the place when that says more. */
export function nameOf(model: Model): string {
  return model.name === '' ? 'the model' : excerpt(model.name, 120)
}
