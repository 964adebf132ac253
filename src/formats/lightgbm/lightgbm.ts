import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import type { LightgbmBreach } from './breach.ts'
import { type Block, checkTree, countOf, whole } from './check-tree.ts'
import { type Line, linesOf } from './lines.ts'

/** A model of LightGBM as its text tells it. */
export interface LightgbmModel {
  readonly trees: number
  readonly objective: string
  readonly breaches: readonly Anomaly<LightgbmBreach>[]
}

/** Could this be the start of a model? The word `tree`, then `key=value` lines, some of which every version writes. */
export function isLightgbm(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 200)).toString('latin1')
  return /^tree\r?\n(?:version=v\d|num_class=\d)/.test(text)
}

/**
 * Reads the text that `Booster.save_model` writes (LightGBM, src/boosting/gbdt_model_text.cpp): header, trees, importances,
 * parameters, categories of pandas. Line by line, so that its size does not matter. Nothing in it is code; lengths and indexes
 * are what native code trusts. Throws FormatError when it is none.
 */
export async function readLightgbm(source: ByteSource): Promise<LightgbmModel> {
  if (!isLightgbm(await source.slice(0, 200)))
    throw new FormatError('FORMAT_SHAPE', 'LightGBM: expected the word tree and a header', { byte: 0 })
  const state: State = {
    log: anomalyLog<LightgbmBreach>(),
    part: 'header',
    header: new Map(),
    open: undefined,
    trees: 0,
    starts: [],
    parts: new Set(),
  }
  for await (const line of linesOf(source)) readLine(line, state)
  closeTree(state)
  finish(state)
  return { trees: state.trees, objective: state.header.get('objective') ?? '', breaches: state.log.list() }
}

interface State {
  readonly log: AnomalyLog<LightgbmBreach>
  part: 'header' | 'trees' | 'after' | 'parameters' | 'end'
  readonly header: Map<string, string>
  open: { readonly name: string; readonly byte: number; readonly fields: Map<string, string> } | undefined
  trees: number
  /** Where trees begin, and where the last one ends. */
  readonly starts: number[]
  readonly parts: Set<string>
}

/** Starts of this many trees are kept to compare them with `tree_sizes`. */
const MOST_STARTS = 1_000_000

function readLine(line: Line, state: State): void {
  if (line.cut) state.log.add('long-line', 'a line longer than 16 MiB was not read to its end', line.byte)
  const { text } = line
  if (text === '' || (text === 'tree' && line.byte === 0)) return
  if (state.part === 'header' || state.part === 'trees') return readModelLine(line, state)
  if (text === 'parameters:') state.part = 'parameters'
  else if (text === 'end of parameters') state.part = 'after'
  else if (text.startsWith('pandas_categorical:')) checkPandas(line, state)
  else if (state.parts.has('pandas')) state.log.add('trailing-data', `behind the end stands ${quoted(text)}`, line.byte)
  else if (state.part === 'parameters' ? !/^\[[\w-]{1,80}:.*\]$/.test(text) : !isAfter(text))
    state.log.add('unknown-line', `expected a parameter or an importance, found ${quoted(text)}`, line.byte)
}

/** Importances are `name=count`; names are free text. `feature_importances:` or, in older versions, `feature importances:`. */
function isAfter(text: string): boolean {
  return (
    /^feature.importances:$/.test(text) ||
    /=-?[\d.e+-]{1,40}$/.test(text) ||
    /^(?:loaded_parameter|parser_config_str):?/.test(text)
  )
}

function readModelLine(line: Line, state: State): void {
  const { text, byte } = line
  if (text === 'end of trees') {
    closeTree(state)
    if (state.starts.length < MOST_STARTS) state.starts.push(byte)
    state.part = 'after'
    state.parts.add('end')
    return
  }
  const equals = text.indexOf('=')
  const key = equals < 0 ? text : text.slice(0, equals)
  if (key === 'Tree' && equals > 0) return openTree(text, byte, state)
  // Flags of the header stand alone: `average_output`, `linear_tree`.
  if (equals < 0 && !/^[a-z_]{1,60}$/.test(text))
    return state.log.add('unknown-line', `expected key=value, found ${quoted(text)}`, byte)
  const fields = state.open?.fields ?? state.header
  if (fields.has(key)) state.log.add('duplicate-key', `${key.slice(0, 60)} stands twice`, byte)
  fields.set(key, equals < 0 ? '' : text.slice(equals + 1))
}

function openTree(text: string, byte: number, state: State): void {
  closeTree(state)
  state.part = 'trees'
  if (whole(text.slice('Tree='.length)) !== state.trees)
    state.log.add('tree-count', `expected tree ${state.trees}, found ${quoted(text)}`, byte)
  if (state.starts.length < MOST_STARTS) state.starts.push(byte)
  state.open = { name: `tree ${state.trees}`, byte, fields: new Map() }
  state.trees++
}

function closeTree(state: State): void {
  const tree: Block | undefined = state.open
  state.open = undefined
  if (tree === undefined) return
  const last = whole(state.header.get('max_feature_idx'))
  checkTree(tree, last === undefined ? undefined : last + 1, state.log)
}

const REQUIRED = ['num_class', 'max_feature_idx', 'feature_names']

function finish({ log, header, trees, starts, parts }: State): void {
  for (const key of REQUIRED) if (!header.has(key)) log.add('missing-key', `the header has no ${key}`, 0)
  // Version 2.0 wrote no end.
  if (!parts.has('end') && header.has('tree_sizes')) log.add('no-end', 'the trees are not closed by `end of trees`')
  const features = whole(header.get('max_feature_idx'))
  for (const key of ['feature_names', 'feature_infos']) {
    const count = header.has(key) ? countOf(header.get(key) ?? '') : undefined
    if (count !== undefined && features !== undefined && count !== features + 1)
      log.add('array-length', `${key} has ${count} entries, there are ${features + 1} features`, 0)
  }
  checkSizes(header.get('tree_sizes'), trees, starts, log)
}

/** Trees are read side by side at the places that `tree_sizes` gives: when they lie elsewhere, one reader sees other trees than another. */
function checkSizes(
  sizes: string | undefined,
  trees: number,
  starts: readonly number[],
  log: AnomalyLog<LightgbmBreach>,
): void {
  if (sizes === undefined) return
  const count = countOf(sizes)
  if (count !== trees) return log.add('tree-count', `tree_sizes has ${count} entries, ${trees} trees found`, 0)
  if (count === 0) return
  for (const [index, size] of sizes.split(' ').map(Number).entries()) {
    const [from, to] = [starts[index], starts[index + 1]]
    if (from === undefined || to === undefined || to - from === size) continue
    log.add('tree-size', `tree ${index} has ${to - from} bytes, tree_sizes says ${size}`, from)
  }
}

/** A list of lists of categories in JSON, or null. */
function checkPandas({ text, byte, cut }: Line, state: State): void {
  if (state.parts.has('pandas')) state.log.add('duplicate-key', 'pandas_categorical stands twice', byte)
  state.parts.add('pandas')
  state.part = 'end'
  if (cut) return
  try {
    const value: unknown = JSON.parse(text.slice('pandas_categorical:'.length).replaceAll(/\bNaN\b/g, 'null'))
    if (value !== null && !(Array.isArray(value) && value.every(Array.isArray)))
      throw new SyntaxError('no list of lists')
  } catch {
    state.log.add('categories', `pandas_categorical is no list of lists in JSON: ${quoted(text)}`, byte)
  }
}

function quoted(text: string): string {
  return JSON.stringify(excerpt(text, 60))
}
