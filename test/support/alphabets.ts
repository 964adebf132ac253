/** Alphabets that specimens of secrets are drawn from. */
export const DIGITS = '0123456789'
export const LOWER = 'abcdefghijklmnopqrstuvwxyz'
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const HEX = `${DIGITS}abcdef`
export const LETTERS = `${LOWER}${UPPER}`
export const ALPHANUMERIC = `${LETTERS}${DIGITS}`
export const LOWER_ALPHANUMERIC = `${LOWER}${DIGITS}`
export const UPPER_ALPHANUMERIC = `${UPPER}${DIGITS}`
export const BASE64 = `${ALPHANUMERIC}+/`
export const BASE64URL = `${ALPHANUMERIC}-_`
export const BASE32 = `${UPPER}234567`
export const LOWER_BASE32 = `${LOWER}234567`
export const WORD = `${ALPHANUMERIC}_`
