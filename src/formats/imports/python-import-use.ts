import type { ImportUse } from './imported-module.ts'
import { isBlank, isLineEnd, lineEnd } from './source-bytes.ts'

/** Lines that are looked at for one file to find the blocks around its imports; real files need some hundreds. */
const MOST_LINES = 200_000
/** Lines between an import and the head of a block around it; `try:` stands right above. */
const FAR = 200

/**
 * Says how statements are used by the blocks around them, found by indentation: `if TYPE_CHECKING:` is for types; `try:` with
 * a handler of ImportError, that handler itself, and `with suppress(ImportError):` go on without.
 */
export function pythonUse(source: Buffer): (start: number) => ImportUse {
  let budget = MOST_LINES
  return (start) => {
    const line = lineStart(source, start)
    if (start - line >= LONGEST_LINE) return 'needed'
    const first = inkOf(source, line)
    // `try: import x` on one line.
    const heads = first < start ? [source.toString('latin1', first, Math.min(start, first + 200))] : []
    let indent = first - line
    let at = line
    let far = FAR
    if (heads.length > 0) budget--
    const own = heads.map((head) => meaning(head, source, start, indent, spend)).find((use) => use !== undefined)
    if (own !== undefined) return own
    while (indent > 0 && at > 0 && far-- > 0 && spend()) {
      at = lineStart(source, at - 1)
      const ink = inkOf(source, at)
      if (ink - at >= indent || isLineEnd(source[ink]) || source[ink] === HASH) continue
      indent = ink - at
      const use = meaning(source.toString('latin1', ink, ink + 200), source, start, indent, spend)
      if (use !== undefined) return use
    }
    return 'needed'
  }

  function spend(): boolean {
    return budget-- > 0
  }
}

const HASH = 35
const TYPE_CHECKING = /^(?:el)?if\s+(?:\w{1,60}\.)?TYPE_CHECKING\b/
const HANDLER = /^except\s*(?::|.{0,160}?\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b)/
const SUPPRESSED = /^with\s.{0,100}?\bsuppress\s*\(.{0,80}?\b(?:ImportError|ModuleNotFoundError|Exception)\b/

/** What the head of a block says of what stands in it. */
function meaning(
  head: string,
  source: Buffer,
  start: number,
  indent: number,
  spend: () => boolean,
): ImportUse | undefined {
  const line = /^[^\r\n]*/.exec(head)?.[0] ?? ''
  if (TYPE_CHECKING.test(line)) return 'types'
  if (HANDLER.test(line) || SUPPRESSED.test(line)) return 'optional'
  return /^try\s*:/.test(line) && isHandled(source, start, indent, spend) ? 'optional' : undefined
}

/** Does the next `except` at this indentation catch what a missing module raises? */
function isHandled(source: Buffer, start: number, indent: number, spend: () => boolean): boolean {
  let at = lineEnd(source, start)
  for (let far = 0; far < FAR && at < source.length && spend(); far++) {
    at += source[at] === 13 && source[at + 1] === 10 ? 2 : 1
    const ink = inkOf(source, at)
    const end = lineEnd(source, ink)
    if (ink < end && ink - at <= indent) {
      const head = source.toString('latin1', ink, Math.min(end, ink + 200))
      if (HANDLER.test(head)) return true
      if (!/^(?:except\b|#|\))/.test(head)) return false
    }
    at = end
  }
  return false
}

/** A line longer than this is generated; that none is looked at for longer keeps a file of one line from taking all day. */
const LONGEST_LINE = 1000

function lineStart(source: Uint8Array, offset: number): number {
  let at = offset
  while (at > 0 && offset - at < LONGEST_LINE && !isLineEnd(source[at - 1])) at--
  return at
}

function inkOf(source: Uint8Array, line: number): number {
  let at = line
  while (at - line < LONGEST_LINE && isBlank(source[at])) at++
  return at
}
