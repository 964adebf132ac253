import type { RFact } from './model.ts'

/** Collects facts; many of a kind say nothing new, but those that name functions count before those that do not. */
export interface FactLog {
  add(fact: RFact): void
  list(): readonly RFact[]
}

const MOST_OF_EACH = 5_000
const MOST_NAMES = 500

export function factLog(): FactLog {
  const facts: RFact[] = []
  const counts = new Map<string, number>()
  return {
    add(fact) {
      // The same calls a hundred thousand times are one fact; what is new is kept as long as there is room.
      const key = `${fact.kind} ${fact.names.slice(0, 20).join(' ')}`.slice(0, 400)
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      if (count === 0 && facts.length < MOST_OF_EACH * 10) facts.push(fact)
    },
    list: () => facts,
  }
}

/** The functions called in one piece of code. */
export interface Calls {
  add(name: string): void
  names(): readonly string[]
}

export function calls(): Calls {
  const found = new Set<string>()
  return {
    add(name) {
      if (found.size < MOST_NAMES || WATCHED.has(name)) found.add(name)
    },
    names: () => [...found],
  }
}

/** Kept however many names there are; what they mean is for the judge. */
const WATCHED: ReadonlySet<string> = new Set(
  `system system2 shell shell.exec pipe source sys.source dyn.load download.file install.packages socketConnection url eval
   parse unlink file.remove do.call .Call .External .C .Internal`.split(/\s+/),
)
