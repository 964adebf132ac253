/** What a reader of a language tells of an argument, as far as languages agree. */
export interface Argument<A> {
  readonly type: string
  readonly value: string
  /** Of lists, and of one that may be several values. */
  readonly items: readonly A[]
  /** Of objects. */
  readonly fields: readonly { readonly name: string; readonly value: A }[]
  /** Where it comes from: a node of the flow; 0 for nowhere but the text. */
  readonly flow: number
}

/** Most alternatives of one argument that are looked at. */
const MOST_TEXTS = 40

/** Every text an argument may be; of lists and objects those in them, up to a few levels. */
export function textsOf<A extends Argument<A>>(argument: A | undefined, depth = 2): readonly A[] {
  if (argument === undefined) return []
  if (argument.type === 'text' || argument.type === 'bytes') return [argument]
  if (depth <= 0) return []
  const parts = [...argument.items, ...argument.fields.map(({ value }) => value)]
  return parts
    .slice(0, MOST_TEXTS)
    .flatMap((part) => textsOf(part, depth - 1))
    .slice(0, MOST_TEXTS)
}

/** The value of a field of an object, or of one of the objects it may be. */
export function fieldOf<A extends Argument<A>>(argument: A | undefined, name: string): A | undefined {
  if (argument?.type === 'any') {
    for (const one of argument.items) {
      const found = fieldOf(one, name)
      if (found !== undefined) return found
    }
  }
  return argument?.fields.find((field) => field.name === name)?.value
}

/** Nodes of an argument. */
export function flowsOf(argument: { readonly flow: number } | undefined): readonly number[] {
  return argument === undefined || argument.flow === 0 ? [] : [argument.flow]
}
