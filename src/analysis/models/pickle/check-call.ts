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

const HARMLESS: Classified = { tier: 'inert-class', why: 'is given only what is harmless' }

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
      return args.length === 0
        ? HARMLESS
        : execution('runs its constructor with a configuration, texts of which it executes')
    case 'distribution':
      // The call makes an empty object; BUILD is what matters, see checkState.
      return HARMLESS
  }
}

/** Judges the state that BUILD gives to what a checked global made. */
export function checkState(check: ArgumentCheck, state: AbstractValue): Classified {
  if (check === 'distribution') return distributionState(state)
  if (check === 'partial') {
    const parts = state.kind === 'tuple' ? state.items : []
    return tied(parts[0])
  }
  if (STATE_IS_DATA.has(check)) return HARMLESS
  return execution('changes an attribute that was read by name')
}

/** What these make keeps its state as attributes. */
const STATE_IS_DATA: ReadonlySet<ArgumentCheck> = new Set([
  'calls-first',
  'calls-first-of-three',
  'loads-bytes',
  'constructor',
] as const)

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
  const owner = classOf(object)
  if (owner === undefined) return { tier: 'unknown', why: `reads the attribute ${name.text.slice(0, 60)} of an object` }
  const whole = classifyGlobal(owner.module, `${owner.name}.${name.text}`)
  if (whole.tier !== 'unknown') return whole
  const { tier, library } = classifyGlobal(owner.module, owner.name)
  if (tier === 'inert-class' || name.text === '__new__' || isCheckedClass(owner)) {
    return { tier: 'inert-class', why: `reads ${name.text.slice(0, 60)} of a class of ${library ?? 'the stream'}` }
  }
  return whole
}

type GlobalValue = Extract<AbstractValue, { readonly kind: 'global' }>

/** The class of an object, when the stream says what made it; a class stands for itself. */
function classOf(object: AbstractValue): GlobalValue | undefined {
  if (object.kind === 'global') return object
  if (object.kind !== 'result' || object.callee.kind !== 'global') return undefined
  if (object.callee.module !== 'copyreg' || object.callee.name !== '_reconstructor') return object.callee
  const [made] = argumentList(object.args) ?? []
  return made?.kind === 'global' ? made : undefined
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
function tied(callee: AbstractValue | undefined): Classified {
  const matters = callee?.kind === 'global' && checkedGlobal(callee.module, callee.name) !== undefined
  return matters ? execution('ties a callable whose arguments matter') : callable(callee)
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

/** The text that scipy's own constructor makes: three functions that return their parameters, and nothing else. */
const TEMPLATE =
  /^\s*def _parse_args\(self, [\w, =]*\):\n {4}return \([\w, ]*\), [\w, ]*\n\s*def _parse_args_rvs\(self, [\w, =]*\):\n {4}return self\._argcheck_rvs\([\w, =]*\)\n\s*def _parse_args_stats\(self, [\w, =']*\):\n {4}return \([\w, ]*\), [\w, ]*\n?$/

function distributionState(state: AbstractValue): Classified {
  if (state.kind !== 'dict' || state.items.length < state.count) {
    return execution('gets a state that may hold source text to execute')
  }
  for (let index = 0; index + 1 < state.items.length; index += 2) {
    const [key, value] = state.items.slice(index, index + 2)
    if (key?.kind !== 'constant') return execution('gets a state whose keys are computed')
    if (key.text !== '_parse_arg_template') continue
    const usual = value?.kind === 'constant' && !value.cut && TEMPLATE.test(value.text)
    if (!usual) return execution('gets source text to execute that scipy did not write')
  }
  return { tier: 'inert-class', why: 'gets the source text that scipy itself makes' }
}

function argumentList(args: AbstractValue | undefined): Arguments {
  return args?.kind === 'tuple' && args.items.length === args.count ? args.items : undefined
}

function isEmpty(keywords: AbstractValue): boolean {
  return keywords.kind === 'dict' && keywords.count === 0
}

function execution(why: string): Classified {
  return { tier: 'execution', capability: 'resolve-names', why }
}
