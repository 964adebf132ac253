import type { RuleDoc } from '../../model/rule.ts'

/** What a kind of personal data tells of somebody. Decides severity, texts, and whether a few of them in source code are worth a word. */
export type Subject =
  /** A number an office gave to one person, or the number of a document of theirs. */
  | 'identity'
  /** A card or an account. */
  | 'payment'
  /** A way to reach somebody. */
  | 'contact'
  /** An address of a machine that somebody uses. */
  | 'network'
  /** Where somebody is or lives. */
  | 'place'
  /** Who somebody is: name, birth, sex. */
  | 'person'
  /** What Article 9 of the GDPR protects: health, origin, belief, politics, sex life, trade unions, biometrics. */
  | 'special'

/** One kind of personal data, a rule of its own: `personal-data/iban`. */
export interface PersonalKind extends RuleDoc {
  readonly id: `personal-data/${string}`
  readonly subject: Subject
  /**
   * How many of random values of its shape (random digits for its digits, random letters for its letters) pass every check: 1 where there
   * is nothing to check. Measured; the tests measure again.
   */
  readonly chance: number
  /** What announces it in a text or names its column; lower case, words separated by one space, snake_case and camelCase taken apart. */
  readonly words: readonly string[]
}

/** How much a value is believed that nothing announces. `none`: it is not even a match. */
export type Alone = 'high' | 'medium' | 'low' | 'none'

/** What the checks of a kind say: its check digits hold, it has none that could be told but is possible, it was never issued. */
export type Verdict = 'checked' | 'plausible' | 'wrong'

/** A kind whose values are numbers of a fixed shape, sometimes with letters. */
export interface NumberKind extends PersonalKind {
  /**
   * Its ways of being written. `9` is a digit, `A` a letter, `*` either, everything else stands for itself.
   */
  readonly shapes: Readonly<Record<string, Alone>>
  /** It has no check digit, or not always: a column of codes that begin with a date looks just like it. */
  readonly unchecked: boolean
  /** Gets the value without separators, letters in upper case. */
  readonly check: (text: string) => Verdict
}
