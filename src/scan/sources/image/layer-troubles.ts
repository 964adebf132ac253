import type { LimitError } from '../../../base/errors.ts'

/** What was not as it should be in a layer; `error` where something of it may be missing or is not what its name says. */
export interface LayerTrouble {
  readonly code: 'FORMAT_LAYER' | 'FORMAT_DIGEST' | LimitError['code']
  readonly level: 'error' | 'warning'
  readonly message: string
}

/** Collects troubles: each is told once, members of one kind together. A class because it counts. */
export class LayerTroubles {
  readonly #list: LayerTrouble[] = []
  readonly #members = new Map<string, { count: number; readonly first: string }>()

  add(code: LayerTrouble['code'], level: LayerTrouble['level'], message: string): void {
    if (!this.#list.some((known) => known.message === message)) this.#list.push({ code, level, message })
  }

  /** A member that is not looked at; `why` is one of a few texts. */
  member(why: string, name: string): void {
    const known = this.#members.get(why)
    if (known === undefined) this.#members.set(why, { count: 1, first: name.slice(0, 120) })
    else known.count++
  }

  list(): readonly LayerTrouble[] {
    const members = [...this.#members].map(([why, { count, first }]): LayerTrouble => {
      const subject = count === 1 ? 'a member was' : `${count} members were`
      const message = `${subject} left out: ${why}, ${count === 1 ? '' : 'first '}${JSON.stringify(first)}`
      return { code: 'FORMAT_LAYER', level: 'error', message }
    })
    return [...this.#list, ...members]
  }
}
