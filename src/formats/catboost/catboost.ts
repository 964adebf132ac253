import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, anomalyLog } from '../anomaly.ts'
import { type FlatBreach, FlatReader, type FlatTable } from '../flatbuffers/flatbuffer.ts'

/** What a CatBoost file breaks of what its reader relies on, or what kept it from being read to the end. */
export type CatboostBreach = FlatBreach | 'core-size' | 'trees' | 'trailing'

/** A CatBoost model (.cbm) without its leaves. */
export interface CatboostModel {
  readonly format: string
  /** Parts behind the core: statistics of categories, dictionaries of texts. */
  readonly parts: readonly string[]
  readonly trees: number
  readonly texts: readonly { readonly key: string; readonly value: string; readonly byte: number }[]
  readonly breaches: readonly Anomaly<CatboostBreach>[]
}

/** Slots of TModelCore, TKeyValue and TModelTrees (catboost/libs/model/flatbuffers/model.fbs). */
const CORE = { format: 0, trees: 1, info: 2, parts: 3 }
const ENTRY = { key: 0, value: 1 }
const TREES = { dimension: 0, splits: 1, sizes: 2, starts: 3, leaves: 8, weights: 9, steps: 10, leafIds: 11 }

/** `CBM1`, then the size of the core. */
const CORE_START = 8
const MOST_TREES = 1_000_000
/** CatBoost itself allows no deeper trees of this kind. */
const DEEPEST = 16

/** Reads the structure of a CatBoost model. Throws FormatError when the bytes are none. */
export async function readCatboost(source: ByteSource, limits: Limits): Promise<CatboostModel> {
  const log = anomalyLog<CatboostBreach>()
  const head = Buffer.from(await source.slice(0, CORE_START))
  if (head.length < CORE_START || head.toString('latin1', 0, 4) !== 'CBM1')
    throw new FormatError('FORMAT_SHAPE', 'expected CBM1 and a size', { byte: 0 })
  const stated = CORE_START + head.readUInt32LE(4)
  if (stated > source.size) log.add('core-size', `a core that ends at byte ${stated} of ${source.size}`, 4)
  const end = Math.min(stated, source.size)
  const flat = new FlatReader(source, limits, CORE_START, end)
  const core = await flat.root()
  if (core === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected the core of a CatBoost model, found no table', { byte: CORE_START })
  const parts = await flat.texts(core, CORE.parts, 100, 256)
  const trees = await flat.table(core, CORE.trees)
  const breaches = trees === undefined ? [] : await checkTrees(flat, trees)
  for (const message of breaches) log.add('trees', message, trees?.at)
  if (parts.length === 0 && end < source.size)
    log.add('trailing', `${source.size - end} bytes behind a core that names no part`, end)
  return {
    format: (await flat.text(core, CORE.format, 256)) ?? '',
    parts,
    trees: trees === undefined ? 0 : ((await flat.vector(trees, TREES.sizes, 4))?.count ?? 0),
    texts: await textsOf(flat, core),
    breaches: [...flat.breaches(), ...log.list()],
  }
}

async function textsOf(flat: FlatReader, core: FlatTable): Promise<CatboostModel['texts']> {
  const texts = []
  for await (const entry of flat.tables(core, CORE.info)) {
    if (entry === undefined || texts.length >= 1_000) continue
    const key = (await flat.text(entry, ENTRY.key, 256)) ?? ''
    texts.push({ key, value: (await flat.text(entry, ENTRY.value, 64 * 1024)) ?? '', byte: entry.at })
  }
  return texts
}

/** Whether the trees lie in the list of splits, and the leaves are as many as the trees have; what does not fit, in words. */
async function checkTrees(flat: FlatReader, trees: FlatTable): Promise<readonly string[]> {
  const splits = (await flat.vector(trees, TREES.splits, 4))?.count ?? 0
  const sizes = await flat.integers(await flat.vector(trees, TREES.sizes, 4), MOST_TREES)
  const starts = await flat.integers(await flat.vector(trees, TREES.starts, 4), MOST_TREES)
  const leaves = (await flat.vector(trees, TREES.leaves, 8))?.count ?? 0
  const dimension = flat.number(trees, TREES.dimension, 'i32')
  if (dimension < 1) return [`${dimension} values in a leaf`]
  if (starts.length > 0 && starts.length !== sizes.length) return [`${starts.length} starts of ${sizes.length} trees`]
  let next = 0
  for (const [index, size] of sizes.entries()) {
    const start = starts[index] ?? next
    if (size < 0 || start < 0 || start + size > splits)
      return [`tree ${index} takes ${size} splits from ${start} of ${splits}`]
    next = start + size
  }
  const steps = (await flat.vector(trees, TREES.steps, 4))?.count ?? 0
  return steps > 0 ? checkSteps(flat, trees, { steps, splits, leaves }) : checkLeaves(sizes, leaves, dimension)
}

/** Symmetric trees: a tree of depth d has 2^d leaves. */
function checkLeaves(sizes: readonly number[], leaves: number, dimension: number): readonly string[] {
  const tooDeep = sizes.find((size) => size > DEEPEST)
  if (tooDeep !== undefined) return [`a tree ${tooDeep} deep, the most is ${DEEPEST}`]
  const expected = sizes.reduce((sum, size) => sum + 2 ** size, 0) * dimension
  return expected === leaves ? [] : [`expected ${expected} values in the leaves, found ${leaves}`]
}

/** Other trees: each split has two steps ahead, 16 bits each; where both are 0 a leaf has been reached. */
async function checkSteps(
  flat: FlatReader,
  trees: FlatTable,
  { steps, splits, leaves }: { readonly steps: number; readonly splits: number; readonly leaves: number },
): Promise<readonly string[]> {
  if (steps !== splits) return [`${steps} steps for ${splits} splits`]
  const pairs = await flat.integers(await flat.vector(trees, TREES.steps, 4), MOST_TREES)
  const wrong = pairs.findIndex((pair, index) => index + Math.max(pair & 0xffff, pair >>> 16) >= steps)
  if (wrong >= 0) return [`step ${wrong} leads behind the last of ${steps}`]
  const ids = await flat.integers(await flat.vector(trees, TREES.leafIds, 4), MOST_TREES)
  const leaf = ids.find((id) => id !== -1 && (id < 0 || id >= leaves))
  return leaf === undefined ? [] : [`leaf ${leaf} where there are ${leaves} values`]
}
