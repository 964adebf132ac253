import type { PersonalKind, Subject } from './personal-kind.ts'
import { FIX_OF, REFERENCES_OF, SEVERITY_OF, WHY_OF } from './rule-texts.ts'

/** What differs from one kind to the next; the rest comes with its subject. */
export interface KindOutline {
  readonly kind: string
  readonly title: string
  readonly subject: Subject
  readonly words: readonly string[]
  readonly chance?: number
  readonly why?: string
  readonly references?: readonly string[]
  readonly severity?: PersonalKind['severity']
}

/** A kind of personal data as a rule. */
export function personalRule({
  kind,
  title,
  subject,
  words,
  chance = 1,
  why,
  references = [],
  severity,
}: KindOutline): PersonalKind {
  return {
    id: `personal-data/${kind}`,
    title,
    severity: severity ?? SEVERITY_OF[subject],
    why: why === undefined ? WHY_OF[subject] : `${why} ${WHY_OF[subject]}`,
    fix: FIX_OF[subject],
    references: [...references, ...REFERENCES_OF[subject]],
    subject,
    chance,
    words,
  }
}
