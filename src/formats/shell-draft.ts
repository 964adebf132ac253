import { MappedTextBuilder } from './mapped-text.ts'
import type {
  HereDocument,
  ShellAssignment,
  ShellCommand,
  ShellRedirect,
  ShellSeparator,
  ShellWord,
  TextSpan,
  VariableLookup,
} from './shell-syntax.ts'

/** A word being read. A class because it lives exactly as long as the word. */
export class WordDraft {
  readonly start: number
  /** Index in the text where quoting begins; beyond it `=` and keywords mean nothing. */
  firstQuote = Infinity
  readonly #text = new MappedTextBuilder()
  readonly #unknown: TextSpan[] = []

  constructor(start: number) {
    this.start = start
  }

  get empty(): boolean {
    return this.#text.length === 0
  }

  quote(): void {
    this.firstQuote = Math.min(this.firstQuote, this.#text.length)
  }

  add(text: string, offset: number): void {
    this.#text.add(text, offset)
  }

  addFor(text: string, start: number, end: number): void {
    this.#text.addFor(text, start, end)
  }

  /** Adds what only the run can tell. Long ones are cut: nested substitutions would copy the text once per level. */
  addUnknown(source: string, start: number, end: number): void {
    const length = this.#text.length
    this.#text.addFor(source.slice(start, Math.min(end, start + 120)), start, end)
    this.#unknown.push({ start: length, end: this.#text.length })
  }

  build(end: number): ShellWord {
    const quoted = this.firstQuote !== Infinity
    return { ...this.#text.build(this.start), span: { start: this.start, end }, unknown: this.#unknown, quoted }
  }
}

/** A command being read; its here-documents arrive after it has ended. */
export interface CommandDraft extends ShellCommand {
  readonly assignments: ShellAssignment[]
  readonly words: ShellWord[]
  readonly redirects: ShellRedirect[]
  readonly hereDocuments: HereDocument[]
  after: ShellSeparator
  variable: VariableLookup
  awaitsHereDocument: boolean
  /** The redirect whose target is the next word. */
  pending: { readonly operator: string; readonly offset: number; readonly attached: boolean } | undefined
}

export function commandDraft(after: ShellSeparator): CommandDraft {
  return {
    assignments: [],
    words: [],
    redirects: [],
    hereDocuments: [],
    after,
    variable: () => undefined,
    awaitsHereDocument: false,
    pending: undefined,
  }
}
