import type { ByteSource } from '../../base/bytes.ts'
import type { Limits } from '../../base/limits.ts'
import { ByteWindow, PADDING, WINDOW_BYTES } from './byte-window.ts'
import { ConstantReader, resolve } from './constant-reader.ts'
import type { Interest } from './global-table.ts'
import { interleavedArray } from './joblib-array.ts'
import { Journal } from './journal.ts'
import { PickleMachine } from './machine.ts'
import type { PickleReading, StreamEnd } from './report.ts'
import type { Snapshot } from './snapshot.ts'
import { Pause } from './pause.ts'
import { workspace, type Workspace } from './workspace.ts'

/** The bytes and how far to go. */
export interface ReadingTask {
  readonly source: ByteSource
  readonly range: { readonly start: number; readonly limit: number }
  readonly limits: Limits
  readonly options: {
    readonly interestOf?: (module: string, name: string) => Interest
    readonly signal?: AbortSignal
    readonly windowBytes?: number
  }
}

/** A stream as it was read. */
export interface RawStream {
  readonly offset: number
  length: number
  protocol: number
  end: StreamEnd
  value?: Snapshot
}

/** What one reading left behind. */
export interface ReadStreams {
  readonly reading: PickleReading
  readonly machine: PickleMachine
  readonly journal: Journal
  readonly streams: readonly RawStream[]
  readonly streamCount: number
  /** How many arrays of joblib were passed over. */
  readonly arrays: number
  readonly trailing: { readonly offset: number; readonly length: number } | undefined
  readonly complete: boolean
  /** Offsets of opcodes, at most about a window apart. */
  readonly starts: readonly number[]
}

const MOST_STREAMS_LISTED = 1000
/** 60 MB of `N.` must not take an hour. */
const MOST_STREAMS = 100_000
const MOST_VALUES = 8
/** An opcode asks for ten pieces at most. Whatever asks for more must not hang the scan. */
const MOST_STALLS = 64
/** Ten seconds and more of walking; no file below 2 GB reaches it. */
const MOST_OPCODES = 1_000_000_000

/** Reads stream after stream in one of the ways in which a loader can read them. */
export async function readStreams(task: ReadingTask, reading: PickleReading): Promise<ReadStreams> {
  return new StreamReader(task, reading).read()
}

class StreamReader {
  private readonly task: ReadingTask
  private readonly reading: PickleReading
  private readonly journal: Journal
  private readonly window: ByteWindow
  private readonly machine: PickleMachine
  private readonly streams: RawStream[] = []
  private readonly outer: {
    readonly space: Workspace
    readonly stream: RawStream
    readonly number: number
    readonly carried: boolean
  }[] = []
  private readonly starts: number[] = []
  private streamCount = 0
  private arrays = 0
  private stream: RawStream
  private halted = false

  constructor(task: ReadingTask, reading: PickleReading) {
    this.task = task
    this.reading = reading
    this.journal = new Journal(task.options.interestOf ?? (() => 'sample'))
    this.window = new ByteWindow(task.source, task.range.limit, task.options.windowBytes ?? WINDOW_BYTES)
    this.machine = new PickleMachine(this.window, this.journal, task.range, {
      frames: reading === 'buffered-frames' ? 'buffered' : 'linear',
      skipArrays: reading !== 'arrays-as-opcodes',
    })
    this.machine.interpreter.strict = reading === 'carried-memo' || reading === 'arrays-as-opcodes'
    this.stream = this.begin(task.range.start)
  }

  async read(): Promise<ReadStreams> {
    const { range } = this.task
    let trailing: ReadStreams['trailing']
    for (;;) {
      const before = this.journal.checkpoint()
      await this.readStream()
      this.endStream()
      const { offset, end } = this.stream
      const { underflows } = this.machine.interpreter.space.stack
      // Bytes behind a complete pickle that make no sense as another one are data, as in the files of torch before 1.6.
      const nameless = this.journal.globals.plausibleMeetings === before.meetings
      if (this.streamCount > 1 && nameless && (end === 'broken' || underflows > 0)) {
        this.journal.rollBack(before)
        const from = trailing?.offset ?? offset
        trailing = { offset: from, length: range.limit - from }
        this.dropStream()
        if (end === 'broken') break
      } else {
        trailing = undefined
        if (end !== 'stop') break
      }
      if (this.machine.position >= range.limit) break
      if (this.streamCount >= MOST_STREAMS) {
        this.halt('streams-limit', `more than ${MOST_STREAMS} pickles in one file`)
        break
      }
      this.stream = this.begin(this.machine.position)
    }
    return {
      reading: this.reading,
      machine: this.machine,
      journal: this.journal,
      streams: this.streams,
      streamCount: this.streamCount,
      arrays: this.arrays,
      trailing,
      complete: !this.halted && this.stream.end === 'stop',
      starts: this.starts,
    }
  }

  private begin(offset: number): RawStream {
    const { interpreter } = this.machine
    const space = workspace()
    if (this.reading === 'carried-memo') space.memo = interpreter.space.memo
    interpreter.mayBeCarried = this.streamCount > 0
    this.machine.begin(space, offset)
    return this.list(offset)
  }

  private list(offset: number): RawStream {
    this.start(offset)
    this.machine.interpreter.stream = this.streamCount++
    const stream: RawStream = { offset, length: 0, protocol: 0, end: 'broken' }
    if (this.streams.length < MOST_STREAMS_LISTED) this.streams.push(stream)
    return stream
  }

  private start(offset: number): void {
    if (this.starts.at(-1) !== offset) this.starts.push(offset)
  }

