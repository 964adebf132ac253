import { decompileCall, decompileChange, decompileImport } from '../../../formats/pickle/decompile.ts'
import type {
  AbstractValue,
  GlobalReference,
  PickleCall,
  PickleChange,
  ReadingReport,
} from '../../../formats/pickle/report.ts'
import { calledResult } from './called-result.ts'
import { checkCall, type CheckContext } from './check-call.ts'
import { checkState } from './check-state.ts'
import { checkedGlobal, mayStandUncalled } from './checked-globals.ts'
import { type Classified, classifyGlobal } from './classify-global.ts'
import type { Incident } from './incident.ts'
import { TIERS } from './incident.ts'
import { reached } from './reached-globals.ts'

type Found = Omit<Incident, 'reading' | 'within'>

/** What one reading of a file would do, as far as the opcodes tell; globals that are vetted are not mentioned. */
export async function judgeReading(report: ReadingReport, context: CheckContext): Promise<readonly Found[]> {
  const found: Found[] = []
  const callsOf = groupCalls(report.calls)
  for (const [index, global] of report.globals.entries()) {
    found.push(...(await judgeGlobal(global, callsOf.get(index) ?? [], context)))
  }
  for (const computed of report.computed.first) {
    found.push({
      kind: 'computed-global',
      ...computedVerdict(computed.module, computed.name),
      globals: reached([computed.module, computed.name]),
      code: decompileImport(computed.module, computed.name),
      offset: computed.offset,
      opcode: 'STACK_GLOBAL',
    })
  }
  found.push(...extensions(report))
  for (const call of report.calls) found.push(...(await judgeOtherCall(call, context)))
  for (const change of report.changes) found.push(...(await judgeChange(change, context)))
  return found
}

async function judgeGlobal(
  global: GlobalReference,
  calls: readonly PickleCall[],
  context: CheckContext,
): Promise<readonly Found[]> {
  const subject = `${global.module}.${global.name}`
  const place = { kind: 'global', subject, globals: [subject], offset: global.offset, opcode: global.opcode } as const
  const checked = checkedGlobal(global.module, global.name)
  if (checked === undefined) {
    const classified = classifyReference(global)
    if (classified.tier === 'vetted') return []
    const [example] = calls
    // Where it is called is where it acts; a reference that is not called stands where it is imported.
    return [{ ...place, ...verdict(classified), ...(example === undefined ? {} : calledAt(example)) }]
  }
  if (global.calls === 0 && !mayStandUncalled(checked.check)) {
    return [
      { ...place, tier: 'execution', capability: 'resolve-names', why: `${checked.why}, and is handed on uncalled` },
    ]
  }
  const found: Found[] = []
  for (const call of calls) {
    const classified = await checkCall(checked.check, call, context)
    const about = classified.about === undefined ? {} : { subject: classified.about }
    const globals = reached([call.callee, call.args], classified.about ?? subject)
    found.push({ ...place, ...about, kind: 'call', globals, ...calledAt(call), ...verdict(classified) })
  }
  return found
}

function calledAt(call: PickleCall): Pick<Found, 'offset' | 'opcode' | 'code'> {
  return { offset: call.offset, opcode: call.opcode, code: decompileCall(call) }
}

/** Python 2 reads the name that is written, Python 3 the mapped one: the mapped one can be vetted, the worse one counts. */
function classifyReference(global: GlobalReference): Classified {
  const now = classifyGlobal(global.module, global.name)
  if (global.written === undefined) return now
  const before = classifyGlobal(global.written.module, global.written.name)
  const worse = before.tier !== 'unknown' && TIERS.indexOf(before.tier) > TIERS.indexOf(now.tier)
  return worse && before.tier !== 'checked' ? before : now
}

function computedVerdict(module: AbstractValue, name: AbstractValue): Pick<Found, 'tier' | 'capability' | 'why'> {
  if (module.kind === 'constant' && name.kind === 'constant') {
    return { tier: 'unknown', why: 'a global whose name is no text: loaders refuse it' }
  }
  return {
    tier: 'execution',
    capability: 'resolve-names',
    why: 'a global whose name is put together while loading: nobody can tell from the file what it is',
  }
}

/** A number in the registry of copyreg stands for any global; `add_extension` in the same file tells which. */
function extensions(report: ReadingReport): readonly Found[] {
  const registered = new Map<string, string>()
  for (const call of report.calls) {
    if (call.callee.kind !== 'global' || call.callee.name !== 'add_extension' || call.args.kind !== 'tuple') continue
    const [module, name, code] = call.args.items
    if (module?.kind !== 'constant' || name?.kind !== 'constant' || code?.kind !== 'constant') continue
    registered.set(code.text, `${module.text}.${name.text}`)
  }
  return report.extensions.map(({ code, offset }) => {
    const subject = registered.get(String(code))
    const known = subject === undefined ? 'what it is does not stand in the file' : `registered as ${subject} before`
    return {
      kind: 'extension',
      tier: 'execution',
      capability: 'resolve-names',
      why: `is an object taken from the registry of copyreg by its number ${code}: ${known}`,
      ...(subject === undefined ? {} : { subject }),
      globals: subject === undefined ? [] : [subject],
      code: `copyreg._inverted_registry[${code}]`,
      offset,
      opcode: 'EXT',
    }
  })
}

