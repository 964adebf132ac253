import type { ASTNode } from '@marcbachmann/cel-js'
import { excerpt } from '../base/escape.ts'
import type { PolicySubject } from '../model/policy.ts'
import { globMistake } from '../base/glob.ts'
import { type Field, type FieldTable, type FieldType, isTable, VARIABLES, VARIABLES_OF } from './environment.ts'
import { suggestion } from './nearest.ts'

/** A mistake in an expression; offsets in UTF-16 code units from its start. */
export interface ConditionMistake {
  readonly message: string
  readonly hint?: string
  readonly start: number
}

/**
 * Everything in an expression that conditions do not allow, or that compares with a value that cannot occur. This is an
 * allow list over the syntax tree: what is not named here cannot run. Left out on purpose: `matches` (a backtracking
 * regular expression), `map`, `cel.bind`, `join` and text concatenation (they double a text per step), bytes and maps.
 */
export function conditionMistakes(ast: ASTNode, on: PolicySubject): readonly ConditionMistake[] {
  const mistakes: ConditionMistake[] = []
  new Checker(on, mistakes).type(ast, new Map())
  return mistakes
}

/** The type of a part of an expression, with the only values it can have where they are known. */
export type PartType =
  | { readonly kind: 'record'; readonly path: string; readonly table: FieldTable }
  | { readonly kind: 'list'; readonly of: PartType }
  | { readonly kind: 'text'; readonly values?: readonly string[]; readonly path?: string }
  | { readonly kind: 'number' | 'flag' | 'other' }

/** Iteration variables by name. */
export type Scope = ReadonlyMap<string, PartType>

export const TEXT_METHODS: readonly string[] = ['startsWith', 'endsWith', 'contains', 'lowerAscii', 'size']
export const LIST_MACROS: readonly string[] = ['exists', 'all', 'exists_one', 'filter']
const FUNCTIONS: readonly string[] = ['size', 'double', 'glob']
const OTHER: PartType = { kind: 'other' }
const NUMBER: PartType = { kind: 'number' }
const FLAG: PartType = { kind: 'flag' }
const TEXT: PartType = { kind: 'text' }

/** Walks one expression. A class because the list of mistakes and the subject accompany every step. */
class Checker {
  readonly #names: readonly PolicySubject[]
  readonly #mistakes: ConditionMistake[]

  constructor(on: PolicySubject, mistakes: ConditionMistake[]) {
    this.#names = VARIABLES_OF[on]
    this.#mistakes = mistakes
  }

  /** The type of a node that is used as a value; a whole record is not one. */
  type(node: ASTNode, scope: Scope): PartType {
    const type = this.#anyType(node, scope)
    if (type.kind !== 'record') return type
    return this.#wrong(node, `"${type.path}" is a group of fields, not a value`, suggestFields(type))
  }

