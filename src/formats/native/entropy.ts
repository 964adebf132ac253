/** Shannon's entropy in bits for each byte, 0 to 8: code of processors has 5 to 6.7, compressed and enciphered data above 7.9. */
export function entropy(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  let sum = 0
  for (const count of counts) {
    if (count === 0) continue
    const share = count / bytes.length
    sum -= share * Math.log2(share)
  }
  return sum
}
