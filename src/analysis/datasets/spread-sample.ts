/**
 * Chooses rows while their number is not known: the first `dense`, then one of two until as many more are taken, then one of
 * four, and so on. Of ten million rows a dense of 1,000 takes about 14,000, from the whole length. The steps vary by chance (always the same),
 * because questions and answers alternate in many a dataset. Lives as long as one file.
 */
export class SpreadSample {
  readonly #dense: number
  #next = 0
  #step = 1
  #left: number
  #chance = 1

  constructor(dense: number) {
    this.#dense = dense
    this.#left = dense
  }

  /** Is this one taken? Numbers must not fall. */
  takes(number: number): boolean {
    if (number < this.#next) return false
    if (--this.#left === 0) {
      this.#step *= 2
      this.#left = this.#dense
    }
    this.#next = number + 1 + this.#upTo(2 * this.#step - 1)
    return true
  }

  /** 0 up to, not including, `below`, on average half of it (a linear congruence, Numerical Recipes). */
  #upTo(below: number): number {
    this.#chance = (Math.imul(this.#chance, 1664525) + 1013904223) >>> 0
    return Math.floor((this.#chance / 2 ** 32) * below)
  }
}
