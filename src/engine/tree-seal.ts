import type { Hash } from 'node:crypto'
import { sha256 } from '../base/digest.ts'
import type { Skipped } from '../model/coverage.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { FileState } from '../scan/source.ts'

/** Characters that wait for the hash: a call for each file costs as much as its hashing. */
const CHUNK = 32 * 1024

/**
 * One digest over all that a scan sees of a tree: what the walk met in its order, and of each file that was read the stamp under which it
 * was. Two equal ones mean that the same is read again, as two equal stamps do of a file. Files may be answered for in any order; what
 * waits for them is kept. A class because it grows with the walk.
 */
export class TreeSeal {
  readonly #hash: Hash = sha256()
  #text = ''
  /** Lines that cannot be hashed before those in front of them are there. */
  readonly #waiting = new Map<number, string>()
  readonly #unread = new Map<string, { readonly at: number; readonly kind: 'file' | 'link' }>()
  #lines = 0
  #hashed = 0
  #broken = false
  #asked: string[] = []
  #files = 0
  #anew = 0

  /** `told`: what is said of the tree before it is walked. */
  constructor(told: readonly Diagnostic[]) {
    this.#settle(this.#lines++, line('told', JSON.stringify(told)))
  }

  /** Something the walk says beside naming files. */
  said(what: Skipped | Diagnostic): void {
    this.#settle(this.#lines++, line('said', JSON.stringify(what)))
  }

  /** A file that nobody reads. */
  unwanted(path: string): void {
    this.#settle(this.#lines++, line('unwanted', path))
  }

  /** A link that leads to nothing that is read. */
  closed(path: string, state: Extract<FileState, { kind: 'unreadable' }>): void {
    this.#settle(this.#lines++, line('closed', path, state.skip, state.reason))
  }

  /** A file that is going to be read, which read() answers for. */
  opens(path: string, link: boolean): void {
    this.#files++
    if (!this.#broken) this.#unread.set(path, { at: this.#lines++, kind: link ? 'link' : 'file' })
  }

  /** The file was read, or was known, under this stamp; undefined when what was read may be another thing tomorrow. `anew`: it was not known. */
  read(path: string, stamp: string | undefined, anew: boolean): void {
    const opened = this.#unread.get(path)
    if (opened === undefined || stamp === undefined) return this.break()
    if (anew) this.#anew++
    this.#unread.delete(path)
    this.#settle(opened.at, line(opened.kind, path, stamp))
  }

  /** A file with this stamp, which is not read. */
  known(path: string, stamp: string | undefined): void {
    if (stamp === undefined) this.break()
    else this.#settle(this.#lines++, line('file', path, stamp))
  }

  /** What another file asked for, when the walk was over; `stamp` where that is a file. */
  asked(path: string, state: FileState, stamp: string | undefined): void {
    if (state.kind === 'file' && stamp === undefined) this.break()
    this.#asked.push(path)
    const said = state.kind === 'file' ? ['file', stamp ?? ''] : [state.skip, state.reason]
    this.#settle(this.#lines++, line('asked', path, ...said))
  }

  /** Nothing can be said of the tree tomorrow. */
  break(): void {
    this.#broken = true
    this.#waiting.clear()
    this.#unread.clear()
  }

  /** Every path that was asked for, in order. */
  get includes(): readonly string[] {
    return this.#asked
  }

  /** Did most of the time go into files that were not known? */
  get isFresh(): boolean {
    return this.#anew * FRESH >= this.#files
  }

  /** Undefined when the tree is not to be trusted to be the same. To be asked once, at the end. */
  digest(): string | undefined {
    if (this.#broken || this.#hashed < this.#lines) return undefined
    return this.#hash.update(this.#text).digest('base64url')
  }

  #settle(at: number, text: string): void {
    if (this.#broken) return
    if (at !== this.#hashed) {
      this.#waiting.set(at, text)
      return
    }
    this.#add(text)
    for (let next = this.#waiting.get(this.#hashed); next !== undefined; next = this.#waiting.get(this.#hashed)) {
      this.#waiting.delete(this.#hashed)
      this.#add(next)
    }
  }

  #add(text: string): void {
    this.#hashed++
    this.#text += text
    if (this.#text.length < CHUNK) return
    this.#hash.update(this.#text)
    this.#text = ''
  }
}

/** One file in so many. */
const FRESH = 10

/** No path and no JSON holds a NUL, and each kind of line has its number of fields: no two trees give the same text. */
function line(...fields: readonly string[]): string {
  return `${fields.join('\0')}\0`
}
