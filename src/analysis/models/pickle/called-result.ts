import type { AbstractValue, PickleCall } from '../../../formats/pickle/report.ts'
import { aliasedGlobal, checkArguments, checkCall, type CheckContext } from './check-call.ts'
import { checkedGlobal } from './checked-globals.ts'
import { type Classified, classifyGlobal } from './classify-global.ts'

type ResultValue = Extract<AbstractValue, { readonly kind: 'result' }>

/**
 * `partial(cls.__new__, cls)()` is how protocol 2 writes keyword arguments, `getattr(ZoneInfo, '_unpickle')(…)` how a class
 * method stands in a pickle: the callee was judged when it was made, so only what it gave is called.
 */
export async function calledResult(
  made: ResultValue,
  call: PickleCall,
  context: CheckContext,
): Promise<Classified | undefined> {
  if (made.callee.kind === 'result') return isPartialType(made.callee) ? MADE_TO_BE_CALLED : undefined
  if (made.callee.kind !== 'global') return undefined
  const check = checkedGlobal(made.callee.module, made.callee.name)?.check
  const args = made.args.kind === 'tuple' ? made.args.items : undefined
  if (check === 'partial' || check === 'namedtuple') return MADE_TO_BE_CALLED
  if (check === 'type-name') return calledType(args ?? [], call, context)
  if (check !== 'attribute') return undefined
  const attribute = await checkArguments(check, args, context)
  return attribute.tier === 'inert-class' && isMeantToBeCalled(args ?? []) ? attribute : undefined
}

/** `_load_type('PartialType')(f)` was judged as a call of functools.partial: what it gave is a partial. */
function isPartialType({ callee, args }: ResultValue): boolean {
  if (callee.kind !== 'global' || checkedGlobal(callee.module, callee.name)?.check !== 'type-name') return false
  const [type] = args.kind === 'tuple' ? args.items : []
  return type?.kind === 'constant' && type.text === 'PartialType'
}

const MADE_TO_BE_CALLED: Classified = { tier: 'inert-class', why: 'was judged when it was made' }

/** `_load_type('PartialType')(f, 1)` is `functools.partial(f, 1)`. */
async function calledType(
  [type]: readonly AbstractValue[],
  call: PickleCall,
  context: CheckContext,
): Promise<Classified | undefined> {
  if (type?.kind !== 'constant') return undefined
  const { module, name } = aliasedGlobal(type.text)
  const checked = checkedGlobal(module, name)
  return checked === undefined ? MADE_TO_BE_CALLED : checkCall(checked.check, call, context)
}

/** Methods of a harmless class can write files (`Booster.save_model`): only those that were looked at may be called while loading. */
function isMeantToBeCalled([owner, attribute]: readonly AbstractValue[]): boolean {
  if (owner?.kind !== 'global' || attribute?.kind !== 'constant') return false
  if (attribute.text === '__new__') return true
  return classifyGlobal(owner.module, `${owner.name}.${attribute.text}`).tier === 'inert-class'
}
