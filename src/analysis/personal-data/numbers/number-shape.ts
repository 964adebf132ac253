import type { Confidence } from '../../../model/finding.ts'
import { endsHere, isDigit, isLetter, startsHere } from '../boundaries.ts'
import type { Alone, NumberKind } from '../personal-kind.ts'
import { announcedAs, type Announcement } from '../announcement.ts'

/** One way of writing one kind of number, ready to be compared with bytes. */
export interface NumberShape {
  readonly kind: NumberKind
  readonly alone: Alone
  readonly form: Uint8Array
  /** Characters before its first digit. */
  readonly lead: number
  /** Digits in its first run of digits. */
  readonly run: number
  /** Its groups are separated by blanks. */
  readonly spaced: boolean
  /** Whether it speaks without a word beside it, and whether it does in a column. */
  readonly speaks: { readonly anywhere: boolean; readonly inColumn: boolean }
  /** A place after the first digit that has to hold this byte: fails on nearly everything else without a loop. 0 where the shape has none. */
  readonly probePlace: number
  readonly probeByte: number
  /** What is said of a match, made once: a column of a million values has a million matches. */
  readonly confidence: (how: Announcement | undefined, checked: boolean) => Confidence
}

const NINE = 0x39
const CAPITAL_A = 0x41
const STAR = 0x2a
/** Above this share of random numbers that pass, a check says too little for more than medium confidence. */
const WEAK_CHECK = 0.15
/** Above this share the rows of a column cannot show what it holds, whatever their number. */
export const NO_CHECK = 0.3

/** The shape that a form describes. Throws where a form begins with a run of digits of which nobody knows the length. */
export function numberShape(kind: NumberKind, form: string, alone: Alone): NumberShape {
  const lead = form.indexOf('9')
  const run = /^9*/.exec(form.slice(lead))?.[0].length ?? 0
  if (lead < 0 || form.slice(0, lead).includes('*') || (form[lead + run] === '*' && form.length > lead + run + 1))
    throw new TypeError(`the form ${form} has to begin with a run of digits of known length`)
  const place = [...form].findLastIndex((character) => !'9A*'.includes(character)) - lead
  return {
    kind,
    alone,
    form: Buffer.from(form, 'latin1'),
    lead,
    run,
    spaced: form.includes(' '),
    speaks: { anywhere: alone !== 'none', inColumn: alone !== 'none' || kind.chance <= NO_CHECK },
    probePlace: place > run ? place : 0,
    probeByte: place > run ? form.charCodeAt(place + lead) : 0,
    confidence: confidences(kind, alone),
  }
}

function confidences(kind: NumberKind, alone: Alone): NumberShape['confidence'] {
  const made = new Map<string, Confidence>()
  for (const how of ['column', 'word', undefined] as const)
    for (const checked of [true, false]) made.set(`${how ?? ''}${checked}`, confidence(kind, alone, how, checked))
  const get = (key: string): Confidence => made.get(key) ?? { level: 'low', because: [] }
  const column = [get('columnfalse'), get('columntrue')] as const
  const word = [get('wordfalse'), get('wordtrue')] as const
  const none = [get('false'), get('true')] as const
  return (how, checked) => (how === 'column' ? column : how === 'word' ? word : none)[checked ? 1 : 0]
}

function confidence(kind: NumberKind, alone: Alone, how: Announcement | undefined, checked: boolean): Confidence {
  const because = [
    checked && kind.chance < 1 ? oneOf(kind.chance) : 'its shape fits, and it has no check digit to hold',
  ]
  if (how === undefined)
    return { level: alone === 'none' ? 'low' : alone, because: [...because, 'nothing beside it names it'] }
  const strong = (checked && kind.chance <= WEAK_CHECK) || alone === 'high' || alone === 'medium'
  return { level: strong ? 'high' : 'medium', because: [announcedAs(how), ...because] }
}

/** The chance in words: `its checks hold, as for 1 of 11 random numbers`. */
export function oneOf(chance: number): string {
  return chance > NO_CHECK
    ? 'it lies in the ranges that were issued'
    : `its checks hold, as for 1 of ${Number((1 / chance).toPrecision(2)).toLocaleString('en')} random ones`
}

