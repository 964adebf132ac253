import type { Severity } from '../../model/severity.ts'
import type { Subject } from './personal-kind.ts'

/** How bad a value of this subject is in the open. */
export const SEVERITY_OF: Readonly<Record<Subject, Severity>> = {
  identity: 'high',
  payment: 'high',
  special: 'high',
  contact: 'medium',
  person: 'medium',
  network: 'low',
  place: 'low',
}

/** What to do about it; the same for every kind of the subject. */
export const FIX_OF: Readonly<Record<Subject, string>> = {
  identity: fix('Nothing that learns from the data needs the number: remove the column or the text.'),
  payment: fix(
    'Remove it, or keep a token that only your payment provider can resolve; card numbers must not be stored readable at all.',
  ),
  special: fix('Keep it only with a legal ground of Article 9, and then apart from everything that names the person.'),
  contact: fix(
    'Remove it, or replace each address by a keyed pseudonym where rows of one person have to stay together.',
  ),
  person: fix(
    'Remove it, replace it by a keyed pseudonym, or make it coarser: a year instead of a day, a region instead of a street.',
  ),
  network: fix('Cut it to the network (/24, /48) or replace it by a keyed pseudonym.'),
  place: fix('Round it to two decimals (about a kilometre) or to a region, or remove it.'),
}

function fix(first: string): string {
  return `${first} A plain hash is no pseudonym: short values are found again by trying all. What stays is named in the data card, with its purpose and legal ground; what was already published or committed has to be taken out of the history and the copies as well.`
}

/** Why it matters that it stands in files that models are trained on. */
export const WHY_OF: Readonly<Record<Subject, string>> = {
  identity:
    'It belongs to one person, mostly for life, opens accounts and files, and cannot be changed after it leaked. Models repeat rare strings of their training data word for word, and whoever gets the files has it at once.',
  payment:
    'It lets somebody else pay or collect money. Models repeat rare strings of their training data word for word, and whoever gets the files has it at once.',
  special:
    'Article 9 of the GDPR forbids to process such data unless an exception applies, and models learn to discriminate by it, directly or through what goes along with it.',
  contact:
    'It names a person and reaches them: phishing and spam start there. Models repeat rare strings of their training data word for word; keeping it needs a legal ground under the GDPR, and people may ask for its removal.',
  person:
    'It makes rows belong to people. A few such columns together (birth date, sex, postal code) single out most people even without a name, so the whole table is personal data.',
  network:
    'The address of a machine that somebody uses is personal data where it can be brought together with a person, which a provider or a log usually can (Court of Justice of the EU, C-582/14).',
  place:
    'Four decimals of a degree are a house. A handful of places and times single out a person, and precise geolocation is sensitive personal information under the CCPA.',
}

const GDPR = 'https://eur-lex.europa.eu/eli/reg/2016/679/oj'
const CCPA = 'https://oag.ca.gov/privacy/ccpa'
const GUIDE = 'https://csrc.nist.gov/pubs/sp/800/122/final'
const MEMORY = 'https://arxiv.org/abs/2012.07805'

/** Where to read more, for every kind of the subject. */
export const REFERENCES_OF: Readonly<Record<Subject, readonly string[]>> = {
  identity: [GDPR, GUIDE, MEMORY],
  payment: ['https://www.pcisecuritystandards.org/document_library/', GDPR, MEMORY],
  special: [GDPR, CCPA],
  contact: [GDPR, GUIDE, MEMORY],
  person: [GDPR, GUIDE, 'https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html'],
  network: [GDPR, 'https://curia.europa.eu/juris/liste.jsf?num=C-582/14'],
  place: [CCPA, GDPR, 'https://www.nature.com/articles/srep01376'],
}
