import { digitAt } from './digits.ts'

/** The check of Luhn (ISO/IEC 7812-1, annex B) over a text of digits. One of ten random numbers passes. */
export function luhnHolds(text: string): boolean {
  return luhnSum(text, false) % 10 === 0
}

/** The digit that has to follow for the check to hold. */
export function luhnDigit(text: string): number {
  return (10 - (luhnSum(text, true) % 10)) % 10
}

function luhnSum(text: string, doubleLast: boolean): number {
  let sum = 0
  let double = doubleLast
  for (let place = text.length - 1; place >= 0; place--) {
    const digit = digitAt(text, place)
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
    double = !double
  }
  return sum
}
