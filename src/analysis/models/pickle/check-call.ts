import type { ByteSource } from '../../../base/bytes.ts'
import type { AbstractValue, PickleCall } from '../../../formats/pickle/report.ts'
import { type ArgumentCheck, checkedGlobal } from './checked-globals.ts'
import { type Classified, classifyGlobal, isDunder } from './classify-global.ts'

/** What a check of arguments needs to look into bytes that are loaded in turn. */
export interface CheckContext {
  readonly source: ByteSource
  /** Judges bytes as a file of their own: the worst that loading them does. */
  readonly judgeBytes: (bytes: AbstractValue) => Promise<Classified>
}

type Arguments = readonly AbstractValue[] | undefined

export const HARMLESS: Classified = { tier: 'inert-class', why: 'is given only what is harmless' }

/** Judges one call of a global whose arguments matter. */
export async function checkCall(check: ArgumentCheck, call: PickleCall, context: CheckContext): Promise<Classified> {
  if (call.keywords !== undefined && !isEmpty(call.keywords)) {
    return execution('is called with keyword arguments, which no pickler writes for it')
  }
  return checkArguments(check, argumentList(call.args), context)
}

/** Judges the arguments of such a call; undefined when they are not written in the stream. */
export async function checkArguments(
  check: ArgumentCheck,
  args: Arguments,
  context: CheckContext,
): Promise<Classified> {
  if (args === undefined) return execution('is called with arguments that are not written in the stream')
  switch (check) {
    case 'attribute':
      return attribute(args)
    case 'partial':
      return tied(args[0])
    case 'accessor':
      return accessor(args)
    case 'items':
      return args.every(({ kind }) => kind === 'constant') ? HARMLESS : execution('reads items by computed keys')
    case 'type':
      return isSingleton(args) ? HARMLESS : execution('makes a class, or takes the class of an object')
    case 'calls-first':
      return applied(args[0], argumentList(args[2]), context)
    case 'calls-first-of-three':
      return applied(args[0], argumentList(args[1]), context)
    case 'loads-bytes':
      return args[0] === undefined ? HARMLESS : context.judgeBytes(args[0])
    case 'constructor':
      return args.length === 0 ? HARMLESS : execution('runs its constructor with arguments from the file')
    case 'type-name':
      return typeName(args)
    case 'namedtuple':
      return namedTuple(args)
    case 'literal':
      return isConstantText(args, LITERAL) ? HARMLESS : execution('evaluates text as Python')
    case 'bound':
      return tied(args[0])
    case 'torch-state':
      return args.length === 0 ? HARMLESS : execution('runs its constructor with arguments from the file')
    case 'formula':
      return args.length === 0 ? HARMLESS : execution('is made with arguments that may hold a formula to evaluate')
    case 'wrapper':
      return args[0] === undefined ? HARMLESS : wrapped(args[0])
    case 'distribution':
      // The call makes an empty object; BUILD is what matters, see checkState.
      return HARMLESS
  }
}

/** `getattr(Detect, 'forward')` is the name `Detect.forward`: judged like a dotted name, with what is known of the class. */
function attribute(args: readonly AbstractValue[]): Classified {
  const [object, name] = args
  if (object === undefined || name === undefined) return execution('is called without the name of an attribute')
  if (name.kind !== 'constant' || name.type !== 'text' || name.cut) {
    return execution('reads an attribute whose name is not written in the stream')
  }
  // copyreg below protocol 4: partial(cls.__new__, cls, ...) for objects with keyword arguments.
  if (isDunder(name.text) && name.text !== '__new__')
    return execution(`reads ${name.text.slice(0, 60)}, the inside of an object`)
  if (object.kind === 'unknown' || object.kind === 'extension')
    return execution('reads an attribute of something unknown')
  if (object.kind === 'constant') return HARMLESS
  const owner = classOf(object)
  if (owner?.module === 'builtins' && classifyGlobal(owner.module, owner.name).tier === 'vetted') return HARMLESS
  if (name.text === '__new__' && owner !== undefined && isDistribution(owner)) {
    return execution('makes an object whose state, which may hold source text to execute, cannot be followed')
  }
  if (owner === undefined) return { tier: 'unknown', why: `reads the attribute ${name.text.slice(0, 60)} of an object` }
  const whole = classifyGlobal(owner.module, `${owner.name}.${name.text}`)
  if (whole.tier !== 'unknown') return whole
  const { tier, library } = classifyGlobal(owner.module, owner.name)
  if (tier === 'inert-class' || name.text === '__new__' || isCheckedClass(owner)) {
    return { tier: 'inert-class', why: `reads ${name.text.slice(0, 60)} of a class of ${library ?? 'the stream'}` }
  }
  return whole
}

/** What dill and cloudpickle write for the types of Python that are made from plain values. */
const PLAIN_TYPES =
  /^(?:NoneType|EllipsisType|NotImplementedType|bool|bytearray|bytes|complex|dict|float|frozenset|int|list|object|range|set|slice|str|tuple|SimpleNamespace|MappingProxyType|GenericAlias|enumerate|reversed|zip|AttrGetterType|ItemGetterType|PartialType|MethodType)$/
const LITERAL = /^(?:range\(-?\d{1,18}, -?\d{1,18}(?:, -?\d{1,18})?\)|Ellipsis|NotImplemented)$/

function isConstantText(args: readonly AbstractValue[], pattern: RegExp): boolean {
  const [text] = args
  return args.length === 1 && text?.kind === 'constant' && text.type === 'text' && !text.cut && pattern.test(text.text)
}

