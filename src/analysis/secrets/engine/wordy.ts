import { rarity } from './rarity.ts'

/**
 * Is a token made of words or names, and not of random characters? Measured with tools/train-rarity's table: 99 % of random tokens of letters and digits
 * have more than 7.3 bits a character (hexadecimal ones 6.0), 95 % of the identifiers of ordinary code less.
 */
export function isWordy(token: string): boolean {
  if (!/^[\w+/=.~-]+$/.test(token)) return false
  // Numbers of accounts and times are usual, but they are no words.
  const letters = token.replace(/\d{5,}/g, '')
  return letters.length >= SHORTEST && rarity(letters) < leastOf(letters)
}

/** Hexadecimal digits, also in groups, and long runs of small letters alone hold less than a mixture does. */
function leastOf(token: string): number {
  const letters = token.replace(/[^A-Za-z0-9]/g, '')
  if (hexDigits(letters) >= HEXADECIMAL * letters.length) return LEAST_HEX
  return /^[a-z]{40,}$/.test(token) || token.length < LONG ? LEAST_SHORT : LEAST
}

function hexDigits(letters: string): number {
  return Math.max(letters.replace(/[^0-9a-f]/g, '').length, letters.replace(/[^0-9A-F]/g, '').length)
}

const SHORTEST = 12
/** The share of hexadecimal digits from which on a token is of their alphabet, whatever its last characters are: random letters and digits have 44 % at most. */
const HEXADECIMAL = 0.75
const LEAST = 6.8
/** The fewer characters, the more chance has; and of 5,000 random tokens of 48 small letters one in a thousand has less than 6.5. */
const LONG = 24
const LEAST_SHORT = 6
const LEAST_HEX = 5.6
