/** How the characters of a text are written, as far as its first bytes tell. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The encoding and the bytes of the mark in front. Without a mark UTF-16 is told by its zeros: every other byte of ASCII text is one. */
export function encodingOf(head: Uint8Array): { readonly encoding: TextEncoding; readonly mark: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', mark: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', mark: 2 }
  const zeros = [0, 0]
  const looked = Math.min(head.length, 512) & ~1
  for (let at = 0; at < looked; at++) if (head[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (looked >= 4 && odd > looked * 0.35 && even === 0) return { encoding: 'utf-16le', mark: 0 }
  if (looked >= 4 && even > looked * 0.35 && odd === 0) return { encoding: 'utf-16be', mark: 0 }
  return { encoding: 'utf-8', mark: 0 }
}

/** Pieces of text in any encoding as pieces of UTF-8; bytes that are none pass as they are. Marks at the start are left out. */
export async function* asUtf8(
  pieces: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
  mark: number,
): AsyncGenerator<Uint8Array, void, void> {
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding, { ignoreBOM: true })
  let left = mark
  for await (const piece of pieces) {
    const own = left === 0 ? piece : piece.subarray(left)
    left -= piece.length - own.length
    yield decoder === undefined ? own : Buffer.from(decoder.decode(own, { stream: true }), 'utf8')
  }
  const last = decoder?.decode()
  if (last !== undefined && last !== '') yield Buffer.from(last, 'utf8')
}

/** A short text for people: UTF-8 where it is, else each byte a character (latin1). */
export function shownText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  }
}
