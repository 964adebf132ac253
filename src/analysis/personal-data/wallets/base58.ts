import { sha256 } from '../../../base/digest.ts'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Whether a text of 26 to 35 characters is an address in Base58Check: 21 bytes and the first four of their double SHA-256. */
export function base58CheckHolds(text: string): boolean {
  const bytes = decoded(text)
  if (bytes === undefined) return false
  const check = sha256()
    .update(sha256().update(bytes.subarray(0, 21)).digest())
    .digest()
  return check[0] === bytes[21] && check[1] === bytes[22] && check[2] === bytes[23] && check[3] === bytes[24]
}

/** The 25 bytes of a number to the base of 58. */
function decoded(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(25)
  for (const character of text) {
    let carry = ALPHABET.indexOf(character)
    if (carry < 0) return undefined
    for (let place = 24; place >= 0; place--) {
      carry += (bytes[place] ?? 0) * 58
      bytes[place] = carry & 0xff
      carry >>= 8
    }
    if (carry !== 0) return undefined
  }
  return bytes
}
