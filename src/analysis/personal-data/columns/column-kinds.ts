import { personalRule } from '../personal-rule.ts'

/** Names of people. Told by the name of a column and what stands in it, never in running text. */
export const PERSON_NAME = personalRule({
  kind: 'person-name',
  title: 'A column looks like names of people.',
  subject: 'person',
  words: [],
})

/** Where people live. */
export const POSTAL_ADDRESS = personalRule({
  kind: 'postal-address',
  title: 'A column looks like addresses of people.',
  subject: 'person',
  words: [],
})

/** Sex or gender. */
export const GENDER = personalRule({
  kind: 'gender',
  title: 'A column looks like sex or gender.',
  subject: 'person',
  words: [],
  severity: 'low',
  why: 'A model that sees it, or what goes along with it, can treat people differently by it; the AI Act asks for data that were examined for such bias (Article 10).',
})

/** Diseases, medicines, disabilities, measurements of patients. */
export const HEALTH = personalRule({
  kind: 'health',
  title: 'A column looks like data on health.',
  subject: 'special',
  words: [],
})

/** Race, ethnic origin, nationality at birth. */
export const ETHNICITY = personalRule({
  kind: 'ethnicity',
  title: 'A column looks like racial or ethnic origin.',
  subject: 'special',
  words: [],
})

/** Religion and belief. */
export const RELIGION = personalRule({
  kind: 'religion',
  title: 'A column looks like religion or belief.',
  subject: 'special',
  words: [],
})

/** Parties and votes. */
export const POLITICAL_OPINION = personalRule({
  kind: 'political-opinion',
  title: 'A column looks like political opinions.',
  subject: 'special',
  words: [],
})

/** Sexual orientation and sex life. */
export const SEXUAL_ORIENTATION = personalRule({
  kind: 'sexual-orientation',
  title: 'A column looks like sexual orientation.',
  subject: 'special',
  words: [],
})

/** Membership in a trade union. */
export const TRADE_UNION = personalRule({
  kind: 'trade-union',
  title: 'A column looks like membership in a trade union.',
  subject: 'special',
  words: [],
})

/** Fingerprints, faces, voices, genes. */
export const BIOMETRIC = personalRule({
  kind: 'biometric',
  title: 'A column looks like biometric or genetic data.',
  subject: 'special',
  words: [],
})

/** A number of an office, by the name of its column only. */
export const NATIONAL_ID = personalRule({
  kind: 'national-id',
  title: 'A column looks like numbers that an office gave to people.',
  subject: 'identity',
  words: [],
})

/** Kinds that only a column has. */
export const COLUMN_KINDS = [
  PERSON_NAME,
  POSTAL_ADDRESS,
  GENDER,
  HEALTH,
  ETHNICITY,
  RELIGION,
  POLITICAL_OPINION,
  SEXUAL_ORIENTATION,
  TRADE_UNION,
  BIOMETRIC,
  NATIONAL_ID,
] as const
