import { callOf } from './call-effects.ts'
import { constantValue } from './constant-value.ts'
import { type Instruction, instructions } from './instructions.ts'
import type { MarshalCode } from './marshal-value.ts'
import { type NameScope, nameScope, type NameScopeTable } from './name-scope.ts'
import type { Opcodes } from './opcodes.ts'
import { ENDS, MOVES, partsOfFunction, STACK_EFFECTS } from './stack-effects.ts'
import { chainValue, joined, NULL, originsOf, type StackValue, textsOf, UNKNOWN } from './stack-value.ts'

/** A use in one code object. */
export interface CodeUse {
  readonly name: string
  readonly how: 'import' | 'read' | 'call'
  readonly texts: readonly string[]
  readonly inputs: readonly string[]
}

/** Expressions of honest code are not deeper; what is deeper is forgotten, not followed. */
const DEEPEST = 256
const MOST_USES = 20_000
const MOST_SAVED = 32

/**
 * One code object while its instructions are followed in their order. Where ways part, the stack is kept for the place they lead to; where
 * one ends, the kept stack of the next place goes on. Unknown instructions make it forget the stack, nothing else.
 */
export class CodeRun {
  readonly uses: CodeUse[] = []
  readonly #code: MarshalCode
  readonly #version: number
  /** Its names and those around it, for the code objects in it. */
  readonly tables: readonly NameScopeTable[]
  readonly #names: NameScope
  readonly #saved = new Map<number, readonly StackValue[]>()
  #stack: StackValue[] = []

  /** `version`: 311 for 3.11. `around`: the code object that holds this one. */
  constructor(code: MarshalCode, version: number, around: CodeRun | undefined) {
    const { scope, tables } = nameScope(around?.tables ?? [])
    this.#code = code
    this.#version = version
    this.#names = scope
    this.tables = tables
  }

  /** Follows at most `most` instructions; how many it followed. */
  follow(opcodes: Opcodes, most: number): number {
    let count = 0
    let hasEnded = false
    for (const instruction of instructions(this.#code.code, opcodes)) {
      if (++count > most) return most
      const saved = this.#saved.get(instruction.at)
      if (hasEnded || (saved !== undefined && saved.length > this.#stack.length)) this.#stack = [...(saved ?? [])]
      else if (saved !== undefined && saved.length === this.#stack.length) this.#meet(saved)
      hasEnded = ENDS.has(instruction.name)
      this.#step(instruction)
      if (this.#stack.length > DEEPEST) this.#stack = []
    }
    return count
  }

  /** Two ways come together with one value each: what is known of both goes on. */
  #meet(saved: readonly StackValue[]): void {
    const [here, there] = [this.#stack.at(-1), saved.at(-1)]
    if (here === undefined || there === undefined || here === there) return
    this.#stack[this.#stack.length - 1] = {
      ...joined([here, there]),
      chain: here.chain === there.chain ? here.chain : '',
    }
  }

  #step(instruction: Instruction): void {
    const { name, argument } = instruction
    if (name.includes('JUMP')) return this.#jump(instruction)
    if (name.startsWith('LOAD_')) return this.#load(name, argument)
    if (name.startsWith('STORE_') && this.#store(name, argument)) return
    if (name.startsWith('BUILD_')) return this.#build(name, argument)
    if (name.startsWith('CALL') || name === 'EXEC_STMT') return this.#call(name, argument)
    if (name.startsWith('IMPORT_')) return this.#import(name, argument)
    if (name.startsWith('BINARY_') || name.startsWith('INPLACE_')) return this.#binary(name, argument)
    this.#move(name, argument)
  }

  #pop(): StackValue {
    return this.#stack.pop() ?? UNKNOWN
  }

  /** The topmost values, the lowest first. */
  #take(count: number): readonly StackValue[] {
    if (count > this.#stack.length) {
      const all = this.#stack
      this.#stack = []
      return all
    }
    return count === 0 ? [] : this.#stack.splice(-count)
  }

  #push(...values: readonly StackValue[]): void {
    this.#stack.push(...values)
  }

  #use(name: string, how: CodeUse['how'], texts: readonly string[] = [], inputs: readonly string[] = []): void {
    if (name !== '' && this.uses.length < MOST_USES) this.uses.push({ name, how, texts, inputs })
  }

  /** Ways that part: the stack is kept for the other one, which has no condition any more. */
  #jump({ name, argument, next }: Instruction): void {
    if (/^POP_JUMP|_OR_POP$|IF_NOT_EXC_MATCH$/.test(name)) this.#pop()
    if (name.includes('BACKWARD') || name === 'JUMP_ABSOLUTE') return
    const unit = this.#version >= 310 ? 2 : 1
    const isRelative = this.#version >= 311 || name === 'JUMP_FORWARD'
    const target = isRelative ? next + argument * unit : argument * unit
    if (!this.#saved.has(target)) this.#saved.set(target, this.#stack.slice(-MOST_SAVED))
  }

