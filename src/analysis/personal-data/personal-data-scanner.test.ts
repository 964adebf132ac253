import { describe, expect, it } from 'vitest'
import { specimenMaker } from '../../../test/support/specimen-maker.ts'
import { COLUMN_KINDS } from './columns/column-kinds.ts'
import { BIRTH_DATE } from './documents/birth-date.ts'
import { GERMAN_ID_CARD } from './ids/western-europe.ts'
import { personalDataScanner } from './personal-data-scanner.ts'
import { cases, filled } from './personal-data.cases.ts'
import { NUMBER_KINDS, PERSONAL_KINDS, personalKindOf } from './personal-kinds.ts'
import { redactedPersonal } from './redacted.ts'

const scanner = personalDataScanner()
const look = (
  text: string,
  label?: string,
): readonly { readonly rule: string; readonly value: string; readonly level: string }[] =>
  scanner
    .scan(Buffer.from(text), {
      role: label === undefined ? 'output' : 'data',
      path: 'x',
      ...(label === undefined ? {} : { label }),
    })
    .map(({ rule, value, confidence }) => ({ rule: rule.id, value, level: confidence.level }))

describe('the kinds of personal data', () => {
  it('have unique ids, texts and references', () => {
    expect(new Set(PERSONAL_KINDS.map(({ id }) => id)).size).toBe(PERSONAL_KINDS.length)
    expect(PERSONAL_KINDS.length).toBeGreaterThan(80)
    for (const { id, title, why, fix, references } of PERSONAL_KINDS) {
      for (const text of [title, why, fix]) expect(text.trim().length, id).toBeGreaterThan(20)
      expect(references.length, id).toBeGreaterThan(0)
      for (const address of references) expect(URL.canParse(address), address).toBe(true)
    }
  })

  it('have cases, each that is found by its values', () => {
    const columnsOnly = new Set<string>(COLUMN_KINDS.map(({ id }) => id))
    const found = PERSONAL_KINDS.map(({ id }) => id).filter((id) => !columnsOnly.has(id))
    expect(cases.map(({ rule }) => rule).toSorted()).toEqual(found.toSorted())
  })

  it.each(NUMBER_KINDS.filter((kind) => kind !== BIRTH_DATE && kind !== GERMAN_ID_CARD))(
    '$id lets as few random numbers pass as it says',
    (kind) => {
      const make = specimenMaker(11)
      const rates = Object.keys(kind.shapes).map((form) => rateOf((text) => kind.check(text) !== 'wrong', form, make))
      const rounds = 20_000
      // Four standard deviations of the count, and at least five.
      const slack = Math.max(5, 4 * Math.sqrt(rounds * kind.chance)) / rounds
      expect(Math.max(...rates)).toBeLessThanOrEqual(kind.chance * 1.1 + slack)
      expect(Math.max(...rates)).toBeGreaterThanOrEqual(kind.chance * 0.8 - slack)
    },
  )

  function rateOf(passes: (text: string) => boolean, form: string, make: ReturnType<typeof specimenMaker>): number {
    let hits = 0
    for (let round = 0; round < 20_000; round++) if (passes(filled(form, make).replaceAll(/[^0-9A-Z]/g, ''))) hits++
    return hits / 20_000
  }
})

describe.each(cases.map((one, index) => [one.rule, one, index] as const))('%s', (rule, one, index) => {
  it('is found, exactly', () => {
    for (const { text, value } of one.found(specimenMaker(index + 1))) {
      const own = look(text).filter((match) => match.rule === rule)
      expect(
        own.map((match) => match.value),
        text,
      ).toContain(value)
    }
  })

  it('is not found where it only looks so', () => {
    for (const text of one.notFound(specimenMaker(index + 1)))
      expect(
        look(text)
          .filter((match) => match.rule === rule)
          .map(({ value }) => value),
        text,
      ).toEqual([])
  })

  it('is told as a rule, and redacted', () => {
    expect(personalKindOf(rule)?.id).toBe(rule)
    for (const { value } of one.found(specimenMaker(index + 1))) {
      const shown = redactedPersonal(rule, value)
      const kept = [...shown.matchAll(/\d+/g)].map(([digits]) => digits).filter((digits) => digits.length > 4)
      expect(kept, shown).toEqual([])
      expect(shown.replaceAll(/[^0-9]/g, '').length, shown).toBeLessThanOrEqual(4)
      expect(value.length > 6 && shown.includes(value)).toBe(false)
    }
  })
})

describe('a column', () => {
  const make = specimenMaker(5)
  it('gives weak matches, which are judged later', () => {
    const pesel = NUMBER_KINDS.find(({ id }) => id === 'personal-data/pl-pesel')
    const value =
      Array.from({ length: 10_000 }, () => filled('99999999999', make)).find(
        (text) => pesel?.check(text) === 'checked',
      ) ?? ''
    expect(look(`order ${value}`)).toEqual([])
    expect(look(`${value}\n`, 'order')).toContainEqual({ rule: 'personal-data/pl-pesel', value, level: 'low' })
    expect(look(`${value}\n`, 'pesel')).toContainEqual({ rule: 'personal-data/pl-pesel', value, level: 'high' })
    expect(look(`${value}\n`, 'numerPesel')).toContainEqual({ rule: 'personal-data/pl-pesel', value, level: 'high' })
  })

  it('of random numbers is hardly looked at after the first thousands', () => {
    const text = Array.from({ length: 20_000 }, () => filled('99999999999', make)).join('\n')
    expect(look(text, 'number').length).toBeLessThan(2_500)
  })
})

describe('hostile input', () => {
  const MEGABYTE = 1 << 20
  const repeated = (unit: string): Buffer => Buffer.alloc(MEGABYTE, unit)
  it.each([
    '1',
    '12',
    '@',
    'a@',
    'a@b.',
    `a@${'bc.de '}`,
    '+',
    '+49',
    '+4',
    '[',
    '(',
    '(212) ',
    '0',
    '0 ',
    '1 2 ',
    '1.2.',
    '1.2.3.',
    '1:',
    'a:',
    '2001:',
    'ab:cd:',
    '<',
    '<<',
    'A<<',
    'P<',
    'P<A<<',
    'DE89',
    'DE89 3704 ',
    'BIC ',
    'BIC',
    'SWIFT',
    '4111 ',
    '4111-1111-',
    '52.5200,',
    '52.5200,13.4000 ',
    'ssn ',
    'ssn 1',
    'tel 1',
    '\\n1',
    '-1',
    '1-',
    '123-45-',
    '1/',
    'A1',
    'bc1',
    '1A',
    '3a',
    'phone phone ',
    '\u00e9',
    '%',
    '%41@',
    '\0',
    '999999999 ',
  ])('a megabyte of %j takes no longer than any other', (unit) => {
    const bytes = repeated(unit)
    for (const label of [undefined, 'phone']) {
      const started = performance.now()
      scanner.scan(bytes, { role: 'data', path: 'x', ...(label === undefined ? {} : { label }) })
      // The slowest takes a tenth of this alone on a machine; a quadratic one takes minutes.
      expect(performance.now() - started).toBeLessThan(8_000)
    }
  })

  it('tells how much it leaves out', () => {
    const left: number[] = []
    scanner.scan(Buffer.alloc(4_400_000, `anna.b@${['no-such-company-9f3', 'de'].join('.')} x `), {
      role: 'data',
      path: 'x',
      omitted: ({ count }) => left.push(count),
    })
    expect(left[0]).toBeGreaterThan(1_000)
  })
})