  private dropStream(): void {
    this.streamCount--
    if (this.streams.at(-1) === this.stream) this.streams.pop()
    this.stream = { offset: this.stream.offset, length: 0, protocol: 0, end: 'stop' }
  }

  /** Until STOP, or until there is nothing to go on with. */
  private async readStream(): Promise<void> {
    const { machine } = this
    await this.showWindow()
    let stalls = 0
    let last = -1
    while (!this.halted) {
      const pause = machine.run()
      stalls = machine.position === last ? stalls + 1 : 0
      last = machine.position
      if (stalls > MOST_STALLS) this.halt('reads-limit', 'an opcode that asks for bytes again and again')
      if (pause === Pause.window) await this.moveWindow()
      else if (pause === Pause.line) await this.window.findNewline(machine.interpreter.names.wanted)
      else if (pause === Pause.piece) await this.window.fetchPiece(machine.interpreter.names.wanted)
      else if (pause === Pause.array) await this.passArray()
      else if (pause === Pause.stop && this.outer.length > 0) this.leaveInner()
      else {
        this.stream.end = pause === Pause.stop ? 'stop' : 'broken'
        return
      }
    }
    this.stream.end = 'limit'
  }

  private endStream(): void {
    const { space } = this.machine.interpreter
    while (this.outer.length > 0) {
      this.describe()
      this.leaveInner()
      this.stream.end = 'broken'
    }
    this.describe()
    if (space.memo.forgot)
      this.journal.notes.add('memo-forgotten', this.stream.offset, 'too many memo entries to keep all')
  }

  private describe(): void {
    const { stream, machine } = this
    const { space } = machine.interpreter
    stream.length = machine.position - stream.offset
    stream.protocol = space.protocol
    if (stream.end === 'stop' && this.streamCount <= MOST_VALUES)
      stream.value = machine.interpreter.copy(space.stack.pop())
    const { notes } = this.journal
    if (space.stack.underflows > 0) {
      notes.add('stack-underflow', stream.offset, 'an opcode takes more from the stack than there is')
    }
    if (space.stack.forgot) notes.add('stack-forgotten', stream.offset, 'the stack is deeper than is kept')
  }

  /** An array of joblib: its bytes are passed over; a pickle in its place is read with a stack and memo of its own. */
  private async passArray(): Promise<void> {
    const { machine, journal } = this
    const { interpreter } = machine
    const reader = new ConstantReader(this.task.source)
    const context = { reader, globals: journal.globals.entries, displaced: interpreter.names.displaced }
    const state = interpreter.arrayState ?? { kind: 'unknown', why: 'forgotten' }
    const array = interleavedArray(await resolve(state, context))
    this.arrays++
    if (array.kind === 'pickle') this.enterInner()
    else if (array.kind === 'bytes') await this.skip(array)
    else this.halt('array-length', `a joblib array whose length is not known: ${array.why}`)
  }

  private async skip(array: { readonly length: number; readonly aligned: boolean }): Promise<void> {
    const { machine, task } = this
    const [padding = 0] = array.aligned ? await task.source.slice(machine.position, 1) : []
    const next = machine.position + (array.aligned ? 1 + padding : 0) + array.length
    if (next > task.range.limit) {
      this.journal.notes.add(
        'array-truncated',
        machine.position,
        `an array of ${array.length} bytes ends behind the file`,
      )
      machine.position = task.range.limit
      return
    }
    machine.position = next
    this.start(next)
    await this.showWindow()
  }

  private enterInner(): void {
    const { machine, outer } = this
    if (outer.length >= this.task.limits.depth) {
      this.halt('depth-limit', `pickles nested deeper than ${this.task.limits.depth}`)
      return
    }
    const { interpreter } = machine
    outer.push({
      space: interpreter.space,
      stream: this.stream,
      number: interpreter.stream,
      carried: interpreter.mayBeCarried,
    })
    machine.begin(workspace(), machine.position)
    interpreter.mayBeCarried = false
    this.stream = this.list(machine.position)
  }

  private leaveInner(): void {
    const { machine } = this
    const back = this.outer.pop()
    if (back === undefined) return
    this.stream.end = 'stop'
    this.describe()
    machine.begin(back.space, machine.position)
    machine.interpreter.stream = back.number
    machine.interpreter.mayBeCarried = back.carried
    this.stream = back.stream
  }

  private halt(
    code: 'array-length' | 'depth-limit' | 'streams-limit' | 'opcodes-limit' | 'reads-limit',
    message: string,
  ): void {
    this.journal.notes.add(code, this.machine.position, message)
    this.halted = true
    if (this.stream.end !== 'stop') this.stream.end = 'limit'
  }

  private async moveWindow(): Promise<void> {
    this.task.options.signal?.throwIfAborted()
    if (this.machine.opcodes > MOST_OPCODES) {
      this.halt('opcodes-limit', `more than ${MOST_OPCODES} opcodes`)
      return
    }
    this.start(this.machine.position)
    await this.window.moveTo(this.machine.position)
    const { end } = this.window
    // A file that shrinks while it is read: what there is not cannot be waited for.
    if (end - PADDING <= this.machine.position && end < this.task.range.limit) {
      this.halt('opcodes-limit', 'the source gives fewer bytes than it has')
    }
  }

  /** Moves the window only when the position is outside of it: thousands of small pickles share one. */
  private async showWindow(): Promise<void> {
    const { position } = this.machine
    const { start, end } = this.window
    const inside = position >= start && position < end - PADDING
    const all = end >= this.task.range.limit && position >= start && position <= end && end > 0
    if (!inside && !all) await this.moveWindow()
  }
}
