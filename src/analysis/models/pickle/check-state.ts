import type { AbstractValue } from '../../../formats/pickle/report.ts'
import { type CheckContext, execution, HARMLESS, tied, wrapped } from './check-call.ts'
import type { ArgumentCheck } from './checked-globals.ts'
import type { Classified } from './classify-global.ts'

/** Judges the state that BUILD gives to what a checked global made. */
export async function checkState(
  check: ArgumentCheck,
  state: AbstractValue,
  context: CheckContext,
): Promise<Classified> {
  if (check === 'distribution') return distributionState(state)
  if (check === 'wrapper') return wrapperState(state)
  if (check === 'formula') return formulaState(state)
  if (check === 'torch-state') return torchState(state, context)
  if (check === 'partial') {
    const parts = state.kind === 'tuple' ? state.items : []
    return tied(parts[0])
  }
  if (STATE_IS_DATA.has(check)) return HARMLESS
  return execution('changes an attribute that was read by name')
}

/** What these make keeps its state as attributes. */
const STATE_IS_DATA: ReadonlySet<ArgumentCheck> = new Set([
  'type-name',
  'namedtuple',
  'calls-first',
  'calls-first-of-three',
  'loads-bytes',
  'constructor',
] as const)

/** skorch keeps its module and optimiser as the bytes of a torch file, which `__setstate__` loads. */
async function torchState(state: AbstractValue, context: CheckContext): Promise<Classified> {
  if (state.kind !== 'dict') return execution('gets a state whose bytes it loads')
  for (let index = 0; index + 1 < state.items.length; index += 2) {
    const [key, value] = state.items.slice(index, index + 2)
    if (key?.kind !== 'constant') return execution('gets a state whose keys are computed')
    if (key.text !== '__cuda_dependent_attributes__' || value === undefined) continue
    return value.kind === 'unknown' ? HIDDEN_BYTES : context.judgeBytes(value)
  }
  return state.items.length < state.count ? HIDDEN_BYTES : HARMLESS
}

const HIDDEN_BYTES: Classified = {
  tier: 'capability',
  capability: 'load-objects',
  why: 'loads bytes of its state that stand too far behind to be seen',
}

/** Names of columns, operators, numbers and the functions that formulas are made of; patsy evaluates everything else as Python. */
const PLAIN_FORMULA = /^[\p{L}\p{N}_\s~+\-*:/|^.,='"()]*$/u
const FORMULA_CALLS =
  /^(?:C|I|Q|Treatment|Sum|Poly|Diff|Helmert|bs|cr|cc|te|center|scale|standardize|poly|log|log10|log2|log1p|exp|sqrt|(?:np|numpy)\.(?:log|log10|log2|log1p|exp|sqrt|abs|power|sin|cos))$/

/** `restore_design_info`, since 0.15 `restore_model_spec`, makes statsmodels evaluate the formula again while loading. */
function formulaState(state: AbstractValue): Classified {
  if (state.kind !== 'dict') return execution('gets a state that may hold a formula to evaluate')
  for (let index = 0; index + 1 < state.items.length; index += 2) {
    const [key, value] = state.items.slice(index, index + 2)
    if (key?.kind !== 'constant') return execution('gets a state whose keys are computed')
    if (key.text !== 'formula') continue
    const isText = value?.kind === 'constant' && (value.type === 'text' || value.type === 'none')
    if (!isText || value.cut || !isPlainFormula(value.text)) return execution('evaluates a formula that is Python')
  }
  return state.items.length < state.count ? execution('gets a state that may hold a formula to evaluate') : HARMLESS
}

function isPlainFormula(text: string): boolean {
  if (!PLAIN_FORMULA.test(text) || text.includes('__')) return false
  const calls = text.match(/[\p{L}\p{N}_.'")]*\s*\(/gu) ?? []
  return calls.map((call) => call.slice(0, -1).trim()).every((name) => name === '' || FORMULA_CALLS.test(name))
}

/** The attributes in which FunctionTransformer, the scorers and vectorize keep their callables. */
const WRAPPED: ReadonlySet<string> = new Set(['func', 'inverse_func', '_score_func', 'pyfunc'])

/** The first callable that is not harmless decides. What stands behind the part of the state that was kept is not seen, and said so. */
function wrapperState(state: AbstractValue): Classified {
  if (state.kind !== 'dict') return { tier: 'unknown', why: 'gets a state that is no dict, as nobody writes it' }
  let seen = 0
  for (let index = 0; index + 1 < state.items.length; index += 2) {
    const [key, value] = state.items.slice(index, index + 2)
    if (key?.kind !== 'constant' || value === undefined) return execution('gets a state whose keys are computed')
    if (!WRAPPED.has(key.text)) continue
    seen++
    const classified = wrapped(value)
    if (classified.tier !== 'inert-class') return classified
  }
  if (seen > 0 || state.items.length >= state.count) return HARMLESS
  return { tier: 'unknown', why: 'wraps a callable that stands too far behind in its state to be seen' }
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
