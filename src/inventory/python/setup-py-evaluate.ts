import type { Argument, Call, Expression } from '../../formats/python/syntax.ts'
import {
  costOf,
  joined,
  type Known,
  type KnownText,
  linesOf,
  madeText,
  merged,
  type Program,
  textPart,
  unknown,
} from './setup-py-values.ts'

/** Chains of calls lean left without a bound of the parser: `a.b().c()…`. */
const DEEPEST = 250

/** What an expression is known to give; unknown where only a run can tell. Bounded by the work that the program may do. */
export function evaluate(program: Program, node: Expression): Known {
  if (--program.work < 0 || program.level >= DEEPEST) return unknown(node.at)
  program.level++
  const value = valueOf(program, node)
  program.level--
  program.work -= costOf(value)
  return value
}

function valueOf(program: Program, node: Expression): Known {
  switch (node.kind) {
    case 'text':
      return literal(program, node)
    case 'number':
      return madeText(String(node.value), node.at)
    case 'name':
      return program.names.get(node.name) ?? unknown(node.at)
    case 'sequence':
      return { kind: 'list', at: node.at, items: node.items.flatMap((item) => spread(program, item)) }
    case 'dict':
      return dictionary(program, node)
    case 'template':
      return joinTexts(
        node.parts.map((part) => evaluate(program, part)),
        '',
        node.at,
      )
    case 'operation':
      return operation(program, node)
    case 'call':
      return call(program, node)
    case 'subscript':
      return item(evaluate(program, node.of), evaluate(program, node.index), node.at)
    case 'conditional':
      // Both may be: what is asked for on one machine only is asked for.
      return merged(evaluate(program, node.yes), evaluate(program, node.no), node.at)
    case 'comprehension':
      return comprehension(program, node)
    case 'star':
      return evaluate(program, node.value)
    default:
      return unknown(node.at)
  }
}

