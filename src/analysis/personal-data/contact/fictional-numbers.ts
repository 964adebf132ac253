import { isFiller } from '../checksums/digits.ts'

/**
 * Numbers that reach nobody: digits that only fill a field, and ranges that regulators keep for films and manuals (the
 * North American plan: 555-0100 to 0199 and the area 555; Ofcom for the United Kingdom; ACMA for Australia; Arcep for France).
 * Gets the digits after the country code.
 */
export function isFictional(code: string, national: string): boolean {
  if (isFiller(national) || isFiller(national.slice(-8)) || /(\d)\1{6}|123456|987654/.test(national)) return true
  return FICTION[code]?.test(national) ?? false
}

const FICTION: Readonly<Record<string, RegExp>> = {
  1: /^(?:555|\d{3}55501|\d{3}5551212)/,
  33: /^(?:19900|26191|35301|46571|53649|63998)/,
  44: /^(?:7700900|20794600|1[1-9]\d496|1632960|2896018|2920180|8081570|9098790|3069990)/,
  61: /^(?:[2378]5550|[2378]7010|491570)/,
}

/** Area and exchange of the North American plan: neither begins with 0 or 1, no area ends in 11 or has 9 in its middle. */
export function isNorthAmerican(national: string): boolean {
  return /^[2-9][0-8]\d[2-9]\d{6}$/.test(national) && !/^\d11|^\d{3}.11/.test(national) && !isFictional('1', national)
}
