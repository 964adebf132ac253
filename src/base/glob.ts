/** Does a path (relative, `/` between segments) match? */
export type PathMatcher = (path: string) => boolean

/**
 * A matcher for any of the globs, in time proportional to glob times path whatever both hold. A regular expression made
 * of a glob is not: `*a*a*a*a*b` costs a backtracking engine half a minute on one name of 255 letters.
 * `*` and `?` stay within a segment, `**` as a whole segment stands for any number of them, `[a-z]`, `[!a]` and `{a,b}`
 * as in a shell, `\` takes the next character literally. Dot files match. Globs with a mistake (globMistake) match nothing.
 */
export function matchAny(globs: readonly string[]): PathMatcher {
  const patterns = globs.flatMap((glob) => globAlternatives(glob).map(compile))
  // Asked of every file of a tree by an operator who leaves nothing out.
  if (patterns.length === 0) return () => false
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    let segments: readonly string[] | undefined
    return patterns.some((pattern) => {
      if (!name.startsWith(pattern.begins) || !name.endsWith(pattern.ends)) return false
      return matchSegments(pattern.segments, (segments ??= path.split('/')))
    })
  }
}

/** The globs without braces that one stands for: `*.{yml,yaml}` is `*.yml` and `*.yaml`. None for a glob with a mistake. */
export function globAlternatives(glob: string): readonly string[] {
  return globMistake(glob) === undefined ? expandBraces(glob) : []
}

