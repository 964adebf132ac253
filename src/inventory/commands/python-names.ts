import type { PythonToken } from '../../formats/python-tokens.ts'
import { isClosing, isName, isOpening, isPunctuation } from './python-token-tests.ts'

/** What names stand for in a program, as far as literals tell. */
export interface PythonNames {
  /**
   * The tokens that the values of a name begin with, each a string, a list or another name, for its use at token `at`: what it was
   * given at the top or in a function, the items of a loop, what a parameter is called with. Undefined where that is not known.
   */
  valuesOf(name: string, at: number): readonly number[] | undefined
  /** The same for a list that is one command: what it was given, each time with what was added to it. */
  listsOf(name: string, at: number): readonly (readonly number[])[]
}

/** Names with more values than these are taken for unknown. */
const MOST_VALUES = 1000
/** Calls of own functions whose arguments are kept. */
const MOST_CALLS = 10_000

/** Reads assignments, loops, definitions and calls of one program. Linear; order and conditions do not count: all values do. */
export function namesIn(tokens: readonly PythonToken[], closing: readonly number[]): PythonNames {
  const given = new Map<string, Given[]>()
  const calls = new Map<string, number[]>()
  const definitions: Definition[] = []
  let depth = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (isOpening(token)) depth++
    else if (isClosing(token)) depth = Math.max(0, depth - 1)
    if (token?.kind !== 'name') continue
    if (token.text === 'def') definitions.push(...definitionAt(tokens, closing, i))
    else if (isPunctuation(tokens[i + 1], '(') && !isName(tokens[i - 1], 'def'))
      keep(calls, token.text, i + 1, MOST_CALLS)
    if (token.text === 'for' && tokens[i + 1]?.kind === 'name' && isName(tokens[i + 2], 'in'))
      keep(given, nameAt(tokens, i + 1), { at: i + 3, adds: true }, MOST_VALUES)
    if (depth > 0 || isPunctuation(tokens[i - 1], '.')) continue
    const value = valueAssigned(tokens, i)
    if (value !== undefined) keep(given, token.text, value, MOST_VALUES)
  }
  const known: Known = { tokens, closing, given, calls, definitions }
  return { valuesOf: (name, at) => valuesOf(known, name, at), listsOf: (name, at) => listsOf(known, name, at) }
}

/** One more than the most is kept, so that too many can be told from just as many. */
function keep<T>(all: Map<string, T[]>, name: string, one: T, most: number): void {
  const known = all.get(name)
  if (known === undefined) all.set(name, [one])
  else if (known.length <= most) known.push(one)
}

interface Known {
  readonly tokens: readonly PythonToken[]
  readonly closing: readonly number[]
  readonly given: ReadonlyMap<string, readonly Given[]>
  /** By name: the opening brackets of its calls. */
  readonly calls: ReadonlyMap<string, readonly number[]>
  readonly definitions: readonly Definition[]
}

interface Given {
  /** The token that the value begins with. */
  readonly at: number
  /** Added to what the name had before. */
  readonly adds: boolean
}

interface Definition {
  /** The token of its name. */
  readonly at: number
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** By place of the parameter: what it is called with, as far as somebody has asked. */
  readonly called: Map<number, readonly number[]>
}

interface Parameter {
  readonly name: string
  readonly star: boolean
  /** The token that its default begins with. */
  readonly initial: number | undefined
}

/** `name = value`, `name: type = value`, `name += value`, `name.append(value)`, `name.extend(value)`. */
function valueAssigned(tokens: readonly PythonToken[], i: number): Given | undefined {
  if (isPunctuation(tokens[i + 1], '=')) return { at: i + 2, adds: false }
  if (isPunctuation(tokens[i + 1], '+') && isPunctuation(tokens[i + 2], '=')) return { at: i + 3, adds: true }
  if (isPunctuation(tokens[i + 1], ':') && TYPES.has(nameAt(tokens, i + 2))) return behindAnnotation(tokens, i + 2)
  const method = isPunctuation(tokens[i + 1], '.') && isPunctuation(tokens[i + 3], '(') ? nameAt(tokens, i + 2) : ''
  return method === 'append' || method === 'extend' ? { at: i + 4, adds: true } : undefined
}

/** Types that hold packages; any name could stand between a colon and an equals sign elsewhere. */
const TYPES: ReadonlySet<string> = new Set(['str', 'list', 'tuple', 'List', 'Tuple', 'Sequence', 'Final', 'Iterable'])

function behindAnnotation(tokens: readonly PythonToken[], start: number): Given | undefined {
  for (let at = start + 1; at < start + 12; at++) {
    if (isPunctuation(tokens[at], '=')) return { at: at + 1, adds: false }
    if (tokens[at]?.kind === 'string') return undefined
  }
  return undefined
}

