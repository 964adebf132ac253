/** Tokens that are asked about in one scan, by all its threads: whoever has more has a list of them, and providers take it for an attack. */
export const MOST_QUESTIONS = 200

const ASKED = 0

/** For so many providers: `[tokens asked about, for each provider the time of its next turn]`. */
export function sharedTurns(providers: number): SharedArrayBuffer {
  return new SharedArrayBuffer((1 + providers) * BigInt64Array.BYTES_PER_ELEMENT)
}

/** The bounds of all threads of a scan, in memory that all of them see. Times are milliseconds since 1970. */
export class Turns {
  readonly #slots: BigInt64Array<SharedArrayBuffer>

  constructor(shared: SharedArrayBuffer) {
    this.#slots = new BigInt64Array(shared)
  }

  /** Takes one of the MOST_QUESTIONS; false when all are taken. */
  take(): boolean {
    return Atomics.add(this.#slots, ASKED, 1n) < BigInt(MOST_QUESTIONS)
  }

  /** When this provider may be asked next: that turn is then taken. Undefined, and nothing is taken, when that is after `latest`. */
  next(provider: number, pause: number, now: number, latest: number): number | undefined {
    const slot = provider + 1
    for (;;) {
      const free = Atomics.load(this.#slots, slot)
      const turn = Math.max(Math.ceil(now), Number(free))
      if (turn > latest) return undefined
      if (Atomics.compareExchange(this.#slots, slot, free, BigInt(turn + pause)) === free) return turn
    }
  }

  /** The provider asked for patience: nobody asks it before `until`. */
  hold(provider: number, until: number): void {
    const slot = provider + 1
    for (;;) {
      const free = Atomics.load(this.#slots, slot)
      if (Number(free) >= until) return
      if (Atomics.compareExchange(this.#slots, slot, free, BigInt(Math.ceil(until))) === free) return
    }
  }
}
