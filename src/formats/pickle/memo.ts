import { FORGOTTEN, isConstant, Tag, tagged, Unknown, type Value } from './value.ts'

const PAGE = 4096
/** Keys below this are kept in pages (128 MiB at most, for a file of more than 30 MB of memoised values). */
const MOST_PAGED = 2 ** 24
/** Keys out of order, as only a crafted stream writes them, and values behind the pages. */
const MOST_LOOSE = 2 ** 18

const MISSING: Value = tagged(Tag.unknown, Unknown.missingMemo)
const EMPTY = Number.NEGATIVE_INFINITY

/**
 * The memo of the unpickler. A key far beyond the number of entries does not get a page of its own: five bytes of
 * LONG_BINPUT must not cost 32 KiB.
 */
export class Memo {
  /** How many keys are set; MEMOIZE writes to this one. */
  count = 0
  /** Was a key made by counting? */
  counted = false
  /** Was an entry given up at least once? */
  forgot = false
  /** May `count` be wrong? Then nobody knows to which key MEMOIZE writes, and every entry counts as given up. */
  private inexact = false
  private highest = -1
  private readonly pages: Float64Array[] = []
  private readonly loose = new Map<number, Value>()

  put(key: number, value: Value): void {
    const pageNumber = Math.floor(key / PAGE)
    if (pageNumber <= this.pages.length && key < MOST_PAGED && key >= 0) this.putPaged(pageNumber, key % PAGE, value)
    else this.putLoose(key, value)
  }

  /** The value of a key; an unknown value when it is not set. */
  get(key: number): Value {
    if (this.inexact) return FORGOTTEN
    const page = this.pages[Math.floor(key / PAGE)]
    const value = page?.[key % PAGE]
    if (value !== undefined && value !== EMPTY) return value
    return this.loose.get(key) ?? (this.forgot ? FORGOTTEN : MISSING)
  }

  has(key: number): boolean {
    const value = this.pages[Math.floor(key / PAGE)]?.[key % PAGE]
    return (value !== undefined && value !== EMPTY) || this.loose.has(key) || this.forgot
  }

  /** Something was put under a key that is not known: from now on no entry can be told. */
  doubt(): void {
    this.forgot = true
    this.inexact = true
  }

  private putPaged(pageNumber: number, slot: number, value: Value): void {
    const page = this.pages[pageNumber] ?? this.newPage()
    if (page[slot] === EMPTY && !this.loose.delete(pageNumber * PAGE + slot)) this.count++
    page[slot] = value
  }

  private newPage(): Float64Array {
    const page = new Float64Array(PAGE).fill(EMPTY)
    this.pages.push(page)
    return page
  }

  private putLoose(key: number, value: Value): void {
    const known = this.loose.has(key)
    if (!known) this.count++
    const full = known ? 0 : this.loose.size
    const isFar = isConstant(value) && key >= MOST_PAGED && this.loose.size >= MOST_LOOSE / 2
    if (isFar || full >= MOST_LOOSE) this.drop(key)
    else this.loose.set(key, value)
    if (key > this.highest) this.highest = key
  }

  /** An old value must not stand for the new one. A pickler counts upwards: a key that comes late may have been dropped before. */
  private drop(key: number): void {
    this.forgot = true
    this.loose.delete(key)
    if (key <= this.highest) this.inexact = true
  }
}
