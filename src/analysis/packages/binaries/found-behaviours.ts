import type { Behaviour, BehaviourKind, BehaviourMoment, Taint } from '../behaviour.ts'
import type { PackageFile } from '../package-file.ts'

/** Behaviours of one binary while they are collected: the same kind and subject is told once, with the first evidence. */
export interface FoundBehaviours {
  add(
    kind: BehaviourKind,
    subject: string,
    evidence: string,
    more?: { when?: BehaviourMoment; line?: number; inputs?: readonly Taint[] },
  ): void
  list(): readonly Behaviour[]
}

const MOST_BEHAVIOURS = 500

/** An empty collection for a file. `key` of what is one: a line of its own only where the format has lines. */
export function foundBehaviours(file: PackageFile): FoundBehaviours {
  const found = new Map<string, Behaviour>()
  return {
    add(kind, subject, evidence, { when = 'unknown', line = 1, inputs = [] } = {}) {
      const shown = visible(subject).slice(0, 200)
      const key = `${kind} ${shown} ${line}`
      if (found.has(key) || found.size >= MOST_BEHAVIOURS) return
      found.set(key, {
        kind,
        subject: shown === '' ? '?' : shown,
        place: { path: file.path, line },
        when,
        inputs,
        evidence: visible(evidence).slice(0, 200),
      })
    },
    list: () => [...found.values()].toSorted((a, b) => a.place.line - b.place.line),
  }
}

/** Foreign text without characters that move a cursor. */
function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
}
