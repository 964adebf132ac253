import { callOf } from './call-effects.ts'
import { constantValue } from './constant-value.ts'
import { type Instruction, instructions } from './instructions.ts'
import type { MarshalCode } from './marshal-value.ts'
import { type NameScope, nameScope, type NameScopeTable } from './name-scope.ts'
import type { Opcodes } from './opcodes.ts'
import { ENDS, MOVES, partsOfBuild, partsOfFunction, STACK_EFFECTS } from './stack-effects.ts'
import { chainValue, joined, NULL, originsOf, type StackValue, textsOf, UNKNOWN } from './stack-value.ts'
import { DEEPEST, ValueStack } from './value-stack.ts'

/** A use in one code object. */
export interface CodeUse {
  readonly name: string
  readonly how: 'import' | 'read' | 'call'
  readonly texts: readonly string[]
  readonly inputs: readonly string[]
}

const MOST_USES = 20_000

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
  readonly #stack = new ValueStack()

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
      this.#arrive(saved, hasEnded)
      hasEnded = ENDS.has(instruction.name)
      this.#step(instruction)
      if (this.#stack.values.length > DEEPEST) this.#stack.forget()
    }
    return count
  }

  /** At a place that ways lead to: after an end the kept stack goes on, else the deeper one, or both. */
  #arrive(saved: readonly StackValue[] | undefined, hasEnded: boolean): void {
    const depth = this.#stack.values.length
    if (hasEnded || (saved !== undefined && saved.length > depth)) this.#stack.restore(saved ?? [])
    else if (saved !== undefined && saved.length === depth) this.#stack.meet(saved)
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

  #use(name: string, how: CodeUse['how'], texts: readonly string[] = [], inputs: readonly string[] = []): void {
    if (name !== '' && this.uses.length < MOST_USES) this.uses.push({ name, how, texts, inputs })
  }

  /** Ways that part: the stack is kept for the other one, which has no condition any more. */
  #jump({ name, argument, next }: Instruction): void {
    if (/^POP_JUMP|_OR_POP$|IF_NOT_EXC_MATCH$/.test(name)) this.#stack.pop()
    if (name.includes('BACKWARD') || name === 'JUMP_ABSOLUTE') return
    const unit = this.#version >= 310 ? 2 : 1
    const isRelative = this.#version >= 311 || name === 'JUMP_FORWARD'
    const target = isRelative ? next + argument * unit : argument * unit
    if (!this.#saved.has(target)) this.#saved.set(target, this.#stack.saved())
  }

  #load(name: string, argument: number): void {
    const { names, locals, cells, constants } = this.#code
    switch (name) {
      case 'LOAD_CONST':
        return this.#stack.push(constantValue(constants[argument]))
      case 'LOAD_NAME':
        return this.#stack.push(this.#named(names[argument]))
      case 'LOAD_FROM_DICT_OR_GLOBALS':
        this.#stack.pop()
        return this.#stack.push(this.#named(names[argument]))
      case 'LOAD_GLOBAL': {
        const isDouble = this.#version >= 311
        const value = this.#named(names[isDouble ? argument >> 1 : argument])
        if (!isDouble || (argument & 1) === 0) return this.#stack.push(value)
        return this.#version >= 313 ? this.#stack.push(value, NULL) : this.#stack.push(NULL, value)
      }
      case 'LOAD_FAST':
      case 'LOAD_FAST_CHECK':
      case 'LOAD_FAST_BORROW':
        return this.#stack.push(this.#local(locals[argument]))
      case 'LOAD_FAST_LOAD_FAST':
      case 'LOAD_FAST_BORROW_LOAD_FAST_BORROW':
        return this.#stack.push(this.#local(locals[argument >> 4]), this.#local(locals[argument & 15]))
      case 'LOAD_DEREF':
      case 'LOAD_CLASSDEREF':
        return this.#stack.push(this.#local(this.#version >= 311 ? locals[argument] : cells[argument]))
      case 'LOAD_FROM_DICT_OR_DEREF':
        this.#stack.pop()
        return this.#stack.push(this.#local(locals[argument]))
      case 'LOAD_ATTR': {
        const isDouble = this.#version >= 312
        const value = this.#attribute(this.#stack.pop(), names[isDouble ? argument >> 1 : argument])
        return isDouble && (argument & 1) === 1 ? this.#stack.push(value, UNKNOWN) : this.#stack.push(value)
      }
      case 'LOAD_METHOD':
        return this.#stack.push(this.#attribute(this.#stack.pop(), names[argument]), UNKNOWN)
      case 'LOAD_SUPER_ATTR':
        this.#stack.take(3)
        return (argument & 1) === 1 ? this.#stack.push(UNKNOWN, UNKNOWN) : this.#stack.push(UNKNOWN)
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
    if (name === 'STORE_NAME' || name === 'STORE_GLOBAL') this.#names.bind(names[argument], this.#stack.pop())
    else if (name === 'STORE_FAST') this.#names.bind(locals[argument], this.#stack.pop())
    else if (name === 'STORE_DEREF')
      this.#names.bind(this.#version >= 311 ? locals[argument] : cells[argument], this.#stack.pop())
    else if (name === 'STORE_FAST_STORE_FAST') {
      this.#names.bind(locals[argument >> 4], this.#stack.pop())
      this.#names.bind(locals[argument & 15], this.#stack.pop())
    } else if (name === 'STORE_FAST_LOAD_FAST') {
      this.#names.bind(locals[argument >> 4], this.#stack.pop())
      this.#stack.push(this.#local(locals[argument & 15]))
    } else return false
    return true
  }

  #build(name: string, argument: number): void {
    if (name === 'BUILD_MAP' && this.#version < 305) return this.#stack.push(UNKNOWN)
    const parts = partsOfBuild(name, argument)
    if (parts === undefined) return this.#move(name, argument)
    this.#stack.push({ ...joined(this.#stack.take(parts)), chain: '' })
  }

  #call(name: string, argument: number): void {
    const call = callOf(name, argument, this.#version, this.#stack.values)
    if (call === undefined) return this.#move(name, argument)
    const taken = this.#stack.take(call.takes)
    if (taken.length < call.takes) return this.#stack.push(UNKNOWN)
    const callee = call.callee === 'exec' ? chainValue('exec') : (taken[call.callee] ?? UNKNOWN)
    const given = taken.filter((_, index) => index !== call.callee)
    this.#use(callee.chain, 'call', textsOf(given), originsOf(given))
    if (call.gives === 0) return
    const chain = callee.chain === '' || callee.chain.startsWith('?') ? '' : `${callee.chain}()`
    this.#stack.push({
      ...chainValue(chain, originsOf([...given, callee])),
      texts: callee.chain === '' ? [] : textsOf(given),
    })
  }

  #import(name: string, argument: number): void {
    const imported = this.#code.names[argument] ?? ''
    if (name === 'IMPORT_STAR') return this.#move(name, argument)
    if (name === 'IMPORT_FROM') {
      const owner = this.#stack.top
      const chain = owner.chain === '' ? imported : `${owner.chain}.${imported}`
      this.#use(chain, 'import')
      return this.#stack.push(chainValue(chain))
    }
    const [, list] = this.#stack.take(2)
    this.#use(imported, 'import')
    // Without a list of names the outermost package is bound: `import os.path` gives `os`.
    const hasList = list !== undefined && list.texts.length > 0
    this.#stack.push(chainValue(hasList ? imported : (imported.split('.')[0] ?? '')))
  }

  #binary(name: string, argument: number): void {
    if (name === 'BINARY_SLICE') return this.#move(name, argument)
    const [left = UNKNOWN, right = UNKNOWN] = this.#stack.take(2)
    // From 3.14 a subscript is the 26th of the operators.
    const isSubscript = name === 'BINARY_SUBSCR' || (name === 'BINARY_OP' && this.#version >= 314 && argument === 26)
    if (!isSubscript) return this.#stack.push({ ...joined([left, right]), chain: '' })
    if (left.chain === '') return this.#stack.push(joined([left, right]))
    this.#use(`${left.chain}[]`, 'read', right.texts)
    this.#stack.push(chainValue(`${left.chain}[]`, originsOf([left, right])))
  }

  /** What only moves values, or takes some and gives some; anything else makes the stack unknown. */
  #move(name: string, argument: number): void {
    const stack = this.#stack
    const count = MOVES.get(name)
    if (name === 'DUP_TOP') return stack.push(stack.top)
    if (name === 'DUP_TOP_TWO') return stack.push(...stack.values.slice(-2))
    if (name === 'PUSH_NULL') return stack.push(NULL)
    if (name === 'COPY') return stack.push(stack.values.at(-argument) ?? UNKNOWN)
    if (name === 'SWAP') return stack.swap(argument)
    if (name === 'ROT_N' || count !== undefined) return stack.turn(count ?? argument)
    if (name === 'FORMAT_VALUE') return stack.push(joined(stack.take((argument & 4) === 4 ? 2 : 1)))
    if (name === 'UNPACK_SEQUENCE' && argument <= DEEPEST) {
      const value = stack.pop()
      return stack.push(...Array.from({ length: argument }, () => value))
    }
    if (name === 'MAKE_FUNCTION') {
      stack.take(partsOfFunction(argument, this.#version))
      return stack.push(UNKNOWN)
    }
    this.#changeBy(STACK_EFFECTS.get(name))
  }

  #changeBy(effect: readonly [takes: number, gives: number] | undefined): void {
    if (effect === undefined) return this.#stack.forget()
    const [takes, gives] = effect
    const value = joined(this.#stack.take(takes))
    // Whoever enters a context has what it gives: a file, a session.
    for (let index = 0; index < gives; index++) this.#stack.push(takes === 0 ? UNKNOWN : value)
  }
}
