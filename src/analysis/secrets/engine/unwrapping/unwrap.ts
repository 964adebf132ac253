import type { Wrapping } from '../../../sensitive/sensitive-match.ts'
import { base64End, unwrapBase64 } from './base64.ts'
import { batchOf } from './batch.ts'
import { encodedRuns } from './encoded-runs.ts'
import { unwrapJson, unwrapPercent } from './escapes.ts'
import { gunzip } from './gunzip.ts'
import { unwrapHex } from './hex.ts'
import type { UnwrapBudget, Unwrapped } from './unwrapped.ts'

/** Where marks of escapes stand: `%2B`, `\u002b`, `\/`. In order. */
export interface EscapeMarks {
  readonly percent: readonly number[]
  readonly json: readonly number[]
}

/** Everything in the bytes that was wrapped in one way, to be looked through at once. */
export interface UnwrappedBatch {
  readonly bytes: Uint8Array
  /** From the outside in. */
  readonly wrapped: readonly Wrapping[]
  readonly outside: (start: number, end: number) => readonly [start: number, end: number]
}

/** What is wrapped in the bytes, as far as the budget goes. Time is linear in the bytes. */
export function unwrapAll(bytes: Uint8Array, marks: EscapeMarks, budget: UnwrapBudget): readonly UnwrappedBatch[] {
  const { base64, hex } = unwrapRuns(bytes, budget)
  const packed = base64.filter((piece) => isGzip(piece.bytes))
  return [
    ...batches(base64.filter((piece) => !isGzip(piece.bytes))),
    ...packed.flatMap((piece) => unpacked(piece, budget)),
    ...batches(hex),
    ...batches(unwrapMarks(bytes, marks.percent, budget, unwrapPercent)),
    ...batches(unwrapMarks(bytes, marks.json, budget, unwrapJson)),
  ]
}

function unwrapRuns(
  bytes: Uint8Array,
  budget: UnwrapBudget,
): { readonly base64: readonly Unwrapped[]; readonly hex: readonly Unwrapped[] } {
  const base64: Unwrapped[] = []
  const hex: Unwrapped[] = []
  let done = 0
  for (const run of encodedRuns(bytes)) {
    if (run.start < done) continue
    const fromHex = unwrapHex(bytes, run, budget)
    const fromBase64 = fromHex === undefined ? unwrapBase64(bytes, run, budget) : undefined
    if (fromHex !== undefined) hex.push(fromHex)
    if (fromBase64 === undefined) continue
    base64.push(fromBase64)
    done = base64End(bytes, run)
  }
  return { base64, hex }
}

function unwrapMarks(
  bytes: Uint8Array,
  marks: readonly number[],
  budget: UnwrapBudget,
  unwrap: typeof unwrapPercent,
): readonly Unwrapped[] {
  const pieces: Unwrapped[] = []
  let done = 0
  for (const mark of marks) {
    if (mark < done) continue
    const piece = unwrap(bytes, mark, budget)
    if (piece === undefined) continue
    done = piece.end
    if (piece.bytes.length >= SHORTEST_VALUE) pieces.push(piece)
  }
  return pieces
}

const SHORTEST_VALUE = 12

function batches(pieces: readonly Unwrapped[]): readonly UnwrappedBatch[] {
  const [first] = pieces
  return first === undefined ? [] : [{ ...batchOf(pieces), wrapped: [first.wrapping] }]
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** A place in what was packed is everywhere in the wrapping. */
function unpacked(piece: Unwrapped, budget: UnwrapBudget): readonly UnwrappedBatch[] {
  const bytes = gunzip(piece.bytes, budget)
  const all = piece.outside(0, piece.bytes.length)
  return bytes === undefined ? [] : [{ bytes, wrapped: ['base64', 'gzip'], outside: () => all }]
}
