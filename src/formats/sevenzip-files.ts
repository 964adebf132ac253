import type { SevenZipCursor } from './sevenzip-cursor.ts'

/** Property ids of 7zFormat.txt. */
const ID = { end: 0x00, emptyStream: 0x0e, names: 0x11 } as const

/** A name of a directory entry and whether it has bytes in a folder. */
export interface SevenZipName {
  readonly name: string
  readonly hasStream: boolean
}

/** FilesInfo: the names in order. Those with a stream take the members of the folders one after the other. Throws FormatError. */
export function readFiles(cursor: SevenZipCursor): readonly SevenZipName[] {
  // Each name takes at least its closing zero of two bytes.
  const count = cursor.count('files')
  let empty: readonly boolean[] = []
  let names: readonly string[] = []
  for (let id = cursor.byte(); id !== ID.end; id = cursor.byte()) {
    const size = cursor.count('bytes of a property')
    const end = cursor.at + size
    if (id === ID.emptyStream) empty = cursor.bits(count, false)
    else if (id === ID.names && cursor.byte() === 0) names = namesIn(cursor.take(Math.max(0, size - 1)))
    if (cursor.at > end) throw cursor.error('a property that is longer than it says')
    cursor.take(end - cursor.at)
  }
  return Array.from({ length: count }, (_, index) => ({
    name: names[index] ?? `member ${index + 1}`,
    hasStream: empty[index] !== true,
  }))
}

/** UTF-16, little end first, each closed by a zero. */
function namesIn(bytes: Buffer): readonly string[] {
  return bytes.toString('utf16le').split('\0').slice(0, -1)
}
