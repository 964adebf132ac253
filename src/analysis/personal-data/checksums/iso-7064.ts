import { digitAt } from './digits.ts'

/** The remainder of a text of digits and letters (A is 10 … Z is 35) by 97, as ISO 7064 and ISO 13616 count it. */
export function remainder97(text: string): number {
  let rest = 0
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    rest = code >= 0x41 ? (rest * 100 + code - 55) % 97 : (rest * 10 + code - 0x30) % 97
  }
  return rest
}

/** The check of ISO 7064, MOD 11,10, over a text of digits whose last one is the check digit. */
export function hybrid11Holds(text: string): boolean {
  let product = 10
  for (let place = 0; place < text.length - 1; place++) {
    const sum = (product + digitAt(text, place)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (11 - product) % 10 === digitAt(text, text.length - 1)
}

/** The check of ISO 7064, MOD 11-2: digits, of which the last may be an `X` that stands for 10. */
export function mod112Holds(text: string): boolean {
  let rest = 0
  for (let place = 0; place < text.length - 1; place++) rest = ((rest + digitAt(text, place)) * 2) % 11
  const last = text.charCodeAt(text.length - 1)
  return (rest + (last === 0x58 ? 10 : last - 0x30)) % 11 === 1
}
