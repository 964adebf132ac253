/** What is known of a value on the stack of a code object. */
export interface StackValue {
  /** `os.environ`, `open()`; empty where it is not known. */
  readonly chain: string
  /** Constant texts it is made of. */
  readonly texts: readonly string[]
  /** Names of what flowed into it. */
  readonly origins: readonly string[]
}

export const UNKNOWN: StackValue = { chain: '', texts: [], origins: [] }

/** In front of a function that is no method. */
export const NULL: StackValue = { chain: '', texts: [], origins: [] }

const MOST_TEXTS = 8
const MOST_ORIGINS = 16
const LONGEST_CHAIN = 200
export const LONGEST_TEXT = 2000

/** A text that stands in the code. */
export function textValue(text: string): StackValue {
  return { chain: '', texts: [text.slice(0, LONGEST_TEXT)], origins: [] }
}

/** A name; `origins` go on with it. */
export function chainValue(chain: string, origins: readonly string[] = []): StackValue {
  return { chain: chain.slice(0, LONGEST_CHAIN), texts: [], origins }
}

/** One value of several: everything that is known of them. */
export function joined(values: readonly StackValue[]): StackValue {
  const [first, ...others] = values
  if (first !== undefined && others.length === 0) return first
  return { chain: '', texts: textsOf(values), origins: originsOf(values) }
}

/** Constant texts of all values, at most eight. */
export function textsOf(values: readonly StackValue[]): readonly string[] {
  const texts: string[] = []
  for (const value of values) {
    if (texts.length >= MOST_TEXTS) break
    texts.push(...value.texts.slice(0, MOST_TEXTS - texts.length))
  }
  return texts
}

/** The names that flow on: those of the values and the values themselves. */
export function originsOf(values: readonly StackValue[]): readonly string[] {
  const origins = new Set<string>()
  for (const { chain, origins: before } of values) {
    for (const origin of before) if (origins.size < MOST_ORIGINS) origins.add(origin)
    if (chain !== '' && origins.size < MOST_ORIGINS) origins.add(chain)
  }
  return [...origins]
}