/** Calls of something that is no global. */
async function judgeOtherCall(call: PickleCall, context: CheckContext): Promise<readonly Found[]> {
  const { callee } = call
  const place = { kind: 'call', globals: reached([callee, call.args]), ...calledAt(call) } as const
  if (callee.kind === 'global' || callee.kind === 'constant' || 'items' in callee) return []
  if (callee.kind === 'result') return called(place, (await calledResult(callee, call, context)) ?? CALLS_MADE_OBJECT)
  if (callee.kind === 'persistent' && (await isLegacyClass(callee.id, call, context))) return []
  if (callee.kind === 'unknown' && callee.why !== 'computed-global') {
    return [{ ...place, tier: 'unknown', why: 'calls something that could not be followed to its origin' }]
  }
  return [
    { ...place, tier: 'execution', capability: 'resolve-names', why: 'calls something that has no name in the stream' },
  ]
}

/**
 * torch before 1.6 wraps the classes of a whole model into persistent ids, `('module', class, file, source)`, and its loader
 * gives the class back. The class stands there as a global and is judged as one; only one whose arguments matter is not
 * excused here, because its state would be checked nowhere.
 */
async function isLegacyClass(id: AbstractValue, call: PickleCall, context: CheckContext): Promise<boolean> {
  if (id.kind !== 'tuple') return false
  const [word, wrapped] = id.items
  if (word?.kind !== 'constant' || word.text !== 'module' || wrapped?.kind !== 'global') return false
  const check = checkedGlobal(wrapped.module, wrapped.name)?.check
  if (check === undefined) return true
  return check === 'constructor' && (await checkCall(check, call, context)).tier === 'inert-class'
}

/** No pickler writes this, and it hands arguments to whatever the object wraps. */
const CALLS_MADE_OBJECT = {
  tier: 'execution',
  capability: 'resolve-names',
  why: 'calls an object that was made while loading',
} as const

function called(
  place: Pick<Found, 'kind' | 'globals' | 'offset' | 'opcode' | 'code'>,
  found: Classified,
): readonly Found[] {
  if (found.tier === 'inert-class') return []
  return [{ ...place, ...(found.about === undefined ? {} : { subject: found.about }), ...verdict(found) }]
}

async function judgeChange(change: PickleChange, context: CheckContext): Promise<readonly Found[]> {
  const classified = await changeVerdict(change, context)
  if (classified === undefined) return []
  const { target, value } = change
  const own = target.kind === 'global' ? `${target.module}.${target.name}` : undefined
  // An object that wraps a callable is as bad as the callable: both are one finding.
  const subject = own ?? classified.about
  return [
    {
      kind: 'change',
      ...verdict(classified),
      ...(subject === undefined ? {} : { subject }),
      globals: reached([target, value], subject),
      code: decompileChange(change),
      offset: change.offset,
      opcode: change.opcode,
    },
  ]
}

async function changeVerdict(change: PickleChange, context: CheckContext): Promise<Classified | undefined> {
  const { target, opcode } = change
  if (target.kind === 'global' || target.kind === 'extension' || target.kind === 'persistent') {
    return {
      tier: 'execution',
      capability: 'resolve-names',
      why: 'changes a class, module or function instead of a new object',
    }
  }
  if (target.kind === 'unknown') {
    return { tier: 'unknown', why: 'changes something that could not be followed to its origin' }
  }
  if (target.kind !== 'result') return undefined
  if (target.callee.kind === 'unknown' && target.callee.why !== 'computed-global') {
    return { tier: 'unknown', why: 'changes something that could not be followed to its origin' }
  }
  if (target.callee.kind !== 'global') return undefined
  const { module, name } = target.callee
  const checked = checkedGlobal(module, name)
  if (checked !== undefined && opcode === 'BUILD') return checkState(checked.check, change.value, context)
  if (opcode !== 'SETITEM' && opcode !== 'SETITEMS') return undefined
  return writesIntoTensor(module) ? TENSOR_WRITE : undefined
}

/** weights_only loaders up to torch 2.9.1 write out of bounds when SETITEM meets a tensor or storage (CVE-2026-24747). */
function writesIntoTensor(module: string): boolean {
  return module === 'torch' || module.startsWith('torch._') || module.startsWith('torch.storage')
}

const TENSOR_WRITE: Classified = {
  tier: 'execution',
  capability: 'native-code',
  why: 'writes items into a tensor instead of a dict, which corrupts memory in torch up to 2.9.1',
  cve: ['CVE-2026-24747'],
}

function groupCalls(calls: readonly PickleCall[]): ReadonlyMap<number, readonly PickleCall[]> {
  const groups = new Map<number, PickleCall[]>()
  for (const call of calls) {
    if (call.callee.kind !== 'global') continue
    const group = groups.get(call.callee.global) ?? []
    groups.set(call.callee.global, group)
    group.push(call)
  }
  return groups
}

function verdict({ tier, capability, why, cve }: Classified): Pick<Found, 'tier' | 'capability' | 'why' | 'cve'> {
  return { tier, why, ...(capability === undefined ? {} : { capability }), ...(cve === undefined ? {} : { cve }) }
}
