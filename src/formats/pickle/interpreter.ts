import { Arena } from './arena.ts'
import type { ByteWindow } from './byte-window.ts'
import type { DecodedConstant } from './constant.ts'
import type { Span } from './frames.ts'
import type { GlobalEntry } from './global-table.ts'
import type { Journal } from './journal.ts'
import { changeKey, madeBy } from './made-by.ts'
import { Op, opcodeName, type OpcodeName } from './opcodes.ts'
import { OperandText } from './operand-text.ts'
import { Pause } from './pause.ts'
import { ResultTable } from './result-table.ts'
import { snapshot, type Snapshot } from './snapshot.ts'
import { COMPUTED_GLOBAL, FORGOTTEN, indexOf, isConstant, Tag, tagged, tagOf, type Value } from './value.ts'
import { memoKey } from './memo-key.ts'
import { type Workspace, workspace } from './workspace.ts'

/** What the opcodes do to the stack and the memo, on abstract values. Nothing is ever imported, called or built. */
export class Interpreter {
  readonly arena = new Arena()
  readonly results = new ResultTable()
  readonly names: OperandText
  readonly journal: Journal
  space: Workspace = workspace()
  stream = 0
  /** Are the arrays of joblib skipped, as joblib.load does? */
  skipArrays = true
  /** Ends the stream where every loader raises an error: in a reading that may make no sense, nothing behind it counts. */
  strict = false
  failed = false
  /** Is this a stream that one Unpickler could load after another one? */
  mayBeCarried = false
  /** Does such a stream read its memo in a way that the entries of the one before could change? */
  asksCarriedMemo = false
  arrayState: Snapshot | undefined
  private readonly scratch = new Float64Array(3)

  constructor(journal: Journal, window: ByteWindow) {
    this.journal = journal
    this.names = new OperandText(window)
  }

  /**
   * Does what one opcode says. `at` is its offset, `operand` its number; `first` and `second` are its lines where it has any.
   * A pause other than `none` and `array` leaves everything as it was: the opcode is given again. The order of the cases is
   * how often they are met.
   */
  execute(code: number, at: number, operand: number, first: Span, second: Span): number {
    const { stack, memo } = this.space
    switch (code) {
      case Op.MEMOIZE:
        memo.counted = true
        memo.put(memo.count, stack.top())
        return Pause.none
      case Op.BINPUT:
      case Op.LONG_BINPUT:
        memo.put(operand, stack.top())
        return Pause.none
      case Op.BINGET:
      case Op.LONG_BINGET:
        return this.get(operand, at)
      case Op.MARK:
        stack.mark()
        return Pause.none
      case Op.TUPLE1:
      case Op.TUPLE2:
      case Op.TUPLE3:
        return this.shortTuple(code - Op.TUPLE1 + 1)
      case Op.TUPLE:
        return this.collect(Tag.tuple)
      case Op.EMPTY_TUPLE:
        stack.push(tagged(Tag.tuple, this.arena.record(this.scratch, 0, 0)))
        return Pause.none
      case Op.EMPTY_LIST:
        stack.push(tagged(Tag.list, this.arena.empty()))
        return Pause.none
      case Op.EMPTY_DICT:
        stack.push(tagged(Tag.dict, this.arena.empty()))
        return Pause.none
      case Op.EMPTY_SET:
        stack.push(tagged(Tag.set, this.arena.empty()))
        return Pause.none
      case Op.APPEND:
        return this.change(code, at, stack.size - 1, 1)
      case Op.SETITEM:
        return this.change(code, at, stack.size - 2, 2)
      case Op.APPENDS:
      case Op.SETITEMS:
      case Op.ADDITEMS:
        return this.changeFromMark(code, at)
      case Op.REDUCE: {
        const args = stack.pop()
        stack.replaceTop(this.call(code, at, stack.top(), args))
        return Pause.none
      }
      case Op.NEWOBJ: {
        const args = stack.pop()
        stack.replaceTop(this.call(code, at, stack.top(), args))
        return Pause.none
      }
      case Op.BUILD:
        return this.build(at)
      case Op.BINPERSID:
        stack.push(this.persistent(stack.pop()))
        return Pause.none
      case Op.STACK_GLOBAL:
        return this.stackGlobal(at)
      case Op.GLOBAL:
        return this.lineGlobal(at, first, second, false)
      case Op.INST:
        return this.lineGlobal(at, first, second, true)
      case Op.NEWOBJ_EX: {
        const keywords = stack.pop()
        const args = stack.pop()
        stack.replaceTop(this.call(code, at, stack.top(), args, keywords))
        return Pause.none
      }
      case Op.OBJ:
        return this.object(at)
      case Op.POP:
        stack.discard()
        return Pause.none
      case Op.POP_MARK:
        stack.dropToMark()
        return Pause.none
      case Op.DUP:
        stack.push(stack.top())
        return Pause.none
      case Op.LIST:
        return this.collectMutable(Tag.list)
      case Op.DICT:
        return this.collectMutable(Tag.dict)
      case Op.FROZENSET:
        return this.collect(Tag.frozenSet)
      case Op.GET:
      case Op.PUT:
        return this.lineMemo(code, at, first)
      case Op.PERSID:
        stack.push(this.persistent(at))
        return Pause.none
      case Op.EXT1:
      case Op.EXT2:
      case Op.EXT4:
        this.journal.extension(operand, at, this.stream)
        stack.push(tagged(Tag.extension, operand))
        return Pause.none
      case Op.NEXT_BUFFER:
        stack.push(tagged(Tag.buffer, 0))
        return Pause.none
      case Op.PROTO:
        return this.protocol(at, operand)
      case Op.STOP:
        return Pause.stop
      default:
        // READONLY_BUFFER changes nothing that is modelled; FRAME is the business of the machine.
        return Pause.none
    }
  }

