import { isGivenName } from './given-names.ts'

/** The share of the values that are not empty for which something holds; 0 where all are empty. */
export function shareOf(values: readonly string[], holds: (value: string) => boolean): number {
  const filled = values.filter((value) => !EMPTY.test(value))
  return filled.length === 0 ? 0 : filled.filter((value) => holds(value.trim())).length / filled.length
}

/** What stands where nothing is known. */
const EMPTY = /^\s*(?:na|n\/a|nan|null|none|nil|\?|-|unknown|#n\/a)?\s*$/i

/** How many different values there are. */
export function distinctIn(values: readonly string[]): number {
  return new Set(values.map((value) => value.trim().toLowerCase())).size
}

/** One to six words of letters: what a name may be. */
export function isWords(value: string): boolean {
  return value.length <= 80 && /^\p{L}[\p{L}'’.,()"-]*(?: [\p{L}'’.,()"-]+){0,7}$/u.test(value)
}

/** Words, one of which is a frequent given name. */
export function holdsGivenName(value: string): boolean {
  return (
    isWords(value) &&
    /\p{Lu}/u.test(value) &&
    value
      .toLowerCase()
      .split(/[^\p{L}-]+/u)
      .some(isGivenName)
  )
}

/** A number and a word for a street, in one order or the other. */
export function isStreetAddress(value: string): boolean {
  // `AV:N/AC:L` is no avenue: an address has words with blanks between them.
  return (
    value.length <= 200 && /\d/.test(value) && /\p{L}+\.? /u.test(value) && !/[_=:]/.test(value) && STREET.test(value)
  )
}

const STREET =
  /(?:^|[^\p{L}])(?:street|str|st|road|rd|avenue|ave|av|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|way|highway|hwy|terrace|crescent|close|suite|apt|p\.? ?o\.? box|rue|allée|chemin|impasse|quai|calle|c\/|avenida|avda|paseo|plaza|carrer|via|viale|piazza|corso|vicolo|rua|travessa|largo|praça|ul|ulica|aleja|al|os|straat|laan|weg|plein|gracht)(?:[^\p{L}]|$)|(?:straße|strasse|str\.|weg|platz|allee|gasse|straat|laan|gracht|plein|gatan|vägen|veien|vej|katu|tie)(?:[^\p{L}]|$)/iu

/** A day of a birth, with or without a time. */
export function isDay(value: string): boolean {
  return /^(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:(?:19|20)?\d\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:[T ].{0,20})?$/.test(
    value,
  )
}

/** A decimal number with at least three decimals that is a latitude or a longitude. */
export function isDegree(value: string): boolean {
  return /^-?\d{1,3}\.\d{3,17}$/.test(value) && Math.abs(Number(value)) <= 180
}

/** Five digits and more, and few letters. */
export function isNumberLike(value: string): boolean {
  return (
    /\d/.test(value) &&
    value.length <= 24 &&
    value.replace(/\D/g, '').length >= 5 &&
    /^[A-Za-z]{0,6}[\dA-Za-z .\-/]+$/.test(value)
  )
}

/** A code of the International Classification of Diseases, tenth revision. */
export function isDiseaseCode(value: string): boolean {
  return /^[A-TV-Z]\d[\dA-Z](?:\.?[\dA-Z]{1,4})?$/.test(value)
}

/** One of the words, in any case. */
export function isOneOf(words: ReadonlySet<string>): (value: string) => boolean {
  return (value) => words.has(value.toLowerCase().replace(/[.,;]+$/, ''))
}
