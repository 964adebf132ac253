import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Anomaly } from '../anomaly.ts'
import { type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { ByteCursor } from '../byte-cursor.ts'
import type { XgboostBreach } from './breach.ts'
import { checkChildren } from './check-tree.ts'

/** A model in the binary format of XGBoost before 1.0, which versions up to 2 still write (`deprecated`). */
export interface LegacyXgboost {
  readonly objective: string
  readonly booster: string
  readonly breaches: readonly Anomaly<XgboostBreach>[]
}

/** sizeof(LearnerModelParamLegacy) and sizeof(GBTreeModelParam), padding and reserved words included (src/learner.cc, src/gbm/gbtree_model.h). */
const LEARNER_BYTES = 136
const MODEL_BYTES = 160
/** num_roots, num_nodes, num_deleted, max_depth, num_feature, size_leaf_vector, then 31 reserved words (src/tree/tree_model.cc). */
const TREE_BYTES = 37 * 4
const NODE_BYTES = 20
const STAT_BYTES = 16

const OBJECTIVES = /^(?:binary|reg|multi|rank|survival|count|custom)[:\w]{0,60}$/
const BOOSTERS = /^(?:gbtree|gblinear|dart)$/

/** Where the learner's parameters begin: behind the mark `binf` where there is one. Undefined when `head` is no such model. */
export function legacyXgboostStart(head: Uint8Array): number | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const start = bytes.length >= 4 && bytes.toString('latin1', 0, 4) === 'binf' ? 4 : 0
  const objective = shortText(bytes, start + LEARNER_BYTES)
  if (objective === undefined || !OBJECTIVES.test(objective)) return undefined
  const booster = shortText(bytes, start + LEARNER_BYTES + 8 + objective.length)
  return booster !== undefined && BOOSTERS.test(booster) ? start : undefined
}

/** A text with a length of eight bytes in front of it. */
function shortText(bytes: Buffer, at: number): string | undefined {
  if (bytes.length < at + 8) return undefined
  const length = bytes.readBigUInt64LE(at)
  return length > 64n || bytes.length < at + 8 + Number(length)
    ? undefined
    : bytes.toString('latin1', at + 8, at + 8 + Number(length))
}

/**
 * Reads the trees of such a model: counts against the bytes that are there, children against the nodes. Throws FormatError when
 * it is none; a model that breaks off keeps what was read and says so.
 */
export async function readLegacyXgboost(source: ByteSource): Promise<LegacyXgboost> {
  const head = await source.slice(0, 1024)
  const start = legacyXgboostStart(head)
  if (start === undefined) throw new FormatError('FORMAT_SHAPE', 'XGBoost: expected a binary model', { byte: 0 })
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const objective = shortText(bytes, start + LEARNER_BYTES) ?? ''
  const at = start + LEARNER_BYTES + 8 + objective.length
  const booster = shortText(bytes, at) ?? ''
  const log = anomalyLog<XgboostBreach>()
  try {
    if (booster !== 'gblinear') await readTrees(new ByteCursor(source, at + 8 + booster.length), log)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? error.position.byte : undefined
    log.add('missing-part', error.message, byte)
  }
  return { objective, booster, breaches: log.list() }
}

async function readTrees(cursor: ByteCursor, log: AnomalyLog<XgboostBreach>): Promise<void> {
  await cursor.need(MODEL_BYTES)
  const byte = cursor.at
  const trees = cursor.i32()
  cursor.skip(MODEL_BYTES - 4)
  if (trees < 0 || BigInt(trees) * BigInt(TREE_BYTES) > BigInt(cursor.left)) {
    log.add('count', `${trees} trees stated, ${cursor.left} bytes are left`, byte)
    return
  }
  for (let tree = 0; tree < trees; tree++) if (!(await readTree(cursor, `tree ${tree}`, log))) return
}

async function readTree(cursor: ByteCursor, name: string, log: AnomalyLog<XgboostBreach>): Promise<boolean> {
  await cursor.need(TREE_BYTES)
  const byte = cursor.at
  const [, nodes = 0, deleted = 0, , , leafVector = 0] = Array.from({ length: 6 }, () => cursor.i32())
  cursor.skip(TREE_BYTES - 24)
  if (nodes < 1 || BigInt(nodes) * BigInt(NODE_BYTES + STAT_BYTES) > BigInt(cursor.left)) {
    log.add('count', `${name}: ${nodes} nodes stated, ${cursor.left} bytes are left`, byte)
    return false
  }
  const left = new Int32Array(nodes)
  const right = new Int32Array(nodes)
  for (let node = 0; node < nodes; node++) {
    if (!cursor.has(NODE_BYTES)) await cursor.need(NODE_BYTES)
    cursor.i32()
    left[node] = cursor.i32()
    right[node] = cursor.i32()
    cursor.skip(8)
  }
  cursor.skip(nodes * STAT_BYTES)
  checkChildren(left, right, name, byte, deleted > 0, log)
  // From 2.0 on the size of a plain leaf is 1, and no vector follows.
  if (leafVector <= 1) return true
  await cursor.need(8)
  cursor.skip(cursor.u64() * 4n)
  return true
}