function typeName(args: readonly AbstractValue[]): Classified {
  return isConstantText(args, PLAIN_TYPES) ? HARMLESS : execution('gives a type of which functions or code can be made')
}

/** The global for which such a type stands, so that a call of it is judged as one; undefined for plain ones. */
export function aliasedGlobal(type: string): { readonly module: string; readonly name: string } {
  if (type === 'PartialType') return { module: 'functools', name: 'partial' }
  if (type === 'ItemGetterType') return { module: 'operator', name: 'itemgetter' }
  if (type === 'AttrGetterType') return { module: 'operator', name: 'attrgetter' }
  return type === 'MethodType' || type === 'SimpleNamespace'
    ? { module: 'types', name: type }
    : { module: 'builtins', name: type }
}

/** dill imports the module first and takes the class from there: it is the class that counts. */
function namedTuple(args: readonly AbstractValue[]): Classified {
  const [name, , module] = args
  if (name?.kind !== 'constant' || module?.kind !== 'constant') return execution('imports a module by a computed name')
  const classified = classifyGlobal(module.text, name.text)
  if (classified.tier === 'vetted' || classified.tier === 'inert-class') return HARMLESS
  const tier = classified.tier === 'checked' ? 'execution' : classified.tier
  return { ...classified, tier, about: `${module.text}.${name.text}` }
}

type GlobalValue = Extract<AbstractValue, { readonly kind: 'global' }>

/** The class of an object, when the stream says what made it; a class stands for itself. */
function classOf(object: AbstractValue): GlobalValue | undefined {
  if (object.kind === 'global') return object
  if (object.kind !== 'result') return undefined
  if (object.callee.kind === 'global') return object.callee
  // torch before 1.6 wraps the class into a persistent id: ('module', class, file, source).
  const wrapped = object.callee.kind === 'persistent' && object.callee.id.kind === 'tuple' ? object.callee.id.items : []
  return wrapped[1]?.kind === 'global' ? wrapped[1] : undefined
}

function isDistribution(owner: GlobalValue): boolean {
  return checkedGlobal(owner.module, owner.name)?.check === 'distribution'
}

/** A method of one of these is as inert as the object; only its state or its constructor is not. */
function isCheckedClass(owner: GlobalValue): boolean {
  return /^(?:distribution|constructor)$/.test(checkedGlobal(owner.module, owner.name)?.check ?? '')
}

function isSingleton(args: readonly AbstractValue[]): boolean {
  const [object] = args
  if (args.length !== 1 || object === undefined) return args.length === 0
  if (object.kind === 'constant') return true
  return object.kind === 'global' && object.module === 'builtins' && /^(?:Ellipsis|NotImplemented)$/.test(object.name)
}

function accessor(args: readonly AbstractValue[]): Classified {
  for (const name of args.slice(0, 1)) {
    if (name.kind !== 'constant' || name.type !== 'text') return execution('reads an attribute by a computed name')
    if (name.text.includes('.') || isDunder(name.text)) return execution(`reaches for ${name.text.slice(0, 60)}`)
  }
  const rest = args.slice(1)
  const dotted = rest.some((item) => item.kind === 'constant' && (item.text.includes('.') || isDunder(item.text)))
  if (dotted) return execution('reaches for an attribute of an attribute')
  return { tier: 'unknown', why: 'reads an attribute of whatever it is given later' }
}

/** The callable of a partial gets more arguments later: one whose arguments matter cannot be judged. */
export function tied(callee: AbstractValue | undefined): Classified {
  const matters = callee?.kind === 'global' && checkedGlobal(callee.module, callee.name) !== undefined
  return matters ? execution('ties a callable whose arguments matter') : named(callee, callable(callee))
}

/** A callable and the arguments it will get. */
async function applied(callee: AbstractValue | undefined, args: Arguments, context: CheckContext): Promise<Classified> {
  const checked = callee?.kind === 'global' ? checkedGlobal(callee.module, callee.name) : undefined
  return checked === undefined ? callable(callee) : checkArguments(checked.check, args, context)
}

/** Results of calls were judged when they were made. */
function callable(callee: AbstractValue | undefined): Classified {
  if (callee === undefined || callee.kind === 'result' || callee.kind === 'constant') return HARMLESS
  if (callee.kind !== 'global') return execution('calls something that is not named in the stream')
  const classified = classifyGlobal(callee.module, callee.name)
  return classified.tier === 'vetted' ? { ...classified, tier: 'inert-class' } : classified
}

/** What an object that keeps a callable is: what the callable is. */
export function wrapped(value: AbstractValue): Classified {
  return named(value, callable(value))
}

/** What is wrong with a callable is said of the callable. */
function named(value: AbstractValue | undefined, classified: Classified): Classified {
  if (value?.kind !== 'global' || classified.tier === 'inert-class') return classified
  // A checked global that is kept is called with arguments that nobody knows.
  const tier = classified.tier === 'checked' ? 'execution' : classified.tier
  return { ...classified, tier, about: `${value.module}.${value.name}` }
}

function argumentList(args: AbstractValue | undefined): Arguments {
  return args?.kind === 'tuple' && args.items.length === args.count ? args.items : undefined
}

function isEmpty(keywords: AbstractValue): boolean {
  return keywords.kind === 'dict' && keywords.count === 0
}

/** What nobody can tell from the file counts as the worst. */
export function execution(why: string): Classified {
  return { tier: 'execution', capability: 'resolve-names', why }
}
