import type { BatchCommand, BatchScript } from './syntax.ts'
import { BatchVariables } from './variables.ts'

/** Longest file and most commands that are read; cmd.exe itself takes lines of 8,191 characters. */
const MOST_CHARACTERS = 4 * 1024 * 1024
const MOST_COMMANDS = 50_000

/**
 * Reads a batch file of cmd.exe into its commands: variables are put in as they were set in the lines before, carets are taken out,
 * `&`, `&&`, `||`, `|` and brackets separate. Branches and loops are taken as if each ran once, in the order of the text. Nothing is run. Linear;
 * what expansions may add is bounded.
 */
export function readBatch(text: string): BatchScript {
  const source = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text
  const variables = new BatchVariables()
  const commands: BatchCommand[] = []
  for (const { line, offset } of logicalLines(source)) {
    if (commands.length >= MOST_COMMANDS) return { commands, isCut: true }
    const plain = line.replace(/^[\s@(]{1,100}/, '')
    if (/^(?:::|:|rem\b)/i.test(plain)) continue
    readLine(line, offset, variables, commands)
  }
  return { commands, isCut: text.length > source.length }
}

/** Lines; a caret at the end of one joins the next to it. */
function logicalLines(text: string): readonly { readonly line: string; readonly offset: number }[] {
  const found: { line: string; offset: number }[] = []
  let offset = 0
  let open: { parts: string[]; offset: number } | undefined
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const carets = /\^{0,64}$/.exec(line.slice(-64))?.[0].length ?? 0
    const continues = carets % 2 === 1
    const part = continues ? line.slice(0, -1) : line
    if (open === undefined) open = { parts: [part], offset }
    else open.parts.push(part)
    if (!continues) {
      found.push({ line: open.parts.join(''), offset: open.offset })
      open = undefined
    }
    offset += raw.length + 1
  }
  if (open !== undefined) found.push({ line: open.parts.join(''), offset: open.offset })
  return found
}

function readLine(line: string, offset: number, variables: BatchVariables, into: BatchCommand[]): void {
  let after: BatchCommand['after'] = ';'
  // Variables of a line are put in before any of it runs; `set a=…& %a%` is the trick with `!a!` or `call`, read here in order.
  for (const { raw, next } of parts(line)) {
    const { text, variables: named, slices } = variables.expand(raw)
    const inner = slices > 0 || text !== raw ? parts(text) : [{ raw: text, next }]
    for (const one of inner) {
      const command = commandOf(one.raw, { offset, after, named, slices, raw })
      if (command !== undefined && into.length < MOST_COMMANDS) {
        into.push(command)
        noteSet(command.text, variables)
      }
      after = one.next
    }
    after = next
  }
}

interface Part {
  readonly raw: string
  readonly next: BatchCommand['after']
}

/** Splits at operators outside of quotes and behind no caret. */
function parts(line: string): readonly Part[] {
  const found: Part[] = []
  let from = 0
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (char === '"') isQuoted = !isQuoted
    else if (char === '^' && !isQuoted) at++
    else if (!isQuoted && (char === '&' || char === '|') && line.charAt(at - 1) !== '>') {
      const isDouble = line.charAt(at + 1) === char
      const next = char === '&' ? (isDouble ? '&&' : '&') : isDouble ? '||' : '|'
      found.push({ raw: line.slice(from, at), next })
      if (isDouble) at++
      from = at + 1
      if (found.length > 5000) break
    }
  }
  found.push({ raw: line.slice(from), next: ';' })
  return found
}

interface Context {
  readonly offset: number
  readonly after: BatchCommand['after']
  readonly named: readonly string[]
  readonly slices: number
  readonly raw: string
}

