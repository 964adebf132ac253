import type { Confidence } from '../../model/finding.ts'
import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'
import type { ScanContext } from '../sensitive/sensitive-scanner.ts'
import type { Announcement } from './announcement.ts'
import { ChanceWatch } from './numbers/chance-watch.ts'
import type { PersonalKind } from './personal-kind.ts'
import { NearbyWords } from './words/nearby-words.ts'
import type { WordTable } from './words/word-table.ts'

/** A match that knows whether something announces it. */
export interface PersonalMatch extends SensitiveMatch {
  readonly announced: boolean
}

/** One scan of one run of bytes: what the detectors read and where they report. Ends with the scan. */
export class Sweep {
  readonly bytes: Uint8Array
  readonly context: ScanContext
  /** The bytes are values of one column: a weak value is worth a low match, because the column as a whole is judged later. */
  readonly cells: boolean
  readonly matches: PersonalMatch[] = []
  readonly words: NearbyWords
  readonly watch = new ChanceWatch()
  readonly #view: Buffer
  readonly #wanted: ReadonlySet<PersonalKind>
  readonly #column: ReadonlySet<PersonalKind>
  readonly #counts = new Map<PersonalKind, number>()
  /** Detectors ask one after the other about the same place. */
  #asked = -1
  #answer = false

  constructor(bytes: Uint8Array, context: ScanContext, wanted: ReadonlySet<PersonalKind>, table: WordTable) {
    this.bytes = bytes
    this.context = context
    this.cells = context.role === 'data' && context.label !== undefined
    this.words = new NearbyWords(bytes, table)
    this.#view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#wanted = wanted
    this.#column = columnKinds(context.label, table)
  }

  /** Where the bytes stand next from `from` on; -1 where they do not any more. */
  find(text: string, from: number): number {
    return this.#view.indexOf(text, from, 'latin1')
  }

  /** Bytes as text, one character a byte; shorter where the bytes end before. */
  text(start: number, end: number): string {
    return this.#view.toString('latin1', start, end)
  }

  /** Whether anything at all announces something here; far cheaper than asking for each kind. */
  isAnnounced(start: number, end: number): boolean {
    if (this.#column.size > 0) return true
    if (start !== this.#asked) {
      this.#asked = start
      this.#answer = this.words.any(start, end)
    }
    return this.#answer
  }

  /** What announces a value of this kind. Words further away than `before` bytes do not count. */
  announcement(kind: PersonalKind, start: number, end: number, before?: number): Announcement | undefined {
    if (this.#column.has(kind)) return 'column'
    return this.words.announces(kind, start, end, before) ? 'word' : undefined
  }

  /** Remembers a match of a kind that is asked for; beyond the bound only how many there are. */
  report(
    kind: PersonalKind,
    start: number,
    end: number,
    confidence: Confidence,
    says: readonly string[] = NOTHING,
    announced = false,
  ): void {
    if (!this.#wanted.has(kind)) return
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    if (count > MOST_MATCHES) return
    this.matches.push({
      rule: kind,
      start,
      end,
      value: this.text(start, end),
      confidence,
      wrapped: NOTHING,
      says,
      announced,
    })
  }

  /** Tells the context how many matches the bound left out. */
  tellOmitted(): void {
    for (const [kind, count] of this.#counts)
      if (count > MOST_MATCHES) this.context.omitted?.({ why: 'matches', rule: kind.id, count: count - MOST_MATCHES })
  }
}

/** Of one kind in one run of bytes: a file of four megabytes made of addresses has more. */
const MOST_MATCHES = 100_000

const NOTHING: readonly never[] = []

function columnKinds(label: string | undefined, table: WordTable): ReadonlySet<PersonalKind> {
  if (label === undefined) return NONE
  return new NearbyWords(Buffer.from(label.slice(0, 200), 'utf8'), table).everything()
}

const NONE: ReadonlySet<PersonalKind> = new Set()
