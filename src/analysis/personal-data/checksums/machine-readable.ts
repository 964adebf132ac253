/** The check digit of ICAO Doc 9303, part 3, section 4.9, over letters, digits and fillers: weights 7, 3, 1, again and again. */
export function icaoDigit(text: string): number {
  let sum = 0
  for (let place = 0; place < text.length; place++) sum += valueOf(text.charCodeAt(place)) * (WEIGHTS[place % 3] ?? 0)
  return sum % 10
}

const WEIGHTS = [7, 3, 1]

/** A is 10 … Z is 35, the filler `<` is 0. */
function valueOf(code: number): number {
  if (code === 0x3c) return 0
  return code >= 0x41 ? code - 55 : code - 0x30
}
