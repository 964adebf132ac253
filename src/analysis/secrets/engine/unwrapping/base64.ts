import { BASE64_BYTES, latin1, PRINTABLE_BYTES, runEnd } from '../bytes-at.ts'
import { SHORTEST_RUN } from './encoded-runs.ts'
import { type Run, spend, type UnwrapBudget, type Unwrapped } from './unwrapped.ts'

/** Lines of base64 that belong together: where each starts, their common length, and all characters. */
interface Lines {
  readonly starts: readonly number[]
  readonly length: number
  readonly end: number
}

/**
 * A run of base64, and the lines below it that go on with it, decoded where text or gzip data comes out. Undefined for what is no base64 or holds
 * pictures, digests and the like: five groups that give printable characters come out of random ones once in 60,000 times.
 */
export function unwrapBase64(bytes: Uint8Array, run: Run, budget: UnwrapBudget): Unwrapped | undefined {
  const start = textStart(bytes, run)
  if (start === undefined) return undefined
  const lines = linesFrom(bytes, { start, end: run.end })
  if (!spend(budget, lines.end - start)) return undefined
  const text = lines.starts.map((from) => latin1(bytes, from, Math.min(from + lines.length, lines.end))).join('')
  const decoded = Buffer.from(text, 'base64')
  return {
    bytes: decoded,
    wrapping: 'base64',
    outside: (from, to) => [placeOf(lines, Math.floor(from / 3) * 4), placeOf(lines, Math.ceil(to / 3) * 4 - 1) + 1],
  }
}

/** The end of the run as the next search has to know it: lines below belong to it. */
export function base64End(bytes: Uint8Array, run: Run): number {
  return linesFrom(bytes, run).end
}

function placeOf({ starts, length, end }: Lines, character: number): number {
  const line = Math.min(starts.length - 1, Math.floor(character / length))
  return Math.min(end - 1, (starts[line] ?? 0) + character - line * length)
}

/**
 * Where the groups of a run begin so that text comes out: something may stand before it without a gap, as the path of a URL does, and a piece of a long
 * file begins anywhere. Behind a binary beginning (a serialised object, an archive) text may follow: one look every 96
 * characters, more at the start.
 */
function textStart(bytes: Uint8Array, { start, end }: Run): number | undefined {
  for (let at = start; at === start || at + PROBE <= end; at += at - start < STRIDE ? STRIDE / 4 : STRIDE) {
    for (let shift = 0; shift < 4; shift++) {
      if (isText(bytes, at + shift, end) || (at === start && isGzip(bytes, at + shift))) return start + shift
    }
  }
  return undefined
}

const STRIDE = 96
const PROBE = 20

/** `H4sI`: the first three bytes of every gzip member (RFC 1952). */
function isGzip(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x48 && bytes[at + 1] === 0x34 && bytes[at + 2] === 0x73 && bytes[at + 3] === 0x49
}

/** Do the next five groups give printable characters, or such of UTF-16? */
function isText(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + PROBE > end) return false
  for (let group = at; group < at + PROBE; group += 4) {
    const bits =
      (sextet(bytes, group) << 18) |
      (sextet(bytes, group + 1) << 12) |
      (sextet(bytes, group + 2) << 6) |
      sextet(bytes, group + 3)
    if (TEXT[bits >> 16] !== 1 || TEXT[(bits >> 8) & 0xff] !== 1 || TEXT[bits & 0xff] !== 1) return false
  }
  return true
}

const TEXT = PRINTABLE_BYTES.map((flag, code) => (code === 0 ? 1 : flag))

const SEXTETS = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code).replace('-', '+').replace('_', '/')
  return Math.max(0, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(character))
})

function sextet(bytes: Uint8Array, at: number): number {
  return SEXTETS[bytes[at] ?? 0] ?? 0
}

/** The lines below a first one of whole groups, each as long as it but the last, with nothing but a line break, written or real, and blanks between. */
function linesFrom(bytes: Uint8Array, { start, end }: Run): Lines {
  const length = end - start
  const starts = [start]
  const isFirst = length % 4 === 0 && length >= SHORTEST_RUN && length <= LONGEST_LINE
  let last = end
  for (let next = isFirst ? lineBelow(bytes, end) : undefined; next !== undefined;) {
    const nextEnd = runEnd(bytes, next, Math.min(bytes.length, next + length + 1), BASE64_BYTES)
    if (nextEnd - next > length || nextEnd === next) break
    starts.push(next)
    last = nextEnd
    next = nextEnd - next === length ? lineBelow(bytes, nextEnd) : undefined
  }
  return { starts, length, end: last }
}

const LONGEST_LINE = 128

function lineBelow(bytes: Uint8Array, at: number): number | undefined {
  let next = at
  if (bytes[next] === 13) next++
  if (bytes[next] === 10) next++
  else if (bytes[next] === 0x5c && bytes[next + 1] === 0x6e) next += 2
  else return undefined
  const limit = next + INDENT
  while (next < limit && (bytes[next] === 0x20 || bytes[next] === 9)) next++
  return next
}

const INDENT = 40
