import { keysTouch } from './keyboard.ts'

/** What a finger did wrong where two names are one edit apart. */
export type TypingSlip = 'neighbouring key' | 'doubled letter' | 'letter left out' | 'two letters swapped'

/**
 * The slip that turns `meant` into `written`, which are one edit apart; undefined where it is none that fingers make
 * (a replaced letter that lies elsewhere on the keyboard, an added one that touches nothing beside it). Linear.
 */
export function typingSlip(meant: string, written: string): TypingSlip | undefined {
  const start = commonStart(meant, written)
  const tail = commonTail(meant, written, start)
  const wanted = meant.slice(start, meant.length - tail)
  const found = written.slice(start, written.length - tail)
  if (wanted.length === 1 && found === '') return 'letter left out'
  if (wanted === '' && found.length === 1) return added(written, start, found)
  if (wanted.length === 2 && found === `${wanted[1]}${wanted[0]}`) return 'two letters swapped'
  if (wanted.length === 1 && found.length === 1 && keysTouch(wanted, found)) return 'neighbouring key'
  return undefined
}

function added(written: string, at: number, letter: string): TypingSlip | undefined {
  const beside = [written[at - 1] ?? '', written[at + 1] ?? '']
  if (beside.includes(letter)) return 'doubled letter'
  return beside.some((key) => keysTouch(key, letter)) ? 'neighbouring key' : undefined
}

function commonStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

function commonTail(a: string, b: string, start: number): number {
  let length = 0
  const most = Math.min(a.length, b.length) - start
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++
  return length
}