  /** A copy of a value that outlives the ring. */
  copy(value: Value): Snapshot {
    return snapshot(value, this)
  }

  private get(key: number, at: number): number {
    const { stack, memo } = this.space
    if (this.mayBeCarried && (memo.counted || !memo.has(key))) this.asksCarriedMemo = true
    if (!memo.has(key)) this.journal.notes.add('memo-missing', at, `expected memo entry ${key}, it was never written`)
    stack.push(memo.get(key))
    return Pause.none
  }

  private shortTuple(length: number): number {
    const { stack } = this.space
    for (let index = length - 1; index >= 0; index--) this.scratch[index] = stack.pop()
    stack.push(tagged(Tag.tuple, this.arena.record(this.scratch, 0, length)))
    return Pause.none
  }

  private collect(tag: number): number {
    const { stack } = this.space
    const from = stack.lastMark()
    const place = this.arena.record(stack.values, from, stack.size)
    stack.dropToMark()
    stack.push(tagged(tag, place))
    return Pause.none
  }

  private collectMutable(tag: number): number {
    const { stack } = this.space
    const from = stack.lastMark()
    const cell = this.arena.empty()
    if (stack.size > from) this.arena.fill(cell, this.arena.record(stack.values, from, stack.size))
    stack.dropToMark()
    stack.push(tagged(tag, cell))
    return Pause.none
  }

  private changeFromMark(code: number, at: number): number {
    const { stack } = this.space
    const from = stack.lastMark()
    const items = stack.size - from
    const record = this.arena.record(stack.values, from, stack.size)
    stack.dropToMark()
    if (items > 0) this.changed(code, at, stack.top(), record)
    return Pause.none
  }

  private change(code: number, at: number, from: number, count: number): number {
    const { stack } = this.space
    const record = this.arena.record(stack.values, Math.max(0, from), Math.max(0, from) + Math.min(count, stack.size))
    for (let index = 0; index < count; index++) stack.pop()
    this.changed(code, at, stack.top(), record)
    return Pause.none
  }

