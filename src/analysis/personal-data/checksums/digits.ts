/** The digit at a place; not a number where no digit stands there, which no check survives. */
export function digitAt(text: string, place: number): number {
  const digit = text.charCodeAt(place) - 0x30
  return digit >= 0 && digit <= 9 ? digit : Number.NaN
}

/** The number that a part of the text writes in digits; end excluded. */
export function numberAt(text: string, start: number, end: number): number {
  let number = 0
  for (let place = start; place < end; place++) number = number * 10 + digitAt(text, place)
  return number
}

/** Every digit of the leading part times its weight, added up. */
export function weighted(text: string, weights: readonly number[]): number {
  let sum = 0
  for (let place = 0; place < weights.length; place++) sum += digitAt(text, place) * (weights[place] ?? 0)
  return sum
}

/** Typed to fill a field: every character the same, which passes most weighted sums, or counted up or down. */
export function isFiller(text: string): boolean {
  return isRepeated(text) || isCounted(text)
}

/** All characters are the same. */
function isRepeated(text: string): boolean {
  for (let place = 1; place < text.length; place++) if (text.charCodeAt(place) !== text.charCodeAt(0)) return false
  return true
}

/** `12345678`, `987654321`, `0123…`: each digit follows the one before, up or down. */
function isCounted(text: string): boolean {
  const step = (digitAt(text, 1) - digitAt(text, 0) + 10) % 10
  if (step !== 1 && step !== 9) return false
  for (let place = 2; place < text.length; place++)
    if ((digitAt(text, place) - digitAt(text, place - 1) + 10) % 10 !== step) return false
  return true
}
