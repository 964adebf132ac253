import type { Question } from './question.ts'
import { codeHostQuestions } from './questions/code-hosts.ts'
import { hostingQuestions } from './questions/hosting.ts'
import { modelQuestions } from './questions/models.ts'
import { speechAndVectorQuestions } from './questions/speech-and-vectors.ts'
import { workQuestions } from './questions/work.ts'

/** Every question we know. Left out are providers whose request is not documented, costs something, or goes to a host that differs by customer. */
export const QUESTIONS: readonly Question[] = [
  ...codeHostQuestions,
  ...hostingQuestions,
  ...modelQuestions,
  ...speechAndVectorQuestions,
  ...workQuestions,
]

/** Everybody who can be asked, in the order of the alphabet: what `--validate` takes. */
export function askableProviders(): readonly string[] {
  return [...new Set(QUESTIONS.map(({ provider }) => provider))].toSorted()
}
