import type { Limits } from '../../base/limits.ts'
import type { Answer } from '../secrets/validation/answer.ts'
import type { Token, TokenValidator } from '../secrets/validation/token-validator.ts'
import type { ValidationSettings } from '../secrets/validation/validation-settings.ts'
import type { SensitiveMatch } from './sensitive-match.ts'

/** What providers said of the secrets of one file, as far as they may be asked. */
export type Answers = ReadonlyMap<SensitiveMatch, Answer>

/** Nobody was asked. */
export const NO_ANSWERS: Answers = new Map()

/** All questions of one file together. */
const MOST_MILLISECONDS = 8000

/** Parts of the deadline of a file: for the questions, and with everything that came before them. */
const PART_FOR_QUESTIONS = 0.4
const PART_FOR_ALL = 0.85

/** For one thread; undefined where nobody may be asked. Loaded only where somebody may: other threads never see the code that can send a secret. */
export async function validatorFor(settings: ValidationSettings | undefined): Promise<TokenValidator | undefined> {
  if (settings === undefined || settings.providers.length === 0) return undefined
  const { TokenValidator } = await import('../secrets/validation/token-validator.ts')
  return new TokenValidator(settings)
}

/**
 * Asks about the secrets of one file, the surest first, within what is left of the file's deadline after `spent` milliseconds: a slow provider must
 * not have the thread taken for stuck.
 */
export async function askProviders(
  validator: TokenValidator,
  matches: readonly SensitiveMatch[],
  spent: number,
  { fileMilliseconds }: Limits,
): Promise<Answers> {
  const concerned = matches
    .map((match): Asked => ({ rule: match.rule.id, value: match.value, match }))
    .filter((asked) => validator.concerns(asked))
    .toSorted((a, b) => LEVELS.indexOf(a.match.confidence.level) - LEVELS.indexOf(b.match.confidence.level))
  if (concerned.length === 0) return NO_ANSWERS
  const left = Math.min(
    MOST_MILLISECONDS,
    fileMilliseconds * PART_FOR_QUESTIONS,
    fileMilliseconds * PART_FOR_ALL - spent,
  )
  const answers = await validator.answers(concerned, left)
  return new Map([...answers].map(([{ match }, answer]) => [match, answer]))
}

/** What is asked, and what it is asked for. */
interface Asked extends Token {
  readonly match: SensitiveMatch
}

const LEVELS = ['high', 'medium', 'low'] as const
