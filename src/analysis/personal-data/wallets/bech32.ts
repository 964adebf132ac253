const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
/** BIP 173 for version 0, BIP 350 for later versions. */
const BECH32 = 1
const BECH32M = 0x2bc830a3

/** Whether an address (prefix, `1`, data; all small) carries the check of BIP 173 or BIP 350 over its six last characters. */
export function bech32Holds(prefix: string, data: string): boolean {
  let check = 1
  for (const character of prefix) check = step(check, character.charCodeAt(0) >> 5)
  check = step(check, 0)
  for (const character of prefix) check = step(check, character.charCodeAt(0) & 31)
  for (const character of data) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) return false
    check = step(check, value)
  }
  return check === (data.startsWith('q') ? BECH32 : BECH32M)
}

/** One value more, modulo the generator over the field of 32 elements. */
function step(check: number, value: number): number {
  const top = check >>> 25
  let next = ((check & 0x1ffffff) << 5) ^ value
  for (const [bit, generator] of GENERATORS.entries()) if ((top >>> bit) & 1) next ^= generator
  return next
}
