/** From an offset in a decoded text to a byte of its UTF-8 source. */
export type ByteOffsets = (offset: number) => number

/** Between two checkpoints nothing longer is encoded again. */
const STEP = 4096

/** Prepared once per text; each answer costs one step. `byteLength` is the length of the source. */
export function byteOffsets(text: string, byteLength: number): ByteOffsets {
  if (text.length === byteLength) return (offset) => offset
  const checkpoints: { readonly offset: number; readonly byte: number }[] = [{ offset: 0, byte: 0 }]
  for (let offset = 0, byte = 0; offset < text.length;) {
    const end = afterCharacter(text, offset + STEP)
    byte += Buffer.byteLength(text.slice(offset, end))
    offset = end
    checkpoints.push({ offset, byte })
  }
  return (offset) => {
    let at = Math.min(Math.floor(offset / STEP), checkpoints.length - 1)
    // A step ends one unit later where it would cut a character in two, so the checkpoint may lie behind the offset.
    while (at > 0 && (checkpoints[at]?.offset ?? 0) > offset) at--
    const { offset: start, byte } = checkpoints[at] ?? { offset: 0, byte: 0 }
    return byte + Buffer.byteLength(text.slice(start, offset))
  }
}

function afterCharacter(text: string, offset: number): number {
  const code = text.charCodeAt(offset)
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset
}