function definitionAt(tokens: readonly PythonToken[], closing: readonly number[], i: number): readonly Definition[] {
  const open = i + 2
  if (tokens[i + 1]?.kind !== 'name' || !isPunctuation(tokens[open], '(')) return []
  const end = closing[open] ?? tokens.length
  const parameters: Parameter[] = []
  for (let at = open + 1; at < end;) {
    const next = Math.min(end, partEnd(tokens, closing, at))
    const stars = isPunctuation(tokens[at], '*') ? (isPunctuation(tokens[at + 1], '*') ? 2 : 1) : 0
    const equals = tokens.slice(at, Math.min(next, at + 12)).findIndex((token) => isPunctuation(token, '='))
    if (stars < 2) {
      const initial = equals < 0 ? undefined : at + equals + 1
      parameters.push({ name: nameAt(tokens, at + stars), star: stars === 1, initial })
    }
    at = next + 1
  }
  return [{ at: i + 1, name: nameAt(tokens, i + 1), parameters, called: new Map() }]
}

function valuesOf(known: Known, name: string, at: number): readonly number[] | undefined {
  const called = parameterValues(known, name, at)
  if (called !== 'no parameter') return called
  const values = known.given.get(name)
  if (values === undefined || values.length > MOST_VALUES) return undefined
  return values.map((value) => value.at).filter((index) => index !== at)
}

function listsOf(known: Known, name: string, at: number): readonly (readonly number[])[] {
  const called = parameterValues(known, name, at)
  if (called !== 'no parameter') return (called ?? []).map((index) => [index])
  const values = known.given.get(name) ?? []
  if (values.length > MOST_VALUES) return []
  const added = values.filter(({ adds }) => adds).map((value) => value.at)
  return values.filter(({ adds }) => !adds).map((value) => [value.at, ...added])
}

function parameterValues(known: Known, name: string, at: number): readonly number[] | undefined | 'no parameter' {
  const definition = definitionBefore(known.definitions, at)
  const place = definition?.parameters.findIndex((parameter) => parameter.name === name) ?? -1
  if (definition === undefined || place < 0) return 'no parameter'
  const values = definition.called.get(place) ?? argumentsOf(known, definition, place)
  definition.called.set(place, values)
  return values.length === 0 || values.length > MOST_VALUES ? undefined : values
}

/** The last one that begins before: blocks are not told apart, and functions that install are short. */
function definitionBefore(definitions: readonly Definition[], at: number): Definition | undefined {
  let low = -1
  let high = definitions.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((definitions[middle]?.at ?? 0) < at) low = middle
    else high = middle - 1
  }
  return definitions[low]
}

/** What the calls of a function give for one of its parameters, and its default. */
function argumentsOf(known: Known, { name, parameters }: Definition, place: number): readonly number[] {
  const parameter = parameters[place]
  // A method is called with its first parameter before the dot.
  const isMethod = /^(?:self|cls)$/.test(parameters[0]?.name ?? '')
  const position = isMethod ? place - 1 : place
  const values = (known.calls.get(name) ?? []).flatMap((open) =>
    givenTo(known, open, position, parameter?.name ?? '', parameter?.star ?? false),
  )
  const all = parameter?.initial === undefined ? values : [...values, parameter.initial]
  return all.filter((index) => !isName(known.tokens[index], 'None'))
}

function givenTo(
  { tokens, closing }: Known,
  open: number,
  position: number,
  keyword: string,
  star: boolean,
): readonly number[] {
  const end = closing[open] ?? tokens.length
  const found: number[] = []
  let index = 0
  for (let at = open + 1; at < end && found.length < MOST_VALUES; index++) {
    const next = partEnd(tokens, closing, at)
    const isKeyword = tokens[at]?.kind === 'name' && isPunctuation(tokens[at + 1], '=')
    if (isKeyword ? nameAt(tokens, at) === keyword : star ? index >= position : index === position)
      found.push(isKeyword ? at + 2 : isPunctuation(tokens[at], '*') ? at + 1 : at)
    at = next + 1
  }
  return found
}

function partEnd(tokens: readonly PythonToken[], closing: readonly number[], start: number): number {
  let at = start
  while (at < tokens.length && !isClosing(tokens[at]) && !isPunctuation(tokens[at], ','))
    at = isOpening(tokens[at]) ? (closing[at] ?? at) + 1 : at + 1
  return at
}

function nameAt(tokens: readonly PythonToken[], index: number): string {
  const token = tokens[index]
  return token?.kind === 'name' ? token.text : ''
}