/** What is wrong with a glob, as the end of a sentence, for example `has a "[" without "]"`; undefined when it can be used. */
export function globMistake(glob: string): string | undefined {
  if (glob === '') return 'is empty'
  if (glob.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`
  if (glob.startsWith('/') || glob.startsWith('./'))
    return 'starts with "/" or "./"; paths are relative to the scanned root'
  if (glob.startsWith('!')) return 'starts with "!"; globs only select, they do not take back'
  if (glob.includes('//')) return 'has an empty segment "//"'
  return bracketMistake(glob) ?? (alternatives(glob) > MAX_ALTERNATIVES ? tooMany : undefined)
}

const MAX_LENGTH = 500
const MAX_ALTERNATIVES = 256
const tooMany = `stands for more than ${MAX_ALTERNATIVES} alternatives`

type Token =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] }
type Segment = readonly Token[] | 'globstar'

function bracketMistake(glob: string): string | undefined {
  let depth = 0
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i]
    if (char === '\\') {
      if (++i >= glob.length) return 'ends with a lone "\\"'
    } else if (char === '[') {
      const end = classEnd(glob, i)
      if (end < 0) return 'has a "[" without "]"'
      i = end
    } else if (char === '{') depth++
    else if (char === '}' && --depth < 0) return 'has a "}" without "{"'
  }
  return depth > 0 ? 'has a "{" without "}"' : undefined
}

/** How many globs without braces a glob stands for; at most a little above MAX_ALTERNATIVES. */
function alternatives(glob: string): number {
  const product = [1]
  const sum: number[] = [0]
  forEachBrace(glob, {
    open: () => void (product.push(1), sum.push(0)),
    comma: () => void sum.push((sum.pop() ?? 0) + (product.splice(-1, 1, 1)[0] ?? 1)),
    close: () => {
      const inside = (sum.pop() ?? 0) + (product.pop() ?? 1)
      product.push(Math.min(MAX_ALTERNATIVES + 1, (product.pop() ?? 1) * inside))
    },
  })
  return Math.min(MAX_ALTERNATIVES + 1, product[0] ?? 1)
}

interface BraceVisitor {
  open(): void
  comma(): void
  close(): void
  text?(text: string): void
}

/** Walks the braces of a glob once; escapes and classes are text, a comma outside braces too. */
function forEachBrace(glob: string, visitor: BraceVisitor): void {
  let depth = 0
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] ?? ''
    const start = i
    if (char === '\\') i++
    else if (char === '[') i = Math.max(i, classEnd(glob, i))
    else if (char === '{') {
      depth++
      visitor.open()
      continue
    } else if (char === '}' && depth > 0) {
      depth--
      visitor.close()
      continue
    } else if (char === ',' && depth > 0) {
      visitor.comma()
      continue
    }
    visitor.text?.(glob.slice(start, i + 1))
  }
}

/** Every glob without braces that this one stands for; the count was bounded by globMistake. */
function expandBraces(glob: string): readonly string[] {
  let current = ['']
  let done: string[] = []
  const outer: { readonly before: string[]; readonly done: string[] }[] = []
  forEachBrace(glob, {
    text: (text) => void (current = current.map((prefix) => prefix + text)),
    open: () => {
      outer.push({ before: current, done })
      current = ['']
      done = []
    },
    comma: () => {
      done.push(...current)
      current = ['']
    },
    close: () => {
      const inside = [...done, ...current]
      const parent = outer.pop() ?? { before: [''], done: [] }
      current = parent.before.flatMap((prefix) => inside.map((suffix) => prefix + suffix))
      done = parent.done
    },
  })
  return current
}

/** `begins` and `ends`: what the name of whatever matches does for sure. Nearly every path is told by its name alone. */
interface Pattern {
  readonly segments: readonly Segment[]
  readonly begins: string
  readonly ends: string
}

function compile(glob: string): Pattern {
  const segments = splitSegments(glob).map((segment) => (segment === '**' ? 'globstar' : tokens(segment)))
  const last = segments.at(-1) ?? 'globstar'
  if (last === 'globstar') return { segments, begins: '', ends: '' }
  const first = last.findIndex(({ kind }) => kind !== 'literal')
  const rest = last.findLastIndex(({ kind }) => kind !== 'literal')
  return { segments, begins: literal(first < 0 ? last : last.slice(0, first)), ends: literal(last.slice(rest + 1)) }
}

function literal(found: readonly Token[]): string {
  return found.map((token) => (token.kind === 'literal' ? token.text : '')).join('')
}

/** At `/`, but not inside a class or behind a backslash. */
function splitSegments(glob: string): readonly string[] {
  const segments: string[] = []
  let start = 0
  for (let i = 0; i < glob.length; i++) {
    if (glob[i] === '\\') i++
    else if (glob[i] === '[') i = Math.max(i, classEnd(glob, i))
    else if (glob[i] === '/') {
      segments.push(glob.slice(start, i))
      start = i + 1
    }
  }
  return [...segments, glob.slice(start)]
}

function tokens(segment: string): readonly Token[] {
  const found: Token[] = []
  for (let i = 0; i < segment.length; i++) {
    const char = segment[i] ?? ''
    if (char === '*') {
      if (found.at(-1)?.kind !== 'star') found.push({ kind: 'star' })
    } else if (char === '?') found.push({ kind: 'any' })
    else if (char === '\\') found.push({ kind: 'literal', text: segment[++i] ?? '' })
    else if (char === '[' && classEnd(segment, i) > 0) {
      const end = classEnd(segment, i)
      found.push(classToken(segment.slice(i + 1, end)))
      i = end
    } else found.push({ kind: 'literal', text: char })
  }
  return found
}

/** The `]` that ends the class at `start`: one directly behind `[` or `[!` belongs to it. -1 when there is none. */
function classEnd(glob: string, start: number): number {
  const first = glob[start + 1] === '!' || glob[start + 1] === '^' ? start + 2 : start + 1
  const end = glob.indexOf(']', first + 1)
  return end >= 0 && !glob.slice(start, end).includes('/') ? end : -1
}

function classToken(body: string): Token {
  const negated = body.startsWith('!') || body.startsWith('^')
  const chars = negated ? body.slice(1) : body
  const ranges: [number, number][] = []
  for (let i = 0; i < chars.length; i++) {
    const low = chars.charCodeAt(i)
    const isRange = chars[i + 1] === '-' && i + 2 < chars.length
    ranges.push([low, isRange ? chars.charCodeAt(i + 2) : low])
    if (isRange) i += 2
  }
  return { kind: 'class', negated, ranges }
}

/** Only the last `**` met is ever taken up again, so every pair of segments is compared at most once per start. */
function matchSegments(pattern: readonly Segment[], path: readonly string[]): boolean {
  return matchWithStars(
    pattern.length,
    path.length,
    (p) => pattern[p] === 'globstar',
    (p, t) => matchSegment(pattern[p] as readonly Token[], path[t] ?? ''),
  )
}

function matchSegment(pattern: readonly Token[], text: string): boolean {
  return matchWithStars(
    pattern.length,
    text.length,
    (p) => pattern[p]?.kind === 'star',
    (p, t) => matchesChar(pattern[p], text, t),
  )
}

function matchesChar(token: Token | undefined, text: string, index: number): boolean {
  if (token?.kind === 'any') return true
  if (token?.kind === 'literal') return text[index] === token.text
  if (token?.kind !== 'class') return false
  const code = text.charCodeAt(index)
  return token.ranges.some(([low, high]) => code >= low && code <= high) !== token.negated
}

/** The classic walk with one place to come back to: at most pattern times text steps. */
function matchWithStars(
  patternLength: number,
  textLength: number,
  isStar: (p: number) => boolean,
  fits: (p: number, t: number) => boolean,
): boolean {
  let p = 0
  let t = 0
  let starAt = -1
  let retryAt = 0
  while (t < textLength) {
    if (p < patternLength && isStar(p)) {
      starAt = p++
      retryAt = t
    } else if (p < patternLength && fits(p, t)) {
      p++
      t++
    } else if (starAt >= 0) {
      p = starAt + 1
      t = ++retryAt
    } else return false
  }
  while (p < patternLength && isStar(p)) p++
  return p === patternLength
}