  /** A list that grows and a dict that is filled are what they are for; everything else is written down. */
  private changed(code: number, at: number, target: Value, record: number): void {
    const tag = tagOf(target)
    const usual = USUAL_TARGET[code]
    if (usual === tag) this.arena.fill(indexOf(target), record)
    else this.noteChange(code, at, target, tagged(Tag.tuple, record))
  }

  private build(at: number): number {
    const { stack } = this.space
    const state = stack.pop()
    const target = stack.top()
    this.noteChange(Op.BUILD, at, target, state)
    if (!this.skipArrays || madeBy(target, this)?.arrayWrapper !== true) return Pause.none
    this.arrayState = this.copy(state)
    return Pause.array
  }

  private noteChange(code: number, at: number, target: Value, value: Value): void {
    const every = madeBy(target, this)?.interest === 'every'
    const key = `${code} ${changeKey(target, this)}${every ? ` ${at}` : ''}`
    if (this.journal.changed(key, at)) return
    this.journal.changes.set(key, {
      opcode: nameOf(code),
      offset: at,
      stream: this.stream,
      count: 1,
      target: this.copy(target),
      value: this.copy(value),
    })
  }

  private call(code: number, at: number, callee: Value, args: Value, keywords?: Value): Value {
    if (this.strict && (!mayBeCalled(callee) || !mayBeArguments(args))) this.failed = true
    const entry = tagOf(callee) === Tag.global ? this.journal.globals.entries[indexOf(callee)] : undefined
    const wanted = entry === undefined || this.journal.wantsCall(entry)
    if (wanted) {
      this.journal.call({
        opcode: nameOf(code),
        offset: at,
        stream: this.stream,
        callee: this.copy(callee),
        args: this.copy(args),
        ...(keywords === undefined ? {} : { keywords: this.copy(keywords) }),
      })
    }
    return this.reconstructed(entry, args) ?? this.result(entry, callee, args)
  }

  private result(entry: GlobalEntry | undefined, callee: Value, args: Value): Value {
    if (entry === undefined || entry.interest !== 'sample') return tagged(Tag.result, this.results.row(callee, args))
    if (entry.row < 0) entry.row = this.results.row(callee, FORGOTTEN)
    return tagged(Tag.result, entry.row)
  }

  /** `copyreg._reconstructor(cls, object, None)` is how protocols 0 and 1 write `cls()`: what it gives counts as made by the class. */
  private reconstructed(entry: GlobalEntry | undefined, args: Value): Value | undefined {
    if (entry?.name !== '_reconstructor' || entry.module !== 'copyreg' || tagOf(args) !== Tag.tuple) return undefined
    const made = this.arena.items(indexOf(args))?.values[0]
    if (made === undefined || tagOf(made) !== Tag.global) return undefined
    return this.result(this.journal.globals.entries[indexOf(made)], made, FORGOTTEN)
  }

  private object(at: number): number {
    const { stack } = this.space
    const from = stack.lastMark()
    const callee = stack.size > from ? (stack.values[from] as number) : stack.pop()
    const args = tagged(Tag.tuple, this.arena.record(stack.values, Math.min(from + 1, stack.size), stack.size))
    stack.dropToMark()
    stack.push(this.call(Op.OBJ, at, callee, args))
    return Pause.none
  }

  private persistent(id: Value): Value {
    this.scratch[0] = id
    const value = tagged(Tag.persistent, this.arena.record(this.scratch, 0, 1))
    if (this.journal.wantsPersistent()) this.journal.persistent.push(this.copy(id))
    return value
  }

  private protocol(at: number, protocol: number): number {
    const { notes } = this.journal
    if (protocol > 5) notes.add('protocol-unknown', at, `expected a protocol up to 5, found ${protocol}`)
    this.space.protocol = protocol
    return Pause.none
  }

