export const ARRAY = 0
export const OBJECT = 1

interface Level {
  readonly kind: typeof ARRAY | typeof OBJECT
  /** Of the current member; empty before the first. */
  key: string
  /** Of the current member, counted from 0; below 0 before the first. */
  index: number
}

/** Names are for people; deeper ones end in an ellipsis. */
const LONGEST_PATH = 300

/** Where in a JSON document a value stands. Lives as long as one file is read. */
export class JsonPath {
  /** Levels were deeper than named. */
  tooDeep = false
  readonly #items: boolean
  readonly #most: number
  readonly #levels: Level[] = []
  /** Levels below the deepest that is named. */
  #unnamed = 0
  /** The level whose members are the records: the outermost list, or the outermost object with numbers for keys. */
  #rowLevel = -1
  #text: string | undefined

  /** `items`: records are the items of the outermost list, which is then no part of names. */
  constructor(items: boolean, most: number) {
    this.#items = items
    this.#most = most
  }

  get depth(): number {
    return this.#levels.length + this.#unnamed
  }

  /** Of the current record among its siblings. */
  get rowIndex(): number {
    return Math.max(0, this.#levels[this.#rowLevel]?.index ?? 0)
  }

  /** Is the next value, or the one that has just ended, a record? */
  isRowLevel(): boolean {
    return this.#items && this.#unnamed === 0 && this.#rowLevel >= 0 && this.#rowLevel === this.#levels.length - 1
  }

  open(kind: Level['kind']): void {
    this.#text = undefined
    if (this.#unnamed > 0 || this.#levels.length >= this.#most) {
      this.#unnamed++
      this.tooDeep = true
      return
    }
    this.#levels.push({ kind, key: '', index: kind === ARRAY ? 0 : -1 })
    if (kind === ARRAY && this.#rowLevel < 0) this.#rowLevel = this.#levels.length - 1
  }

  close(): void {
    this.#text = undefined
    if (this.#unnamed > 0) this.#unnamed--
    else this.#levels.pop()
    if (this.#rowLevel >= this.#levels.length) this.#rowLevel = -1
  }

  clear(): void {
    this.#levels.length = 0
    this.#unnamed = 0
    this.#rowLevel = -1
    this.#text = undefined
  }

  /** A comma; answers whether a key comes next. */
  next(): boolean {
    const level = this.#levels.at(-1)
    if (level === undefined || this.#unnamed > 0) return false
    this.#text = undefined
    if (level.kind === ARRAY) level.index++
    return level.kind === OBJECT
  }

  /** A key was read. */
  name(key: string): void {
    const level = this.#levels.at(-1)
    if (level === undefined || this.#unnamed > 0) return
    this.#text = undefined
    level.key = key
    level.index++
    const depth = this.#levels.length - 1
    if (this.#rowLevel < 0 && isNumber(key)) this.#rowLevel = depth
    else if (this.#rowLevel === depth && !isNumber(key)) this.#rowLevel = -1
  }

  ofValue(): string {
    return (this.#text ??= this.#named(this.#levels.length))
  }

  /** Of the keys of the object at hand: what they say can be data. */
  ofKeys(): string {
    return `${this.#named(this.#levels.length - 1)}{}`
  }

  #named(count: number): string {
    let path = ''
    for (let depth = 0; depth < count && path.length <= LONGEST_PATH; depth++) {
      const { kind, key } = this.#levels[depth] ?? { kind: ARRAY, key: '' }
      if (kind === ARRAY || isNumber(key)) path += this.#items && depth === 0 ? '' : '[]'
      else path += path === '' ? key : `.${key}`
    }
    return path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path
  }
}

function isNumber(key: string): boolean {
  return key.length > 0 && key.length <= 15 && /^\d+$/.test(key)
}
