/**
 * The check of Verhoeff (1969): multiplication in the dihedral group of a pentagon, with a permutation that goes on from place to
 * place. It finds every wrong digit and every swap of two neighbours. One of ten random numbers passes.
 */
export function verhoeffHolds(text: string): boolean {
  let check = 0
  for (let place = 0; place < text.length; place++) {
    const digit = text.charCodeAt(text.length - 1 - place) - 0x30
    check = product(check, permuted(digit, place))
  }
  return check === 0
}

/** In the group of a pentagon 0–4 are turns and 5–9 are flips. */
function product(a: number, b: number): number {
  const turned = a < 5 ? (a + b) % 5 : (a - b + 10) % 5
  return a < 5 === b < 5 ? turned : turned + 5
}

/** Verhoeff's permutation, applied `place` times: the cycles are (0 1 5 8 9 4 2 7) and (3 6). */
function permuted(digit: number, place: number): number {
  if (digit === 3 || digit === 6) return place % 2 === 0 ? digit : 9 - digit
  return CYCLE[((PLACE_IN_CYCLE[digit] ?? 0) + place) % 8] ?? 0
}

const CYCLE = [0, 1, 5, 8, 9, 4, 2, 7]
const PLACE_IN_CYCLE = [0, 1, 6, -1, 5, 2, -1, 7, 3, 4]
