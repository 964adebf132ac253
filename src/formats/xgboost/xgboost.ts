import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { pythonJson } from '../python-json.ts'
import { readUbjson } from '../ubjson/ubjson.ts'
import type { XgboostBreach } from './breach.ts'
import { checkTree } from './check-tree.ts'
import { type BoosterValue, field, fieldPath, fromJson, fromUbjson, numberList, wholeNumber } from './value.ts'

/** A model of XGBoost as its schema tells it. */
export interface XgboostModel {
  /** `gbtree`, `dart`, `gblinear`, or what the file says. */
  readonly booster: string
  readonly trees: number
  /** Free text: names of features, and what callers set with `set_attr`. */
  readonly attributes: readonly XgboostAttribute[]
  readonly breaches: readonly Anomaly<XgboostBreach>[]
}

export interface XgboostAttribute {
  readonly key: string
  readonly text: string
  readonly byte: number
}

/**
 * Reads a model in JSON or UBJSON (xgboost/doc/model.schema). Nothing in it is code; indexes and lengths are what native code
 * trusts. Throws FormatError when it is neither, LimitError where a bound ends the reading.
 */
export async function readXgboost(source: ByteSource, limits: Limits): Promise<XgboostModel> {
  const log = anomalyLog<XgboostBreach>()
  const root = await readRoot(source, limits, log)
  // A pickled or serialised booster holds the model beside its configuration (src/learner.cc, `Serialize`).
  const model = field(root, 'learner') === undefined ? field(root, 'Model') : root
  const learner = field(model, 'learner')
  if (learner === undefined) throw new FormatError('FORMAT_SHAPE', 'XGBoost: expected a learner', { byte: 0 })
  const booster = await checkBooster(learner, log)
  return { ...booster, attributes: attributesOf(learner, log), breaches: log.list() }
}

async function readRoot(source: ByteSource, limits: Limits, log: AnomalyLog<XgboostBreach>): Promise<BoosterValue> {
  const [, second = 0] = await source.slice(0, 2)
  if (!UBJSON_MARKS.has(second)) {
    if (source.size > limits.fileBytes)
      throw new LimitError('LIMIT_SIZE', `a model of ${source.size} bytes in JSON, the limit is ${limits.fileBytes}`)
    const root = fromJson(pythonJson(await source.slice(0, source.size), limits))
    logDuplicates(root, log)
    return root
  }
  const { root, breaches } = await readUbjson(source, limits)
  for (const { kind, places } of breaches)
    for (const { message, byte } of places)
      log.add(kind === 'duplicate-key' || kind === 'trailing-data' ? kind : 'not-inspected', message, byte)
  return fromUbjson(root, source)
}

/** Behind the brace: a type of a length, a type or a count; in JSON there is a quote or a blank. */
const UBJSON_MARKS: ReadonlySet<number> = new Set([...'iUIlL$#'].map((letter) => letter.charCodeAt(0)))

function logDuplicates(root: BoosterValue, log: AnomalyLog<XgboostBreach>): void {
  const pending: BoosterValue[] = [root]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.kind === 'array') for (const item of value.items) pending.push(item)
    if (value.kind !== 'object') continue
    const seen = new Set<string>()
    for (const { key, byte, value: child } of value.entries) {
      if (seen.has(key)) log.add('duplicate-key', `the key ${excerpt(key, 60)} stands twice`, byte)
      seen.add(key)
      pending.push(child)
    }
  }
}

async function checkBooster(
  learner: BoosterValue,
  log: AnomalyLog<XgboostBreach>,
): Promise<Pick<XgboostModel, 'booster' | 'trees'>> {
  const outer = field(learner, 'gradient_booster')
  const named = field(outer, 'name')
  const booster = named?.kind === 'text' ? named.text : ''
  // dart keeps the trees one level deeper, in a gbtree of its own.
  const inner = field(outer, 'gbtree') ?? outer
  const model = field(inner, 'model')
  if (outer === undefined || model === undefined) {
    log.add('missing-part', 'the learner has no gradient_booster with a model', learner.byte)
    return { booster, trees: 0 }
  }
  if (field(model, 'weights') !== undefined) return { booster, trees: 0 }
  return { booster, trees: await checkTrees(learner, model, field(outer, 'weight_drop'), log) }
}

async function checkTrees(
  learner: BoosterValue,
  model: BoosterValue,
  weights: BoosterValue | undefined,
  log: AnomalyLog<XgboostBreach>,
): Promise<number> {
  const value = field(model, 'trees')
  if (value?.kind !== 'array') {
    log.add('missing-part', 'the model has no list of trees', model.byte)
    return 0
  }
  const trees = value.items.length
  const stated = wholeNumber(fieldPath(model, 'gbtree_model_param', 'num_trees'))
  if (stated !== trees) log.add('count', `${stated ?? 'no'} trees stated, ${trees} found`, value.byte)
  for (const list of [field(model, 'tree_info'), weights]) {
    const count = numberList(list)?.count
    if (list !== undefined && count !== trees)
      log.add('array-length', `${count ?? 'other things than'} numbers for ${trees} trees`, list.byte)
  }
  const numFeature = wholeNumber(fieldPath(learner, 'learner_model_param', 'num_feature'))
  for (const [index, tree] of value.items.entries()) await checkTree(tree, `tree ${index}`, { log, numFeature })
  return trees
}

function attributesOf(learner: BoosterValue, log: AnomalyLog<XgboostBreach>): readonly XgboostAttribute[] {
  const attributes = field(learner, 'attributes')
  if (attributes === undefined) return []
  if (attributes.kind !== 'object') {
    log.add('attribute', 'the attributes are not a map of text', attributes.byte)
    return []
  }
  return attributes.entries.flatMap(({ key, byte, value }) => {
    if (value.kind === 'text') return [{ key, text: value.text, byte }]
    log.add('attribute', `the attribute ${excerpt(key, 60)} is not text`, byte)
    return []
  })
}