  #anyType(node: ASTNode, scope: Scope): PartType {
    switch (node.op) {
      case 'value':
        return this.#literal(node, node.args)
      case 'id':
        return this.#variable(node, node.args, scope)
      case '.':
        return this.#field(node, this.#anyType(node.args[0], scope), node.args[1])
      case '[]':
        return this.#index(node, this.#anyType(node.args[0], scope), this.type(node.args[1], scope))
      case 'list':
        return { kind: 'list', of: node.args.map((item) => this.type(item, scope))[0] ?? OTHER }
      case 'call':
        return this.#call(node, node.args[0], node.args[1], scope)
      case 'rcall':
        return this.#method(node, node.args[0], node.args[1], node.args[2], scope)
      case '?:':
        this.type(node.args[0], scope)
        this.type(node.args[2], scope)
        return this.type(node.args[1], scope)
      case '!_':
      case '-_':
        return this.type(node.args, scope)
      default:
        return this.#operator(node, scope)
    }
  }

  #literal(node: ASTNode, value: unknown): PartType {
    if (typeof value === 'string') return TEXT
    if (typeof value === 'number' || typeof value === 'bigint') return NUMBER
    if (typeof value === 'boolean') return FLAG
    const found = value === null ? 'null' : 'bytes and unsigned numbers'
    return this.#wrong(
      node,
      `${found} cannot be used: fields are never null, and their types are text, numbers and flags`,
    )
  }

  #variable(node: ASTNode, name: string, scope: Scope): PartType {
    const local = scope.get(name)
    if (local !== undefined) return local
    const known = this.#names.find((candidate) => candidate === name)
    if (known !== undefined) return { kind: 'record', path: known, table: VARIABLES[known] }
    if (Object.hasOwn(VARIABLES, name)) {
      return this.#wrong(node, `"${name}" is not known here`, `a rule on this subject sees ${this.#names.join(', ')}`)
    }
    const isWord = ALL_VALUES.has(name)
    return this.#wrong(
      node,
      `there is no variable "${cut(name)}"`,
      isWord ? `write "${name}" in quotes` : suggestion(name, [...this.#names, ...scope.keys()]),
    )
  }

  #field(node: ASTNode, of: PartType, name: string): PartType {
    if (of.kind === 'other') return OTHER
    if (of.kind !== 'record') return this.#wrong(node, `a ${of.kind} has no field "${cut(name)}"`)
    const entry = Object.hasOwn(of.table, name) ? of.table[name] : undefined
    if (entry === undefined) {
      return this.#wrong(node, `${of.path} has no field "${cut(name)}"`, suggestion(name, Object.keys(of.table)))
    }
    const path = `${of.path}.${name}`
    return isTable(entry) ? { kind: 'record', path, table: entry } : fieldType(entry, path)
  }

  #index(node: ASTNode, of: PartType, index: PartType): PartType {
    if (of.kind === 'list') return of.of
    if (of.kind === 'other' && index.kind === 'number') return OTHER
    return this.#wrong(node, 'only lists are indexed with [ ]', 'write a field as finding.severity')
  }

  #call(node: ASTNode, name: string, args: readonly ASTNode[], scope: Scope): PartType {
    const types = args.map((arg) => this.type(arg, scope))
    if (!FUNCTIONS.includes(name))
      return this.#wrong(node, `there is no function ${cut(name)}()`, callHint(name, FUNCTIONS))
    if (name !== 'glob') return NUMBER
    const pattern = args[1]
    if (
      types.length !== 2 ||
      types[0]?.kind !== 'text' ||
      pattern?.op !== 'value' ||
      typeof pattern.args !== 'string'
    ) {
      return this.#wrong(
        node,
        'glob() takes a text and a pattern in quotes',
        'for example glob(component.name, "nvidia-*")',
      )
    }
    const mistake = globMistake(pattern.args)
    return mistake === undefined ? FLAG : this.#wrong(pattern, `the pattern ${mistake}`)
  }

  #method(node: ASTNode, name: string, receiver: ASTNode, args: readonly ASTNode[], scope: Scope): PartType {
    const of = this.#anyType(receiver, scope)
    const known = [...TEXT_METHODS, ...LIST_MACROS]
    if (!known.includes(name)) return this.#wrong(node, `there is no method .${cut(name)}()`, callHint(name, known))
    if (of.kind === 'record') return this.#wrong(node, `"${of.path}" is a group of fields, it has no methods`)
    if (LIST_MACROS.includes(name)) return this.#macro(node, name, of, args, scope)
    for (const arg of args) this.type(arg, scope)
    if (name === 'size') return NUMBER
    return name === 'lowerAscii' ? TEXT : FLAG
  }

  #macro(node: ASTNode, name: string, of: PartType, args: readonly ASTNode[], scope: Scope): PartType {
    const [variable, body] = args
    if (of.kind !== 'list' && of.kind !== 'other') return this.#wrong(node, `.${name}() is for lists`)
    if (variable?.op !== 'id' || body === undefined || args.length !== 2) {
      return this.#wrong(
        node,
        `.${name}() takes a name and a condition`,
        `for example .${name}(p, p.startsWith("src/"))`,
      )
    }
    if (Object.hasOwn(VARIABLES, variable.args)) {
      return this.#wrong(variable, `"${variable.args}" is taken`, 'name the items of the list otherwise')
    }
    this.type(body, new Map([...scope, [variable.args, of.kind === 'list' ? of.of : OTHER]]))
    return name === 'filter' ? of : FLAG
  }

  #operator(node: ASTNode, scope: Scope): PartType {
    if (node.op === 'map' || !Array.isArray(node.args)) return this.#wrong(node, 'maps cannot be used in conditions')
    const [leftNode, rightNode] = node.args as readonly [ASTNode, ASTNode]
    const left = this.type(leftNode, scope)
    const right = this.type(rightNode, scope)
    if (node.op === '+' && left.kind !== 'number' && left.kind !== 'other') {
      return this.#wrong(node, `"+" is for numbers, found a ${left.kind}`)
    }
    if (ARITHMETIC.includes(node.op)) return NUMBER
    if (node.op === '==' || node.op === '!=' || node.op === 'in') {
      this.#possible(left, rightNode)
      this.#possible(right, leftNode)
    }
    return FLAG
  }

  /** `finding.severity == "hihg"` would never be true, and never be noticed. */
  #possible(type: PartType, other: ASTNode): void {
    const field = type.kind === 'list' ? type.of : type
    if (field.kind !== 'text' || field.values === undefined) return
    for (const literal of other.op === 'list' ? other.args : [other]) {
      const value = literal.op === 'value' ? literal.args : undefined
      if (typeof value !== 'string' || field.values.includes(value)) continue
      this.#wrong(
        literal,
        `${field.path ?? 'this'} is never "${cut(value)}"`,
        suggestion(value, field.values.filter(Boolean)),
      )
    }
  }

  #wrong(node: ASTNode, message: string, hint?: string): PartType {
    this.#mistakes.push({ message, start: node.pos, ...(hint === undefined ? {} : { hint }) })
    return OTHER
  }
}

/** Words of the policy in messages. */
function cut(text: string): string {
  return excerpt(text, 80)
}

const ARITHMETIC: readonly string[] = ['+', '-', '*', '/', '%']

const TYPES: Readonly<Record<FieldType, PartType>> = {
  text: TEXT,
  flag: FLAG,
  whole: NUMBER,
  number: NUMBER,
  texts: { kind: 'list', of: TEXT },
}

function fieldType(field: Field, path: string): PartType {
  return field.values === undefined ? TYPES[field.type] : { kind: 'text', values: field.values, path }
}

function suggestFields(type: { readonly path: string; readonly table: FieldTable }): string {
  return `name one of its fields, for example ${type.path}.${Object.keys(type.table)[0] ?? ''}`
}

function callHint(name: string, known: readonly string[]): string | undefined {
  if (name === 'matches')
    return 'use glob(text, "pattern"), .startsWith(), .endsWith() or .contains(); they cannot hang'
  if (name === 'has') return 'fields are always there; docs/policy.md names the value each has when absent'
  return suggestion(name, known)
}

const ALL_VALUES: ReadonlySet<string> = new Set(Object.values(VARIABLES).flatMap((table) => valuesIn(table)))

function valuesIn(table: FieldTable): readonly string[] {
  return Object.values(table).flatMap((entry) => (isTable(entry) ? valuesIn(entry) : (entry.values ?? [])))
}
