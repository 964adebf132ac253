const DICTIONARY_FLAG = 0x20

/**
 * Could these bytes begin a zlib stream (RFC 1950)? Method 8, a window of at most 32 KiB, the check bits right and no preset
 * dictionary. One in about a thousand random heads is one too, so unpacking has to confirm it.
 */
export function isZlibHead(head: Uint8Array): boolean {
  const [cmf, flags] = head
  if (cmf === undefined || flags === undefined) return false
  return (cmf & 0x0f) === 8 && cmf >> 4 <= 7 && (cmf * 256 + flags) % 31 === 0 && (flags & DICTIONARY_FLAG) === 0
}
