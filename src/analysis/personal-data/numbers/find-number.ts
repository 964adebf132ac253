import { endsHere, isLetter, startsHere } from '../boundaries.ts'
import type { Verdict } from '../personal-kind.ts'
import type { Sweep } from '../sweep.ts'
import { type NumberShape, type ShapeGroup, type ShapeIndex, shapesOf, standsAt } from './number-shape.ts'

/** Reports the numbers whose first run of digits goes from `digit` to `end`. */
export function findNumber(sweep: Sweep, index: ShapeIndex, digit: number, end: number): void {
  const { bytes } = sweep
  const group = shapesOf(index, end - digit, bytes[end] ?? 0, isLetter(bytes[digit - 1]))
  if (group === undefined) return
  if (group.bare.length > 0 && startsHere(bytes, digit) && endsHere(bytes, end)) findBare(sweep, group, digit, end)
  for (const shape of group.formed) {
    if (shape.probePlace !== 0 && bytes[digit + shape.probePlace] !== shape.probeByte) continue
    if (!standsAt(shape, bytes, digit)) continue
    const start = digit - shape.lead
    report(sweep, shape, start, start + shape.form.length, undefined)
  }
}

/** Nothing but digits: the shapes of all kinds stand at the same bytes, so that one look at the words beside them serves all. */
function findBare(sweep: Sweep, group: ShapeGroup, digit: number, end: number): void {
  const announced = sweep.isAnnounced(digit, end)
  if (!announced && !(sweep.cells ? group.bareSpeaks.inColumn : group.bareSpeaks.anywhere)) return
  const shapes = sweep.cells ? sweep.watch.worthAsking(group) : group.bare
  if (shapes.length === 0 && !announced) return
  const text = sweep.text(digit, end)
  for (const shape of announced ? group.bare : shapes)
    if (report(sweep, shape, digit, end, text) && sweep.cells) sweep.watch.hit(group, shape)
}

function report(sweep: Sweep, shape: NumberShape, start: number, end: number, digits: string | undefined): boolean {
  const { kind, speaks } = shape
  const how = sweep.isAnnounced(start, end) ? sweep.announcement(kind, start, end) : undefined
  if (how === undefined && !(sweep.cells ? speaks.inColumn : speaks.anywhere)) return false
  const verdict =
    digits === undefined ? verdictOf(shape, sweep.text(start, end), how !== undefined) : kind.check(digits)
  if (verdict === 'wrong' || isPattern(digits ?? sweep.text(start, end))) return false
  sweep.report(kind, start, end, shape.confidence(how, verdict === 'checked'), [], how !== undefined)
  return true
}

/** `99 99 99`: one digit throughout shows how a number is written. */
function isPattern(written: string): boolean {
  const digits = written.replace(/\D/g, '')
  return digits.length >= 4 && digits === (digits[0] ?? '').repeat(digits.length)
}

/** Small letters only where something announces the number: elsewhere they are parts of hashes and names. */
function verdictOf({ kind }: NumberShape, written: string, announced: boolean): Verdict {
  const text = written.replace(/[^0-9A-Za-z]/g, '')
  if (!announced && /[a-z]/.test(text)) return 'wrong'
  return kind.check(text.toUpperCase())
}