  #load(name: string, argument: number): void {
    const { names, locals, cells, constants } = this.#code
    switch (name) {
      case 'LOAD_CONST':
        return this.#push(constantValue(constants[argument]))
      case 'LOAD_NAME':
        return this.#push(this.#named(names[argument]))
      case 'LOAD_FROM_DICT_OR_GLOBALS':
        this.#pop()
        return this.#push(this.#named(names[argument]))
      case 'LOAD_GLOBAL': {
        const isDouble = this.#version >= 311
        const value = this.#named(names[isDouble ? argument >> 1 : argument])
        if (!isDouble || (argument & 1) === 0) return this.#push(value)
        return this.#version >= 313 ? this.#push(value, NULL) : this.#push(NULL, value)
      }
      case 'LOAD_FAST':
      case 'LOAD_FAST_CHECK':
      case 'LOAD_FAST_BORROW':
        return this.#push(this.#local(locals[argument]))
      case 'LOAD_FAST_LOAD_FAST':
      case 'LOAD_FAST_BORROW_LOAD_FAST_BORROW':
        return this.#push(this.#local(locals[argument >> 4]), this.#local(locals[argument & 15]))
      case 'LOAD_DEREF':
      case 'LOAD_CLASSDEREF':
        return this.#push(this.#local(this.#version >= 311 ? locals[argument] : cells[argument]))
      case 'LOAD_FROM_DICT_OR_DEREF':
        this.#pop()
        return this.#push(this.#local(locals[argument]))
      case 'LOAD_ATTR': {
        const isDouble = this.#version >= 312
        const value = this.#attribute(this.#pop(), names[isDouble ? argument >> 1 : argument])
        return isDouble && (argument & 1) === 1 ? this.#push(value, UNKNOWN) : this.#push(value)
      }
      case 'LOAD_METHOD':
        return this.#push(this.#attribute(this.#pop(), names[argument]), UNKNOWN)
      case 'LOAD_SUPER_ATTR':
        this.#take(3)
        return (argument & 1) === 1 ? this.#push(UNKNOWN, UNKNOWN) : this.#push(UNKNOWN)
      default:
        return this.#move(name, argument)
    }
  }

  /** A global or built-in name stands for itself where nothing was bound to it. */
  #named(name: string | undefined): StackValue {
    return name === undefined ? UNKNOWN : (this.#names.find(name) ?? chainValue(name))
  }

  /** A local variable or parameter: unknown where nothing was bound to it. */
  #local(name: string | undefined): StackValue {
    return name === undefined ? UNKNOWN : (this.#names.find(name) ?? UNKNOWN)
  }

  #attribute(owner: StackValue, name: string | undefined): StackValue {
    if (name === undefined) return UNKNOWN
    const chain = `${owner.chain === '' ? '?' : owner.chain}.${name}`
    if (owner.chain !== '') this.#use(chain, 'read')
    return chainValue(
      chain,
      originsOf([
        { ...owner, chain: '' },
        { chain: owner.chain, texts: [], origins: [] },
      ]),
    )
  }

  /** Binds a name; false for what is not bound to a name. */
  #store(name: string, argument: number): boolean {
    const { names, locals, cells } = this.#code
    if (name === 'STORE_NAME' || name === 'STORE_GLOBAL') this.#names.bind(names[argument], this.#pop())
    else if (name === 'STORE_FAST') this.#names.bind(locals[argument], this.#pop())
    else if (name === 'STORE_DEREF')
      this.#names.bind(this.#version >= 311 ? locals[argument] : cells[argument], this.#pop())
    else if (name === 'STORE_FAST_STORE_FAST') {
      this.#names.bind(locals[argument >> 4], this.#pop())
      this.#names.bind(locals[argument & 15], this.#pop())
    } else if (name === 'STORE_FAST_LOAD_FAST') {
      this.#names.bind(locals[argument >> 4], this.#pop())
      this.#push(this.#local(locals[argument & 15]))
    } else return false
    return true
  }

  #build(name: string, argument: number): void {
    if (
      name === 'BUILD_SLICE' ||
      name === 'BUILD_STRING' ||
      /^BUILD_(?:TUPLE|LIST|SET)(?:_UNPACK)?(?:_WITH_CALL)?$/.test(name)
    )
      return this.#push({ ...joined(this.#take(argument)), chain: '' })
    if (name === 'BUILD_MAP' && this.#version >= 305)
      return this.#push({ ...joined(this.#take(argument * 2)), chain: '' })
    if (name === 'BUILD_MAP') return this.#push(UNKNOWN)
    if (name === 'BUILD_CONST_KEY_MAP') return this.#push({ ...joined(this.#take(argument + 1)), chain: '' })
    if (name === 'BUILD_MAP_UNPACK' || name === 'BUILD_MAP_UNPACK_WITH_CALL')
      return this.#push({ ...joined(this.#take(argument & 0xff)), chain: '' })
    this.#move(name, argument)
  }

  #call(name: string, argument: number): void {
    const call = callOf(name, argument, this.#version, this.#stack)
    if (call === undefined) return this.#move(name, argument)
    const taken = this.#take(call.takes)
    if (taken.length < call.takes) return this.#push(UNKNOWN)
    const callee = call.callee === 'exec' ? chainValue('exec') : (taken[call.callee] ?? UNKNOWN)
    const given = taken.filter((_, index) => index !== call.callee)
    this.#use(callee.chain, 'call', textsOf(given), originsOf(given))
    if (call.gives === 0) return
    const chain = callee.chain === '' || callee.chain.startsWith('?') ? '' : `${callee.chain}()`
    this.#push({
      ...chainValue(chain, originsOf([...given, callee])),
      texts: callee.chain === '' ? [] : textsOf(given),
    })
  }

  #import(name: string, argument: number): void {
    const imported = this.#code.names[argument] ?? ''
    if (name === 'IMPORT_STAR') return this.#move(name, argument)
    if (name === 'IMPORT_FROM') {
      const owner = this.#stack.at(-1) ?? UNKNOWN
      const chain = owner.chain === '' ? imported : `${owner.chain}.${imported}`
      this.#use(chain, 'import')
      return this.#push(chainValue(chain))
    }
    const [, list] = this.#take(2)
    this.#use(imported, 'import')
    // Without a list of names the outermost package is bound: `import os.path` gives `os`.
    const hasList = list !== undefined && list.texts.length > 0
    this.#push(chainValue(hasList ? imported : (imported.split('.')[0] ?? '')))
  }

  #binary(name: string, argument: number): void {
    if (name === 'BINARY_SLICE') return this.#move(name, argument)
    const [left = UNKNOWN, right = UNKNOWN] = this.#take(2)
    // From 3.14 a subscript is the 26th of the operators.
    const isSubscript = name === 'BINARY_SUBSCR' || (name === 'BINARY_OP' && this.#version >= 314 && argument === 26)
    if (!isSubscript) return this.#push({ ...joined([left, right]), chain: '' })
    if (left.chain === '') return this.#push(joined([left, right]))
    this.#use(`${left.chain}[]`, 'read', right.texts)
    this.#push(chainValue(`${left.chain}[]`, originsOf([left, right])))
  }

  /** What only moves values, or takes some and gives some; anything else makes the stack unknown. */
  #move(name: string, argument: number): void {
    const stack = this.#stack
    const top = stack.at(-1) ?? UNKNOWN
    const count = MOVES.get(name)
    if (name === 'DUP_TOP') return this.#push(top)
    if (name === 'DUP_TOP_TWO') return this.#push(...stack.slice(-2))
    if (name === 'PUSH_NULL') return this.#push(NULL)
    if (name === 'COPY') return this.#push(stack.at(-argument) ?? UNKNOWN)
    if (name === 'SWAP') return this.#swap(argument)
    if (name === 'ROT_N' || count !== undefined) {
      const turned = this.#take(count ?? argument)
      return this.#push(...turned.slice(-1), ...turned.slice(0, -1))
    }
    if (name === 'FORMAT_VALUE') return this.#push(joined(this.#take((argument & 4) === 4 ? 2 : 1)))
    if (name === 'UNPACK_SEQUENCE' && argument <= DEEPEST) {
      const value = this.#pop()
      return this.#push(...Array.from({ length: argument }, () => value))
    }
    if (name === 'MAKE_FUNCTION') {
      this.#take(partsOfFunction(argument, this.#version))
      return this.#push(UNKNOWN)
    }
    const effect = STACK_EFFECTS.get(name)
    if (effect === undefined) {
      this.#stack = []
      return
    }
    const value = joined(this.#take(effect[0]))
    // Whoever enters a context has what it gives: a file, a session.
    for (let index = 0; index < effect[1]; index++) this.#push(effect[0] === 0 ? UNKNOWN : value)
  }

  #swap(depth: number): void {
    const [low, high] = [this.#stack.length - depth, this.#stack.length - 1]
    const [a, b] = [this.#stack[low], this.#stack[high]]
    if (a === undefined || b === undefined) {
      this.#stack = []
      return
    }
    this.#stack[low] = b
    this.#stack[high] = a
  }
}
