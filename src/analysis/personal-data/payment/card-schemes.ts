/** A card scheme: leading digits as ranges, and the lengths its numbers have. */
interface CardScheme {
  readonly name: string
  /** From and to, both of the same length, both included. */
  readonly ranges: readonly (readonly [string, string])[]
  readonly lengths: readonly number[]
}

const TO_19 = [16, 17, 18, 19]

/** Issuer ranges the schemes publish (ISO/IEC 7812; the lists for merchants and acquirers). Narrower ones before wider ones. */
const SCHEMES: readonly CardScheme[] = [
  { name: 'Mir', ranges: [['2200', '2204']], lengths: TO_19 },
  {
    name: 'Mastercard',
    ranges: [
      ['51', '55'],
      ['2221', '2720'],
    ],
    lengths: [16],
  },
  { name: 'Visa', ranges: [['4', '4']], lengths: [13, 16, 19] },
  {
    name: 'American Express',
    ranges: [
      ['34', '34'],
      ['37', '37'],
    ],
    lengths: [15],
  },
  {
    name: 'Diners Club',
    ranges: [
      ['300', '305'],
      ['3095', '3095'],
      ['36', '36'],
      ['38', '39'],
    ],
    lengths: [14, ...TO_19],
  },
  { name: 'JCB', ranges: [['3528', '3589']], lengths: TO_19 },
  {
    name: 'Discover',
    ranges: [
      ['6011', '6011'],
      ['644', '649'],
      ['65', '65'],
    ],
    lengths: TO_19,
  },
  {
    name: 'RuPay',
    ranges: [
      ['60', '60'],
      ['81', '82'],
      ['508', '508'],
    ],
    lengths: [16],
  },
  { name: 'UnionPay', ranges: [['62', '62']], lengths: TO_19 },
  {
    name: 'Maestro',
    ranges: [
      ['50', '50'],
      ['56', '58'],
      ['6304', '6304'],
      ['67', '67'],
    ],
    lengths: [...TO_19],
  },
  { name: 'Troy', ranges: [['9792', '9792']], lengths: [16] },
]

/** The scheme whose ranges and lengths a number fits; undefined where no scheme gives out such numbers. */
export function schemeOf(number: string): string | undefined {
  return SCHEMES.find(
    ({ ranges, lengths }) => lengths.includes(number.length) && ranges.some(([from, to]) => isIn(number, from, to)),
  )?.name
}

function isIn(number: string, from: string, to: string): boolean {
  const head = number.slice(0, from.length)
  return head >= from && head <= to
}