  private stackGlobal(at: number): number {
    const { stack } = this.space
    const size = stack.size
    const name = stack.pop()
    const module = stack.pop()
    if (isConstant(name) && isConstant(module)) {
      const written = { module: this.names.constant(module), name: this.names.constant(name) }
      if (written.module === undefined || written.name === undefined) {
        if (!this.names.exhausted) {
          // Nothing was taken away: the values are still there, only the size was changed.
          stack.size = size
          return Pause.piece
        }
        this.journal.notes.add('reads-limit', at, 'too many names that stand far from their use')
      } else if (isName(written.module) && isName(written.name)) {
        stack.push(this.global(Op.STACK_GLOBAL, at, written.module.text, written.name.text))
        return Pause.none
      }
    }
    if (this.strict && !(mayBeText(module) && mayBeText(name))) this.failed = true
    this.journal.computedGlobal({ offset: at, stream: this.stream, module: this.copy(module), name: this.copy(name) })
    stack.push(COMPUTED_GLOBAL)
    return Pause.none
  }

  private lineGlobal(at: number, first: Span, second: Span, instance: boolean): number {
    const module = this.names.line(first)
    if (module === undefined) return Pause.piece
    const name = this.names.line(second)
    if (name === undefined) return Pause.piece
    const callee = this.global(instance ? Op.INST : Op.GLOBAL, at, module, name)
    const { stack } = this.space
    if (!instance) {
      stack.push(callee)
      return Pause.none
    }
    const args = tagged(Tag.tuple, this.arena.record(stack.values, stack.lastMark(), stack.size))
    stack.dropToMark()
    stack.push(this.call(Op.INST, at, callee, args))
    return Pause.none
  }

  private global(code: number, at: number, module: string, name: string): Value {
    const place = { opcode: nameOf(code), offset: at, stream: this.stream, protocol: this.space.protocol }
    const entry = this.journal.globals.meet(module, name, place)
    if (entry !== undefined) return tagged(Tag.global, entry.id)
    this.journal.notes.add('globals-limit', at, 'more different globals than are looked at')
    return COMPUTED_GLOBAL
  }

  private lineMemo(code: number, at: number, line: Span): number {
    const text = this.names.line(line)
    if (text === undefined) return Pause.piece
    const { stack, memo } = this.space
    // Blanks and zeros in front can be longer than what is read of a line: the key behind them may be any.
    if (line.length > LONGEST_KEY) memo.doubt()
    const key = memoKey(text)
    if (key === undefined) {
      this.journal.notes.add('memo-key', at, `expected a number as key of the memo, found ${text.slice(0, 40)}`)
      if (code === Op.GET) stack.push(memo.get(-1))
      return Pause.none
    }
    if (code === Op.GET) return this.get(key, at)
    memo.put(key, stack.top())
    return Pause.none
  }
}

/** In characters; a pickler writes ten at most. */
const LONGEST_KEY = 512

/** Changing such a target with such an opcode is what the opcode is for. */
const USUAL_TARGET: Readonly<Record<number, number>> = {
  [Op.APPEND]: Tag.list,
  [Op.APPENDS]: Tag.list,
  [Op.SETITEM]: Tag.dict,
  [Op.SETITEMS]: Tag.dict,
  [Op.ADDITEMS]: Tag.set,
}

/** A constant or a container is not callable. */
function mayBeCalled(value: Value): boolean {
  const tag = tagOf(value)
  return (
    tag === Tag.global || tag === Tag.result || tag === Tag.extension || tag === Tag.persistent || tag === Tag.unknown
  )
}

/** REDUCE and NEWOBJ take a tuple. */
function mayBeArguments(value: Value): boolean {
  const tag = tagOf(value)
  return tag === Tag.tuple || tag === Tag.result || tag === Tag.unknown || tag === Tag.persistent
}

function mayBeText(value: Value): boolean {
  return isConstant(value) || mayBeArguments(value)
}

/** STACK_GLOBAL takes text and nothing else. A name that was cut stays one: nobody can import it, and everybody sees it. */
function isName(constant: DecodedConstant): boolean {
  return constant.type === 'text'
}

function nameOf(code: number): OpcodeName {
  return opcodeName(code) ?? 'STOP'
}