function literal(program: Program, node: Extract<Expression, { kind: 'text' }>): Known {
  const opening = /^[A-Za-z]{0,2}(?:"""|'''|"|')/.exec(program.source.slice(node.at, node.at + 5))?.[0].length
  const start = opening === undefined ? undefined : node.at + opening
  // An escape or a text of several literals is not what stands there.
  const isVerbatim = start !== undefined && program.source.startsWith(node.value, start)
  return { kind: 'text', at: node.at, text: node.value, ...(isVerbatim ? { start } : {}) }
}

/** `*names` inside of a list. */
function spread(program: Program, item: Expression): readonly Known[] {
  const value = evaluate(program, item)
  return item.kind === 'star' && value.kind === 'list' ? value.items : [value]
}

function dictionary(program: Program, node: Extract<Expression, { kind: 'dict' }>): Known {
  const entries = new Map<string, Known>()
  for (const { key, value } of node.entries) {
    const found = evaluate(program, value)
    if (key === undefined && found.kind === 'dict') for (const [name, one] of found.entries) entries.set(name, one)
    else if (key === undefined) entries.set(`**${found.at}`, unknown(found.at))
    else entries.set(keyText(evaluate(program, key)), found)
  }
  return { kind: 'dict', at: node.at, entries }
}

function keyText(key: Known): string {
  return key.kind === 'text' ? key.text : `?${key.at}`
}

function operation(program: Program, node: Extract<Expression, { kind: 'operation' }>): Known {
  let left = evaluate(program, node.first)
  for (const { operator, operand } of node.rest) {
    const right = evaluate(program, operand)
    if (operator === '+') left = added(left, right, node.at)
    else if (operator === '/') left = pathOf([left, right], node.at)
    else if (operator === '%' && left.kind === 'text') left = formatted(left, /%[sdr]/, right, node.at)
    else if (operator === 'or' || operator === 'and') left = merged(left, right, node.at)
    else left = unknown(node.at)
  }
  return left
}

function added(left: Known, right: Known, at: number): Known {
  if (left.kind === 'text' && right.kind === 'text') return madeText(left.text + right.text, at)
  if (left.kind === 'list' || right.kind === 'list' || left.kind === 'file' || right.kind === 'file')
    return merged(left, right, at)
  return unknown(at)
}

/** Texts one behind the other; unknown when one is. */
function joinTexts(parts: readonly Known[], separator: string, at: number): Known {
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  return texts.length === parts.length ? joined(texts, separator, at) : unknown(at)
}

/** No honest pattern has more. */
const MOST_FIELDS = 200

/** `'a==%s' % v`, `'a=={}'.format(v)`: each field takes the next value. */
function formatted(pattern: KnownText, field: RegExp, values: Known, at: number): Known {
  const parts = pattern.text.split(field, MOST_FIELDS)
  const given = values.kind === 'list' ? values.items : [values]
  if (parts.length !== given.length + 1) return unknown(at)
  const known = given.flatMap((value) => (value.kind === 'text' ? [value.text] : []))
  if (known.length !== given.length) return unknown(at)
  return joined(
    parts.flatMap((part, index) => [part, known[index] ?? '']),
    '',
    at,
  )
}

function item(of: Known, index: Known, at: number): Known {
  if (of.kind === 'dict' && index.kind === 'text') return of.entries.get(index.text) ?? unknown(at)
  if (of.kind !== 'list' || index.kind !== 'text') return unknown(at)
  return of.items[Number(index.text)] ?? unknown(at)
}

/** `[line.strip() for line in source if …]` asks for what the source holds; a condition can only leave out. */
function comprehension(program: Program, node: Extract<Expression, { kind: 'comprehension' }>): Known {
  const [clause] = node.clauses
  const [element] = node.elements
  if (clause === undefined || element === undefined || node.elements.length > 1) return unknown(node.at)
  const sources = node.clauses.map(({ source }) => evaluate(program, source))
  const file = sources.find((one) => one.kind === 'file' || (one.kind === 'list' && one.items[0]?.kind === 'file'))
  if (file !== undefined) return file
  const [source] = sources
  const { target } = clause
  if (node.clauses.length > 1 || source?.kind !== 'list' || target.kind !== 'name') return unknown(node.at)
  const outer = program.names.get(target.name)
  const items = source.items.map((one) => {
    program.names.set(target.name, one)
    return evaluate(program, element)
  })
  if (outer === undefined) program.names.delete(target.name)
  else program.names.set(target.name, outer)
  return { kind: 'list', at: node.at, items }
}

function call(program: Program, node: Call): Known {
  const { of, args, at } = node
  if (of.kind === 'attribute') {
    const whole = dotted(of)
    if (whole === 'os.path.join') return pathOf(values(program, args), at)
    if (OPENERS.has(whole)) return opened(program, args, at)
    if (!UNWRAPPING.has(whole)) return method(program, of.name, evaluate(program, of.of), args, at)
  }
  const name = of.kind === 'name' ? of.name : of.kind === 'attribute' ? of.name : ''
  if (OPENERS.has(name)) return opened(program, args, at)
  if (name === 'Path' || name === 'PurePath' || name === 'str') return pathOf(values(program, args), at)
  if (name === 'dict' && args.every(({ name: keyword }) => keyword !== undefined)) {
    return { kind: 'dict', at, entries: new Map(args.map((one) => [one.name ?? '', evaluate(program, one.value)])) }
  }
  const [first] = args
  if (PASSING.has(name) && first !== undefined) return flat(evaluate(program, first.value))
  const result = program.call(name, values(program, args), at)
  // A function of the project that is given a file of requirements returns what stands in it.
  return result.kind === 'unknown' ? namedFiles(values(program, args), at) : result
}

const OPENERS: ReadonlySet<string> = new Set(['open', 'io.open', 'codecs.open'])
/** They give what they are given, in another container or order. */
const PASSING: ReadonlySet<string> = new Set([
  'list',
  'tuple',
  'set',
  'sorted',
  'frozenset',
  'sum',
  'map',
  'filter',
  'chain',
])
const UNWRAPPING: ReadonlySet<string> = new Set(['pathlib.Path', 'itertools.chain', 'pathlib.PurePath'])

function values(program: Program, args: readonly Argument[]): readonly Known[] {
  return args.map(({ value }) => evaluate(program, value))
}

/** `os.path.join` and shorter; of anything longer nothing is known. */
function dotted(node: Expression, steps = 2): string {
  if (node.kind === 'name') return node.name
  return node.kind === 'attribute' && steps > 0 ? `${dotted(node.of, steps - 1)}.${node.name}` : ''
}

/** One level of lists in lists: `sum(extras.values(), [])`. */
function flat(value: Known): Known {
  if (value.kind !== 'list') return value
  return { ...value, items: value.items.flatMap((one) => (one.kind === 'list' ? one.items : [one])) }
}

function opened(program: Program, args: readonly Argument[], at: number): Known {
  const [first] = args
  return first === undefined ? unknown(at) : namedFile(evaluate(program, first.value), at)
}

function namedFile(path: Known, at: number): Known {
  return path.kind === 'text' ? { kind: 'file', at, path: path.text } : path.kind === 'file' ? path : unknown(at)
}

/** What of a path is known, joined; the unknown beginning is the folder of setup.py in all but strange cases. */
function pathOf(parts: readonly Known[], at: number): Known {
  const known = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  const tail = parts.at(-1)
  if (known.length === 0 || tail?.kind !== 'text') return tail?.kind === 'file' ? tail : unknown(at)
  return joined(known, '/', at)
}

/** Requirement files among the arguments of a function that is not known. */
function namedFiles(given: readonly Known[], at: number): Known {
  const files = given.filter((one): one is KnownText => one.kind === 'text' && /\.(?:txt|in|pip)$/.test(one.text))
  if (files.length === 0) return unknown(at)
  return { kind: 'list', at, items: files.map(({ text }) => ({ kind: 'file', at, path: text })) }
}

function method(program: Program, name: string, of: Known, args: readonly Argument[], at: number): Known {
  const given = values(program, args)
  // `f.read().splitlines()`, `Path(…).read_text()`, `line.strip()`: still what the file holds.
  if (of.kind === 'file') return of
  if (of.kind === 'text') {
    if (name === 'format') return formatted(of, /\{[^{}]{0,60}\}/, { kind: 'list', at, items: [...given] }, at)
    if (name === 'read_text' || name === 'open' || name === 'read_bytes') return namedFile(of, at)
    if (name === 'splitlines' || (name === 'split' && isLineBreak(given[0])))
      return { kind: 'list', at, items: [...linesOf(of)] }
    if (name === 'split' && given.length === 0) return { kind: 'list', at, items: [...words(of)] }
    if (name === 'join') return given[0]?.kind === 'list' ? joinTexts(given[0].items, of.text, at) : unknown(at)
    if (name === 'strip' || name === 'rstrip' || name === 'lstrip') return of
    if (name === 'joinpath') return pathOf([of, ...given], at)
  }
  if (of.kind === 'dict') {
    if (name === 'values') return { kind: 'list', at, items: [...of.entries.values()] }
    if (name === 'get' || name === 'pop') return given[0] === undefined ? unknown(at) : item(of, given[0], at)
    if (name === 'copy') return of
  }
  if (of.kind === 'list' && name === 'copy') return { ...of, items: [...of.items] }
  return namedFiles(given, at)
}

function isLineBreak(separator: Known | undefined): boolean {
  return separator?.kind === 'text' && separator.text === '\n'
}

function words(text: KnownText): readonly KnownText[] {
  return [...text.text.matchAll(/\S+/g)].map(({ 0: word, index }) => textPart(text, index, index + word.length))
}