/** Whether a shape stands with its first digit at `digit`, and is not a part of something longer. */
export function standsAt({ form, lead, spaced }: NumberShape, bytes: Uint8Array, digit: number): boolean {
  const start = digit - lead
  if (start < 0 || start + form.length > bytes.length) return false
  for (let place = 0; place < form.length; place++) if (!fits(form[place] ?? 0, bytes[start + place] ?? 0)) return false
  return (
    startsHere(bytes, start) &&
    endsHere(bytes, start + form.length) &&
    (!spaced || isApart(bytes, start, start + form.length))
  )
}

/** A group of digits beside a number in groups makes it a part of a longer one, or of a row. */
export function isApart(bytes: Uint8Array, start: number, end: number): boolean {
  return !(bytes[start - 1] === 0x20 && isDigit(bytes[start - 2])) && !(bytes[end] === 0x20 && isDigit(bytes[end + 1]))
}

function fits(wanted: number, byte: number): boolean {
  if (wanted === NINE) return isDigit(byte)
  if (wanted === CAPITAL_A) return isLetter(byte)
  if (wanted === STAR) return isDigit(byte) || isLetter(byte)
  return byte === wanted
}

/** Shapes that may begin with one run of digits. */
export interface ShapeGroup {
  /** Nothing but digits: they all stand or none does. */
  readonly bare: readonly NumberShape[]
  readonly formed: readonly NumberShape[]
  readonly bareSpeaks: { readonly anywhere: boolean; readonly inColumn: boolean }
}

/** Shapes by the length of their first run of digits, the byte after it, and whether a letter stands before it. */
export type ShapeIndex = readonly (ShapeGroup | undefined)[]

/** Runs of this many digits and more are of no shape. */
const LONGEST_RUN = 24

/** The shapes that a run of digits may begin. */
export function shapesOf(index: ShapeIndex, run: number, next: number, afterLetter: boolean): ShapeGroup | undefined {
  return run < LONGEST_RUN ? index[placeOf(run, next, afterLetter)] : undefined
}

function placeOf(run: number, next: number, afterLetter: boolean): number {
  return ((afterLetter ? LONGEST_RUN : 0) + run) * 256 + next
}

/** An index of every shape of these kinds. */
export function shapeIndex(kinds: readonly NumberKind[]): ShapeIndex {
  const lists: NumberShape[][] = Array.from({ length: LONGEST_RUN * 2 * 256 })
  for (const kind of kinds)
    for (const [form, alone] of Object.entries(kind.shapes)) {
      const shape = numberShape(kind, form, alone)
      for (const place of placesOf(shape)) (lists[place] ??= []).push(shape)
    }
  return lists.map((shapes) => (shapes === undefined ? undefined : groupOf(shapes)))
}

function groupOf(shapes: readonly NumberShape[]): ShapeGroup {
  const bare = shapes.filter(({ form, run }) => form.length === run)
  return {
    bare,
    formed: shapes.filter(({ form, run }) => form.length !== run),
    bareSpeaks: {
      anywhere: bare.some(({ speaks }) => speaks.anywhere),
      inColumn: bare.some(({ speaks }) => speaks.inColumn),
    },
  }
}

/** Where a shape is found. A last character that may be a digit makes the run longer by one. */
function* placesOf({ form, lead, run }: NumberShape): Generator<number> {
  const afterLetter = lead > 0 && form[lead - 1] === CAPITAL_A
  const next = form[lead + run]
  for (let byte = 0; byte < 256; byte++) {
    if (follows(next, byte)) yield placeOf(run, byte, afterLetter)
    if (next === STAR && follows(undefined, byte)) yield placeOf(run + 1, byte, afterLetter)
  }
}

function follows(wanted: number | undefined, byte: number): boolean {
  if (wanted === undefined) return endsHere(new Uint8Array([byte]), 0)
  if (wanted === CAPITAL_A || wanted === STAR) return isLetter(byte)
  return byte === wanted
}
