import { type GlobalEntry, GlobalTable, type Interest } from './global-table.ts'
import { Notes } from './notes.ts'
import type { OpcodeName } from './opcodes.ts'
import type { Snapshot } from './snapshot.ts'

/** A call as it was met; the callee is a global where it is one. */
export interface RawCall {
  readonly opcode: OpcodeName
  readonly offset: number
  readonly stream: number
  readonly callee: Snapshot
  readonly args: Snapshot
  readonly keywords?: Snapshot
}

/** Something that BUILD, SETITEM(S), APPEND(S) or ADDITEMS changed, with the first values put in. */
export interface RawChange {
  readonly opcode: OpcodeName
  readonly offset: number
  readonly stream: number
  readonly target: Snapshot
  readonly value: Snapshot
  count: number
}

/** A STACK_GLOBAL whose operands are not both text written in the stream. */
export interface RawComputedGlobal {
  readonly offset: number
  readonly stream: number
  readonly module: Snapshot
  readonly name: Snapshot
}

/** Calls kept as examples of each global. */
const SAMPLES = 3
const MOST_SAMPLES = 6000
const MOST_CALLS = 16_384
const MOST_COMPUTED = 512
const MOST_PERSISTENT = 16
const MOST_EXTENSIONS = 256
const MOST_CHANGES = 4096

/** How long the lists of a journal were. */
export type Checkpoint = Readonly<
  Record<
    | 'globals'
    | 'meetings'
    | 'calls'
    | 'computed'
    | 'computedCount'
    | 'persistent'
    | 'persistentCount'
    | 'extensions'
    | 'changes'
    | 'notes',
    number
  >
>

/** What one reading of a file wrote down: bounded lists, and counts of what did not fit. */
export class Journal {
  readonly notes = new Notes()
  readonly globals: GlobalTable
  readonly calls: RawCall[] = []
  readonly computed: RawComputedGlobal[] = []
  readonly persistent: Snapshot[] = []
  readonly extensions = new Map<number, { readonly offset: number; readonly stream: number; count: number }>()
  readonly changes = new Map<string, RawChange>()
  persistentCount = 0
  computedCount = 0
  private samples = 0

  constructor(interestOf: (module: string, name: string) => Interest) {
    this.globals = new GlobalTable(interestOf)
  }

  /** Where the lists end now. */
  checkpoint(): Checkpoint {
    return {
      globals: this.globals.entries.length,
      meetings: this.globals.plausibleMeetings,
      calls: this.calls.length,
      computed: this.computed.length,
      computedCount: this.computedCount,
      persistent: this.persistent.length,
      persistentCount: this.persistentCount,
      extensions: this.extensions.size,
      changes: this.changes.size,
      notes: this.notes.size,
    }
  }

  /** Forgets what was written down since: it came from bytes that turned out to be no pickle. */
  rollBack(to: Checkpoint): void {
    this.globals.cutTo(to.globals)
    this.calls.length = to.calls
    this.computed.length = to.computed
    this.computedCount = to.computedCount
    this.persistent.length = to.persistent
    this.persistentCount = to.persistentCount
    cut(this.extensions, to.extensions)
    cut(this.changes, to.changes)
    this.notes.cutTo(to.notes)
  }

  /** Is this call of a global to be kept? Counts it. */
  wantsCall(entry: GlobalEntry): boolean {
    entry.calls++
    if (entry.interest === 'every') return true
    if (entry.samples >= SAMPLES || this.samples >= MOST_SAMPLES) return false
    entry.samples++
    this.samples++
    return true
  }

  call(call: RawCall): void {
    if (this.calls.length < MOST_CALLS + MOST_SAMPLES) this.calls.push(call)
    else this.notes.add('calls-limit', call.offset, `more than ${MOST_CALLS} calls whose arguments matter`)
  }

  computedGlobal(computed: RawComputedGlobal): void {
    this.computedCount++
    if (this.computed.length < MOST_COMPUTED) this.computed.push(computed)
  }

  /** Does this persistent id belong to the examples? Counts it. */
  wantsPersistent(): boolean {
    return this.persistentCount++ < MOST_PERSISTENT
  }

  extension(code: number, offset: number, stream: number): void {
    const known = this.extensions.get(code)
    if (known !== undefined) known.count++
    else if (this.extensions.size < MOST_EXTENSIONS) this.extensions.set(code, { offset, stream, count: 1 })
    else this.notes.add('calls-limit', offset, `more than ${MOST_EXTENSIONS} codes of the extension registry`)
  }

  /** Counts a change of the same kind of target; false when it is the first one and has to be described. */
  changed(key: string, offset: number): boolean {
    const known = this.changes.get(key)
    if (known !== undefined) known.count++
    else if (this.changes.size >= MOST_CHANGES) {
      this.notes.add('calls-limit', offset, `more than ${MOST_CHANGES} kinds of changed objects`)
      return true
    }
    return known !== undefined
  }
}

/** Maps keep the order in which keys came. */
function cut<K, V>(map: Map<K, V>, size: number): void {
  for (const key of [...map.keys()].slice(size)) map.delete(key)
}
