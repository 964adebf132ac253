/** An environment marker of PEP 508 in postfix order, for example `a == "1" and b in "2"` as [comparison, comparison, 'and']. */
export interface Marker {
  readonly text: string
  readonly postfix: readonly (MarkerComparison | 'and' | 'or')[]
}

export interface MarkerComparison {
  readonly left: MarkerOperand
  readonly operator: MarkerOperator
  readonly right: MarkerOperand
}

export type MarkerOperand =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'text'; readonly value: string }

export type MarkerOperator = '===' | '==' | '~=' | '!=' | '<=' | '>=' | '<' | '>' | 'in' | 'not in'

/** Where the grammar is left, counted in the marker's own text. */
export interface MarkerProblem {
  readonly expected: string
  readonly offset: number
}

export type ParsedMarker =
  | { readonly kind: 'marker'; readonly marker: Marker }
  | { readonly kind: 'problem'; readonly problem: MarkerProblem }

/**
 * Reads an environment marker: PEP 508, with `extras` and `dependency_groups` of PEP 751 and the dotted names of PEP 345.
 * Never throws. A stack instead of recursion, so nesting costs memory in proportion to the text and cannot end the process.
 */
export function parseMarker(text: string): ParsedMarker {
  const reader = new MarkerReader(text)
  const postfix: Marker['postfix'][number][] = []
  const pending: ('and' | 'or' | '(')[] = []

  for (;;) {
    while (reader.accept('(')) pending.push('(')
    const comparison = reader.comparison()
    if (comparison === undefined) return reader.problem()
    postfix.push(comparison)
    while (reader.peek() === ')') {
      if (!closeParenthesis(pending, postfix)) return reader.problem('`and`, `or` or the end')
      reader.accept(')')
    }
    if (reader.atEnd()) break
    const joint = reader.word('and') ? 'and' : reader.word('or') ? 'or' : undefined
    if (joint === undefined) return reader.problem('`and`, `or` or the end')
    pushOperator(joint, pending, postfix)
  }
  if (pending.includes('(')) return reader.problem('`)`')
  while (pending.length > 0) postfix.push(pending.pop() === 'and' ? 'and' : 'or')
  return { kind: 'marker', marker: { text, postfix } }
}

/**
 * Can the marker be true when `possible` says which comparisons can be? Markers have no negation, so treating an unknown
 * comparison as possible never answers no to a marker that could hold.
 */
export function canHold(marker: Marker, possible: (comparison: MarkerComparison) => boolean): boolean {
  const stack: boolean[] = []
  for (const step of marker.postfix) {
    if (typeof step !== 'string') {
      stack.push(possible(step))
      continue
    }
    const right = stack.pop() ?? true
    const left = stack.pop() ?? true
    stack.push(step === 'and' ? left && right : left || right)
  }
  return stack.at(-1) ?? true
}

/** Is it the name of an environment variable of markers, for example `sys_platform`? */
export function isMarkerVariable(name: string): boolean {
  return VARIABLES.has(name)
}

/** `and` binds closer than `or`. */
function pushOperator(
  joint: 'and' | 'or',
  pending: ('and' | 'or' | '(')[],
  postfix: Marker['postfix'][number][],
): void {
  const yields = joint === 'and' ? ['and'] : ['and', 'or']
  for (let top = pending.at(-1); top !== undefined && top !== '(' && yields.includes(top); top = pending.at(-1)) {
    pending.pop()
    postfix.push(top)
  }
  pending.push(joint)
}

function closeParenthesis(pending: ('and' | 'or' | '(')[], postfix: Marker['postfix'][number][]): boolean {
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    if (top === '(') return true
    postfix.push(top)
  }
  return false
}

const VARIABLES: ReadonlySet<string> = new Set([
  'python_version',
  'python_full_version',
  'os_name',
  'sys_platform',
  'platform_release',
  'platform_system',
  'platform_version',
  'platform_machine',
  'platform_python_implementation',
  'implementation_name',
  'implementation_version',
  'extra',
  'extras',
  'dependency_groups',
  'python_implementation',
  'os.name',
  'sys.platform',
  'platform.version',
  'platform.machine',
  'platform.python_implementation',
])

const SYMBOLS = ['===', '==', '~=', '!=', '<=', '>=', '<', '>'] as const

/** Lives for one marker: a place in the text and what was expected there. */
class MarkerReader {
  readonly #text: string
  #at = 0
  #expected = 'a marker'

  constructor(text: string) {
    this.#text = text
  }

  problem(expected = this.#expected): ParsedMarker {
    return { kind: 'problem', problem: { expected, offset: this.#at } }
  }

  atEnd(): boolean {
    this.#skipSpace()
    return this.#at === this.#text.length
  }

  peek(): string | undefined {
    this.#skipSpace()
    return this.#text[this.#at]
  }

  accept(character: string): boolean {
    if (this.peek() !== character) return false
    this.#at++
    return true
  }

  /** A keyword that is not the beginning of a longer word. */
  word(keyword: string): boolean {
    this.#skipSpace()
    const end = this.#at + keyword.length
    if (!this.#text.startsWith(keyword, this.#at) || isWordCharacter(this.#text.charCodeAt(end))) return false
    this.#at = end
    return true
  }

  comparison(): MarkerComparison | undefined {
    const left = this.#operand()
    if (left === undefined) return undefined
    const operator = this.#operator()
    if (operator === undefined) return undefined
    const right = this.#operand()
    return right === undefined ? undefined : { left, operator, right }
  }

  #operand(): MarkerOperand | undefined {
    const quote = this.peek()
    this.#expected = 'a marker variable or quoted text'
    if (quote === '"' || quote === "'") return this.#quoted(quote)
    let end = this.#at
    while (isWordCharacter(this.#text.charCodeAt(end))) end++
    const name = this.#text.slice(this.#at, end)
    if (!VARIABLES.has(name)) return undefined
    this.#at = end
    return { kind: 'variable', name }
  }

  #quoted(quote: string): MarkerOperand | undefined {
    const end = this.#text.indexOf(quote, this.#at + 1)
    if (end < 0) {
      this.#expected = `a closing ${quote}`
      return undefined
    }
    const value = this.#text.slice(this.#at + 1, end)
    this.#at = end + 1
    return { kind: 'text', value }
  }

  #operator(): MarkerOperator | undefined {
    this.#skipSpace()
    this.#expected = 'a comparison'
    const symbol = SYMBOLS.find((candidate) => this.#text.startsWith(candidate, this.#at))
    if (symbol !== undefined) {
      this.#at += symbol.length
      return symbol
    }
    if (this.word('in')) return 'in'
    return this.word('not') && this.word('in') ? 'not in' : undefined
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++
  }
}

/** ASCII letters, digits, `_` and `.`. */
function isWordCharacter(code: number): boolean {
  const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  return letter || (code >= 48 && code <= 57) || code === 95 || code === 46
}