/** Words before the command that runs: `@`, brackets, `if … (`, `for … do`, `else`, `call`, `start "" /b`, `cmd /c` stays. */
const PREFIX =
  /^(?:[\s@();,=]{1,50}|else\b|call\s{1,20}(?!:)|if\s{1,20}(?:\/i\s{1,20})?(?:not\s{1,20})?(?:exist\s{1,20}(?:"[^"]{0,300}"|[^\s"]{1,300})|defined\s{1,20}\S{1,200}|errorlevel\s{1,20}\d{1,6}|(?:"[^"]{0,300}"|[^\s"=]{1,300})\s{0,20}(?:==|\s(?:equ|neq|lss|leq|gtr|geq)\s)\s{0,20}(?:"[^"]{0,300}"|[^\s"()]{1,300}))\s{0,20})/i

function commandOf(raw: string, { offset, after, named, slices, raw: written }: Context): BatchCommand | undefined {
  let text = withoutCarets(raw).slice(0, 65_536)
  const loop = /^[\s@(]{0,50}for\s[^()]{0,200}\(([^)]{0,4000})\)\s{0,20}do\b/i.exec(text.slice(0, 4400))
  if (loop !== null) text = text.slice(loop[0].length)
  for (let i = 0; i < 12; i++) {
    const prefix = PREFIX.exec(text.slice(0, 1600))
    if (prefix === null || prefix[0] === '') break
    text = text.slice(prefix[0].length)
  }
  const inner = loop?.[1]?.trim() ?? ''
  const isCommandLoop = /^['`]/.test(inner)
  // `for /f %i in ('command') do …`: the command in the brackets runs first.
  if (text.trim() === '' && isCommandLoop) text = inner.slice(1, -1)
  const { plain, redirects } = takeRedirects(
    text.replace(/[\s)]{1,100}$/, (end) => (text.includes('(') ? end.trimEnd() : '')),
  )
  const words = wordsOf(isCommandLoop && inner.length > 2 ? `${inner.slice(1, -1)} ; ${plain}` : plain)
  if (words.length === 0) return undefined
  const name = words[0] ?? ''
  const carets = (written.slice(0, 400).match(/[a-z]\^[a-z]/gi) ?? []).length
  const isDisguised = slices >= 3 || (carets >= 2 && /^[\w.]{2,40}$/.test(name))
  return { words, text: plain.trim(), offset, after, redirects, variables: named, isDisguised }
}

/** A caret takes the meaning from the next character and goes; in quotes it stays. */
function withoutCarets(text: string): string {
  if (!text.includes('^')) return text
  const found: string[] = []
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '"') isQuoted = !isQuoted
    if (char === '^' && !isQuoted) found.push(text.charAt(++at))
    else found.push(char)
  }
  return found.join('')
}

function takeRedirects(text: string): { readonly plain: string; readonly redirects: BatchCommand['redirects'] } {
  const redirects: { readonly operator: string; readonly target: string }[] = []
  if (!text.includes('>')) return { plain: text, redirects }
  const plain = text.replace(
    /(?:^|(?<=[\s)]))[012]?(>{1,2})\s{0,20}(?:&[012]|"([^"]{1,1000})"|([^\s"&|<>]{1,1000}))/g,
    (_, operator: string, quoted?: string, bare?: string) => {
      const target = quoted ?? bare
      if (target !== undefined && redirects.length < 100) redirects.push({ operator, target })
      return ' '
    },
  )
  return { plain, redirects }
}

function wordsOf(text: string): readonly string[] {
  const found: string[] = []
  for (const match of text.matchAll(/(?:"[^"]{0,32768}(?:"|$)|[^\s",;=]|=)+/g)) {
    found.push(match[0].replace(/^"([^"]*)"?$/, '$1'))
    if (found.length >= 500) break
  }
  return found
}

/** `set name=value`, `set "name=value"`; `/a` computes, `/p` asks. */
function noteSet(text: string, variables: BatchVariables): void {
  const match = /^set\s{1,20}"?([^=\s"/][^="]{0,200})=/i.exec(text.slice(0, 400))
  if (match === null) return
  const isQuoted = /^set\s{1,20}"/i.test(text.slice(0, 40))
  const value = text.slice(match[0].length)
  variables.set(match[1] ?? '', isQuoted ? value.slice(0, Math.max(0, value.lastIndexOf('"'))) : value)
}
