/** Seeded random numbers, so that a test or a bench runs on the same data everywhere (mulberry32, 32 bits of state). */
export interface Random {
  /** 0 up to, not including, `below`. */
  integer(below: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
  hex(length: number): string
  /** True once in `n` times. */
  oneIn(n: number): boolean
}

export function seededRandom(seed: number): Random {
  const next = generator(seed)
  const integer = (below: number): number => next() % below
  return {
    integer,
    pick: (choices) => choices[integer(choices.length)] ?? choices[0],
    hex: (length) => Array.from({ length }, () => integer(16).toString(16)).join(''),
    oneIn: (n) => integer(n) === 0,
  }
}

/** Numbers from 0 up to, not including, 1. */
export function random(seed: number): () => number {
  const next = generator(seed)
  return () => next() / 2 ** 32
}

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
