import type { Confidence } from '../../../model/finding.ts'
import type { PersonalKind } from '../personal-kind.ts'
import { COLUMN_CLUES, type ColumnClue } from './column-clues.ts'
import { distinctIn, shareOf } from './value-shares.ts'

/** What a column looks like, and how sure that is. */
export interface ColumnLook {
  readonly rule: PersonalKind
  readonly confidence: Confidence
}

/** A column to be looked at. */
export interface ColumnSample {
  readonly name: string
  /** Values from all over the column, as text; a few hundred are enough. */
  readonly values: readonly string[]
}

/** More are not looked at. */
const MOST_VALUES = 1_000
const LONGEST_VALUE = 300
/** Where the name says nothing: one value repeated is a label of something. Both sexes are two. */
const FEWEST_DIFFERENT = 2
/** The share of values that has to be possible where the name is right. */
const POSSIBLE = 0.6

/**
 * What a column looks like from its name and a sample of its values: names, addresses, birth dates, sex, health and the other things that have
 * no check digit. What can be told by single values (addresses of mail, numbers of an office) is found by the scanner instead, and counted
 * by judgeColumn.
 */
export function columnPersonalData({ name, values }: ColumnSample): readonly ColumnLook[] {
  const words = ` ${wordsOf(name.slice(0, 200))} `
  const sample = values.slice(0, MOST_VALUES).map((value) => value.slice(0, LONGEST_VALUE))
  const looks = COLUMN_CLUES.flatMap((clue) => look(clue, words, sample))
  return looks.filter((one, index) => looks.findIndex((other) => other.rule === one.rule) === index)
}

/** `dateOfBirth`, `date_of_birth`, `Date-Of-Birth` as `date of birth`. */
function wordsOf(name: string): string {
  return name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .replaceAll(/(\p{L})(\d+)\b/gu, '$1 $2')
    .trim()
}

function look(clue: ColumnClue, words: string, values: readonly string[]): readonly ColumnLook[] {
  const named = nameMeans(clue, words)
  const shows = shareOf(values, clue.shows)
  if (named === 'no') {
    if (shows < clue.enoughAlone || distinctIn(values.filter((value) => clue.shows(value.trim()))) < FEWEST_DIFFERENT)
      return []
    return [
      {
        rule: clue.kind,
        confidence: {
          level: 'low',
          because: [`${percent(shows)} of the values look like it`, 'the name of the column does not say so'],
        },
      },
    ]
  }
  const filled = values.some((value) => value.trim() !== '')
  if (filled && shareOf(values, clue.allows) < POSSIBLE) return []
  if (shows >= clue.enough)
    return [
      {
        rule: clue.kind,
        confidence: {
          level: named === 'yes' ? 'high' : 'medium',
          because: ['the name of the column says so', `${percent(shows)} of the values look like it`],
        },
      },
    ]
  if (named === 'maybe') return []
  return [
    {
      rule: clue.kind,
      confidence: { level: 'medium', because: ['the name of the column says so', 'the values do not contradict it'] },
    },
  ]
}

function nameMeans({ names, maybe, not = [] }: ColumnClue, words: string): 'yes' | 'maybe' | 'no' {
  const says = (phrase: string): boolean => words.includes(` ${phrase} `)
  if (names.some(says)) return 'yes'
  return maybe.some(says) && !not.some(says) ? 'maybe' : 'no'
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
