/** What about a stream is not as an honest pickler writes it, or was not followed. */
export type NoteCode =
  | 'truncated'
  | 'invalid-opcode'
  | 'negative-length'
  | 'frame-crossed'
  | 'frame-nested'
  | 'frame-overlong'
  | 'protocol-unknown'
  | 'protocol-late'
  | 'stack-underflow'
  | 'memo-missing'
  | 'memo-key'
  | 'persistent-id'
  | 'stack-forgotten'
  | 'memo-forgotten'
  | 'globals-limit'
  | 'calls-limit'
  | 'streams-limit'
  | 'opcodes-limit'
  | 'reads-limit'
  | 'depth-limit'
  | 'array-length'
  | 'array-truncated'

/** A note with the place it was first met; `count` is how often. */
export interface PickleNote {
  readonly code: NoteCode
  readonly offset: number
  readonly count: number
  /** What was expected and what was found. */
  readonly message: string
}

/** Notes without repetition: a stream can break the same rule a million times. */
export class Notes {
  private readonly byCode = new Map<NoteCode, { code: NoteCode; offset: number; count: number; message: string }>()

  add(code: NoteCode, offset: number, message: string): void {
    const known = this.byCode.get(code)
    if (known === undefined) this.byCode.set(code, { code, offset, count: 1, message })
    else known.count++
  }

  get size(): number {
    return this.byCode.size
  }

  /** Keeps the first ones only. */
  cutTo(size: number): void {
    for (const code of [...this.byCode.keys()].slice(size)) this.byCode.delete(code)
  }

  /** In the order of the first meeting. */
  list(): readonly PickleNote[] {
    return [...this.byCode.values()]
  }
}
