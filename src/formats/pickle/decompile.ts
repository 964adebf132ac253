import { quoted } from './python-literal.ts'
import type { AbstractValue, Constant, PickleCall, PickleChange } from './report.ts'

/** Characters of a line, about: what does not fit becomes `...`, which is Python as well. */
const MOST_LENGTH = 220
const MOST_CONSTANT = 80
/** Room that the last container needs to be closed. */
const MOST_DEPTH = 12

type Container = Extract<AbstractValue, { readonly items: readonly AbstractValue[] }>
interface Budget {
  left: number
}

/** A call as a Python expression that does the same, for example `os.system('id')`; at most 300 characters. */
export function decompileCall(call: Pick<PickleCall, 'callee' | 'args' | 'keywords' | 'opcode'>): string {
  const budget = { left: MOST_LENGTH }
  const callee = write(call.callee, budget, 0)
  const args = argumentsOf(call.args, budget, 0)
  const keywords = call.keywords === undefined ? '' : `, **${write(call.keywords, budget, 1)}`
  return `${callee}(${args}${keywords})`
}

/** A value as a Python expression; what is not known, or too long to be read, is `...`. At most 300 characters. */
export function decompile(value: AbstractValue): string {
  return write(value, { left: MOST_LENGTH }, 0)
}

/** A change of an object as a Python statement, for example `vars(a.B).update({'x': 1})`; at most 300 characters. */
export function decompileChange({ opcode, target, value }: Pick<PickleChange, 'opcode' | 'target' | 'value'>): string {
  const budget = { left: MOST_LENGTH }
  const object = write(target, budget, 0)
  if (opcode === 'BUILD') return build(object, value, budget)
  const items = value.kind === 'tuple' ? value : undefined
  const [first, second] = items?.items ?? []
  if (opcode === 'APPEND' && first !== undefined) return `${object}.append(${write(first, budget, 1)})`
  if (opcode === 'APPENDS') return `${object}.extend([${items === undefined ? '...' : list(items, budget, 1)}])`
  if (opcode === 'ADDITEMS') return `${object}.update([${items === undefined ? '...' : list(items, budget, 1)}])`
  if (opcode === 'SETITEM' && first !== undefined && second !== undefined) {
    return `${object}[${write(first, budget, 1)}] = ${write(second, budget, 1)}`
  }
  return `${object}.update({${items === undefined ? '...' : pairs(items, budget, 1)}})`
}

/** What `load_build` of CPython's pickle does: `__setstate__`, else the attributes, else those of a pair with slots. */
function build(object: string, state: AbstractValue, budget: Budget): string {
  if (state.kind === 'dict') return `vars(${object}).update(${write(state, budget, 1)})`
  return `${object}.__setstate__(${write(state, budget, 1)})`
}

/** A global that is imported and not called, as a Python expression. */
export function decompileReference(module: string, name: string): string {
  return globalName(module, name)
}

/** `find_class` of the unpickler as Python. */
export function decompileImport(module: AbstractValue, name: AbstractValue): string {
  const budget = { left: MOST_LENGTH }
  return `getattr(importlib.import_module(${write(module, budget, 1)}), ${write(name, budget, 1)})`
}

function write(value: AbstractValue, budget: Budget, depth: number): string {
  if (budget.left <= 0 || depth > MOST_DEPTH) return '...'
  switch (value.kind) {
    case 'constant':
      return spend(constant(value, budget), budget)
    case 'global':
      return spend(globalName(value.module, value.name), budget)
    case 'result': {
      const callee = write(value.callee, budget, depth + 1)
      return `${callee}(${argumentsOf(value.args, budget, depth + 1)})`
    }
    case 'tuple':
      return `(${list(value, budget, depth + 1)}${value.count === 1 ? ',' : ''})`
    case 'list':
      return `[${list(value, budget, depth + 1)}]`
    case 'frozenset':
      return value.count === 0 ? 'frozenset()' : `frozenset({${list(value, budget, depth + 1)}})`
    case 'set':
      return value.count === 0 ? 'set()' : `{${list(value, budget, depth + 1)}}`
    case 'dict':
      return `{${pairs(value, budget, depth + 1)}}`
    case 'persistent':
      return `persistent_load(${write(value.id, budget, depth + 1)})`
    case 'extension':
      return spend(`copyreg._inverted_registry[${value.code}]`, budget)
    case 'buffer':
      return spend('next(buffers)', budget)
    default:
      return '...'
  }
}

function spend(text: string, budget: Budget): string {
  budget.left -= text.length
  return text
}

/** Names that are no identifiers, and names of builtins that something else has, are written as the import that finds them. */
function globalName(module: string, name: string): string {
  const plain = isDotted(module) && isDotted(name) && module.length + name.length <= MOST_LENGTH
  if (!plain) return `getattr(importlib.import_module(${quoted(module, 60)}), ${quoted(name, 60)})`
  return module === 'builtins' || module === '__builtin__' ? name : `${module}.${name}`
}

function isDotted(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name)
}

function argumentsOf(args: AbstractValue, budget: Budget, depth: number): string {
  if (args.kind === 'tuple') return list(args, budget, depth)
  return args.kind === 'unknown' ? '...' : `*${write(args, budget, depth + 1)}`
}

function list(value: Container, budget: Budget, depth: number): string {
  const parts: string[] = []
  for (const item of value.items) {
    if (budget.left <= 0) break
    parts.push(write(item, budget, depth))
    budget.left -= 2
  }
  if (parts.length < value.count) parts.push('...')
  return parts.join(', ')
}

/** A cut dict ends in `**...`: the keys that are not written. */
function pairs(value: Container, budget: Budget, depth: number): string {
  const parts: string[] = []
  let index = 0
  for (; index + 1 < value.items.length && budget.left > 0; index += 2) {
    const [key, item] = value.items.slice(index, index + 2)
    if (key === undefined || item === undefined) break
    parts.push(`${write(key, budget, depth)}: ${write(item, budget, depth)}`)
    budget.left -= 4
  }
  if (index < value.count) parts.push('**...')
  return parts.join(', ')
}

function constant({ type, text, cut }: Constant, budget: Budget): string {
  const most = Math.min(MOST_CONSTANT, Math.max(8, budget.left))
  if (type === 'text') return quoted(text, most, cut)
  if (type === 'bytes') return `b${quoted(text, most, cut, 'bytes')}`
  // An integer of many bytes, or digits that are none.
  return /^(?:None|True|False|-?[\d.]+(?:e[+-]?\d+)?)$/.test(text) && text.length <= most ? text : '...'
}
