import { placeholder } from '../engine/placeholder.ts'
import { rarity } from '../engine/rarity.ts'
import { shannonEntropy } from '../../sensitive/shannon-entropy.ts'

/** How strict to be: where strangers' examples stand, only what is surely random counts. */
export type Bar = 'usual' | 'high'

/**
 * Is a value random enough for a key that somebody issued? Letters and digits mixed, of a length and entropy that keys have, not made of words (rarity), no digest
 * of known content by its form, no UUID, no address, no path, no placeholder.
 */
export function isRandomKey(value: string, bar: Bar): boolean {
  if (value.length < (bar === 'high' ? 24 : 16) || value.length > 256) return false
  if (!/^[A-Za-z0-9+/=_.~!@#$%^&*:-]+$/.test(value) || !/[A-Za-z]/.test(value)) return false
  const bits = rarity(value)
  if (isReference(value, bits) || isEncodedText(value) || placeholder(value) !== undefined) return false
  const entropy = shannonEntropy(value)
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(value))
    return value.length >= 32 && bar === 'usual' && entropy >= 3 && bits >= 6.2
  // One random token in twenty of sixteen letters and digits holds no digit; names hold none more often, but are less random.
  const least = /\d/.test(value) ? (bar === 'high' ? 8 : 7.4) : SURELY_RANDOM
  return entropy >= (value.length >= 24 ? 3.7 : 3.3) && bits >= least
}

/** Bits a character that no name, path or sentence has. */
const SURELY_RANDOM = 8.3

/**
 * Would a person, or a generator, choose this as a password for something real? Eight characters or more without blanks, of three of the four kinds
 * (small, capital, digit, sign); no reference, no format, no pattern, no digest of a password, no placeholder.
 */
export function isPassword(value: string): boolean {
  if (value.length < 8 || value.length > 128 || !/^[\x21-\x7e]+$/.test(value)) return false
  if (isReference(value, 0) || isPattern(value) || isDigest(value) || placeholder(value) !== undefined) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9._/:-]/].filter((kind) => kind.test(value)).length
  return kinds >= 3 && shannonEntropy(value) >= 2.7 && rarity(value) >= 5.8
}

/** Base64 of words: a message or an example, nothing that was issued. */
function isEncodedText(value: string): boolean {
  if (value.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return false
  return /^[\t\n\r\x20-\x7e]+$/.test(Buffer.from(value, 'base64').toString('latin1'))
}

/** An address, a name of something elsewhere, a UUID, a date, a version; a path or a chain of names, where it is not surely random. */
function isReference(value: string, bits: number): boolean {
  return (
    /:\/\/|^(?:arn|urn|sha\d{1,3}|md5|data|vault|op|env|file|ssm|secret|aws|gcp|projects|keyvault|kms)[:/]/i.test(
      value,
    ) ||
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ||
    /^\d{1,4}[-./:]\d{1,2}[-./:]/.test(value) ||
    (bits < SURELY_RANDOM &&
      /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|[#.@$&*])|^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+$/.test(value)) ||
    /^(?:process|os|env|config|settings|self|this|ctx|request|req|params|options|args|props|state|data)\b/.test(value)
  )
}

/** A format, a template, a regular expression, a selector, markup. */
function isPattern(value: string): boolean {
  return /%[sdvq]|\{\w*\}|#\{|<\w|\\[dwsDWS]|\(\?|\.\*|\[[^\]]{1,20}[-^]|^\^|\$$|^:\w+$|=>|\|\||&&|\(\)|\[\]|^\w+\(/.test(
    value,
  )
}

/** `$2b$10$…`, `pbkdf2_sha256$…`, `{SSHA}…`: what is kept instead of a password. */
function isDigest(value: string): boolean {
  return /^\$(?:\d\w?|argon2\w*|scrypt|apr1|y|gy|pbkdf2[\w-]*)\$|^\w{3,20}\$|^\{[A-Z0-9-]{3,12}\}|^\*[0-9A-F]{40}$|^scrypt:|^pbkdf2:|^(?:[0-9a-f]{2}:){8}/.test(
    value,
  )
}
