import type { Confidence } from '../../model/finding.ts'
import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'
import type { ScanContext, TextRole } from '../sensitive/sensitive-scanner.ts'
import { ROLE_ADDRESS } from './contact/email.ts'
import { namesPeople, testsValidators } from './file-purpose.ts'
import { EXAMPLE_IBAN } from './payment/iban.ts'
import { TEST_CARD } from './payment/payment-card.ts'
import type { PersonalKind } from './personal-kind.ts'
import { personalKindOf } from './personal-kinds.ts'

/** Everything of one kind in one file. */
export interface PersonalGroup {
  readonly rule: PersonalKind
  readonly confidence: Confidence
  readonly count: number
  /** Different values. */
  readonly distinct: number
  /** The first places, in order. */
  readonly first: readonly SensitiveMatch[]
}

/** From so many different values on, addresses in code, settings or prose are a list of people and no longer the contact of an author. */
const LIST_OF_PEOPLE = 20
const FIRST_PLACES = 5

/**
 * What of the matches of one file is worth a word: one group a kind, sorted by rule id.
 *
 * In data and outputs: everything. In code, settings and prose the number of a card, an account or a person is always said, if something more than
 * its digits speaks for it; addresses of mail, telephone numbers, network addresses and places stand there by right, and are said
 * only where one file holds a list of people and is not one that names its authors. Values made for tests, roles and examples are
 * no data of anybody: a group of nothing else is of low confidence in data, and not said elsewhere.
 */
export function worthSaying(
  matches: readonly SensitiveMatch[],
  context: Pick<ScanContext, 'role' | 'path'>,
): readonly PersonalGroup[] {
  return [...Map.groupBy(matches, ({ rule }) => rule.id)]
    .flatMap(([id, group]) => {
      const rule = personalKindOf(id)
      return rule === undefined ? [] : grouped(rule, group, context)
    })
    .sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
}

function grouped(
  rule: PersonalKind,
  group: readonly SensitiveMatch[],
  { role, path }: Pick<ScanContext, 'role' | 'path'>,
): readonly PersonalGroup[] {
  const real = group.filter((match) => !isNobodys(match))
  if (isForMachines(role))
    return [groupOf(rule, real.length > 0 ? real : group, lowered(real.length > 0 ? real : group, path))]
  if (STAND_BY_RIGHT.has(rule.subject)) {
    const people = real.filter(({ confidence }) => confidence.level !== 'low')
    return distinctOf(people) < LIST_OF_PEOPLE || namesPeople(path)
      ? []
      : [groupOf(rule, people, lowered(people, path))]
  }
  const sure = real.filter(({ confidence }) => confidence.level !== 'low')
  return sure.length === 0 ? [] : [groupOf(rule, sure, lowered(sure, path))]
}

/** Data that models are trained on, and what programs wrote. */
function isForMachines(role: TextRole): boolean {
  return role === 'data' || role === 'output'
}

const STAND_BY_RIGHT: ReadonlySet<PersonalKind['subject']> = new Set(['contact', 'network', 'place', 'person'])

function isNobodys({ says }: SensitiveMatch): boolean {
  return says.includes(ROLE_ADDRESS) || says.includes(TEST_CARD) || says.includes(EXAMPLE_IBAN)
}

function groupOf(rule: PersonalKind, group: readonly SensitiveMatch[], confidence: Confidence): PersonalGroup {
  return { rule, confidence, count: group.length, distinct: distinctOf(group), first: group.slice(0, FIRST_PLACES) }
}

function distinctOf(group: readonly SensitiveMatch[]): number {
  return new Set(group.map(({ value }) => value.toLowerCase())).size
}

/** The surest match speaks for the group, unless the file is made to try out such values. */
function lowered(group: readonly SensitiveMatch[], path: string): Confidence {
  const best =
    group.find(({ confidence }) => confidence.level === 'high') ??
    group.find(({ confidence }) => confidence.level === 'medium') ??
    group[0]
  const confidence = best?.confidence ?? { level: 'low', because: [] }
  if (!testsValidators(path)) return confidence
  return {
    level: 'low',
    because: [
      ...confidence.because,
      'the file is a test, an example or a checker of such values, where people make them up',
    ],
  }
}
