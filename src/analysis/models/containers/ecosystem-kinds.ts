import { isLightgbm } from '../../../formats/lightgbm/lightgbm.ts'
import { isFlaxMsgpack } from '../../../formats/msgpack/msgpack.ts'
import { isMxnetParams } from '../../../formats/mxnet/params.ts'
import { isMxnetSymbol } from '../../../formats/mxnet/symbol.ts'
import { legacyXgboostStart } from '../../../formats/xgboost/legacy.ts'
import type { Identification, ModelKind } from './model-kind.ts'
import { isTorch7 } from './torch7-kind.ts'

/**
 * Kinds of the ecosystems beside Python's pickles and the large graph formats that these first bytes fit, of a file of `size`
 * bytes. None of them has a magic number that nothing else has, so several fields have to fit; where words of the format fit, a
 * file that cannot be read is reported all the same. Bounded, never throws.
 */
export function ecosystemKinds(head: Buffer, size: number): readonly Identification[] {
  const found: Identification[] = []
  for (const [kind, certainty, fits] of head[0] === PROTO ? NOT_TEXT : RULES)
    if (fits(head, size)) found.push({ kind, certainty })
  return found
}

/** Pickles begin with it, and no text does: two thousand of them are not made into texts. */
const PROTO = 0x80

const RULES: readonly (readonly [ModelKind, Identification['certainty'], (head: Buffer, size: number) => boolean])[] = [
  ['xgboost', 'magic', (head) => isXgboostText(head) || isXgboostBinary(head)],
  ['xgboost-legacy', 'structure', (head) => legacyXgboostStart(head) !== undefined],
  ['lightgbm', 'magic', isLightgbm],
  ['msgpack', 'structure', isFlaxMsgpack],
  ['mxnet-params', 'structure', isMxnetParams],
  ['mxnet-symbol', 'magic', isMxnetSymbol],
  ['torch7', 'structure', isTorch7],
  ['r-data', 'magic', isRText],
]

const TEXTS: ReadonlySet<ModelKind> = new Set<ModelKind>(['xgboost', 'lightgbm', 'mxnet-symbol', 'torch7', 'r-data'])
const NOT_TEXT = RULES.filter(([kind]) => !TEXTS.has(kind))

/** A serialization of R as text: the letter, its version, the versions of R that wrote it and can read it (65,536 times the first number). */
function isRText(head: Buffer): boolean {
  return /^(?:RDA[23]\n)?A\n[23]\n[1-9]\d{5}\n[1-9]\d{5}\n/.test(head.toString('latin1', 0, 40))
}

/** `{"learner":{"attributes":…`; a serialised booster is `{"Config":…,"Model":…}`. Keys are sorted, but other tools may write them. */
function isXgboostText(head: Buffer): boolean {
  if (head[0] !== 0x7b && !/^\s*\{/.test(head.toString('latin1', 0, 64))) return false
  const text = head.toString('latin1', 0, 4096)
  if (/^\s*\{\s*"(?:learner|Config|Model|version)"\s*:/.test(text) === false) return false
  return /"(?:gradient_booster|learner_model_param|feature_types|learner_train_param)"/.test(head.toString('latin1'))
}

/** An object whose first key has a length in front of it. */
function isXgboostBinary(head: Buffer): boolean {
  if (head[0] !== 0x7b) return false
  const width = { i: 1, U: 1, I: 2, l: 4, L: 8 }[String.fromCharCode(head[1] ?? 0)]
  if (width === undefined || head.length < 2 + width + 16) return false
  return /^(?:learner\{|Config\{|Model\{|version\[)/.test(head.toString('latin1', 2 + width, 2 + width + 10))
}
