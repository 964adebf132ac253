/**
 * Bits a character, by how often each character stands in the text itself (Shannon 1948): 0 for `aaaa`, about 4.5 for 32
 * random letters and digits, at most log2 of the length.
 */
export function shannonEntropy(text: string): number {
  const counts = new Map<number, number>()
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}
