import { closeSync, openSync, writeSync } from 'node:fs'
import { seededRandom } from '../test/support/random.ts'

/** Protocol 4: every token is memoised, each has a rank, and every third a float; SETITEMS after each thousand. */
export function writeVocabulary(path: string, count: number, seed: number): void {
  const random = seededRandom(seed)
  const file = openSync(path, 'w')
  const chunk = Buffer.alloc(2 ** 20)
  let used = 0
  const flush = (): void => {
    writeSync(file, chunk, 0, used)
    used = 0
  }
  const bytes = (...values: readonly number[]): void => {
    for (const value of values) chunk[used++] = value
  }
  bytes(0x80, 4, 0x7d, 0x94)
  for (let index = 0; index < count; index++) {
    if (used > chunk.length - 256) flush()
    if (index % 1000 === 0) bytes(0x28)
    const token = `${index.toString(36)}-${random.hex(16 + random.integer(34))}`
    bytes(0x8c, token.length)
    used += chunk.write(token, used, 'latin1')
    bytes(0x94, 0x4a)
    used = chunk.writeInt32LE(index, used)
    if (index % 3 === 0) {
      // A pair of rank and weight: the tuple is memoised as well.
      bytes(0x47)
      used = chunk.writeDoubleBE(random.integer(1000) / 7, used)
      bytes(0x86, 0x94)
    }
    if (index % 1000 === 999) bytes(0x75)
  }
  if (count % 1000 !== 0) bytes(0x75)
  bytes(0x2e)
  flush()
  closeSync(file)
}
