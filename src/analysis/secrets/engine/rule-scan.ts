import type { ScanContext } from '../../sensitive/sensitive-scanner.ts'
import { assess } from './assess.ts'
import { beginsAlone, standsAlone } from './boundary.ts'
import { standsAt } from './bytes-at.ts'
import type { Candidate } from './candidate.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { TextWindow } from './text-window.ts'

/** Part of the bytes that a rule still has to look through. */
interface Region {
  readonly compiled: CompiledRule
  from: number
  to: number
}

/**
 * Tries rules at the hits of their keywords. Lives as long as one scan of one piece of bytes. What it finds may overlap; nothing is found twice by one rule.
 */
export class RuleScan {
  readonly #bytes: Uint8Array
  readonly #context: ScanContext
  readonly #window: TextWindow
  readonly #label: string
  readonly #found: Candidate[] = []
  /** By rule: where its last match ended. */
  readonly #ends = new Map<number, number>()
  readonly #regions = new Map<number, Region>()

  constructor(bytes: Uint8Array, context: ScanContext) {
    this.#bytes = bytes
    this.#context = context
    this.#window = new TextWindow(bytes)
    this.#label = context.label?.toLowerCase() ?? ''
  }

  /** An anchor that is part of the value ends at `end`: the value begins there or up to `lead` bytes before. */
  tryValue(compiled: CompiledRule, anchor: Buffer, start: number): void {
    if (!standsAt(this.#bytes, anchor, start)) return
    const { rule, boundary } = compiled
    const earliest = Math.max(0, start - rule.lead, this.#ends.get(compiled.index) ?? 0)
    for (let from = earliest; from <= start; from++) {
      if (beginsAlone(this.#bytes, from, boundary) && this.#tryAt(compiled, from)) return
    }
  }

  #tryAt(compiled: CompiledRule, from: number): boolean {
    const window = this.#window
    window.show(from, from + compiled.rule.longest)
    compiled.sticky.lastIndex = from - window.from
    const match = compiled.sticky.exec(window.text)
    return match !== null && this.#consider(compiled, match, window.from)
  }

  /** A word stands from `start` to `end`: values may stand as far around it as the rule says. The regions of near hits become one. */
  addRegion(compiled: CompiledRule, anchor: Buffer | undefined, start: number, end: number): void {
    if (anchor !== undefined && !standsAt(this.#bytes, anchor, start)) return
    const { longest, lead, near } = compiled.rule
    const isNear = compiled.rule.anchored === 'near'
    const from = Math.max(0, start - (isNear ? (near?.after ?? 0) + longest + SIGN : lead + SIGN))
    const to = Math.min(this.#bytes.length, end + (isNear ? (near?.before ?? 0) + longest : longest))
    const open = this.#regions.get(compiled.index)
    if (open !== undefined && from <= open.to && to >= open.from) {
      open.from = Math.min(open.from, from)
      open.to = Math.max(open.to, to)
      return
    }
    if (open !== undefined) this.#search(open)
    this.#regions.set(compiled.index, { compiled, from, to })
  }

  /** The whole of the bytes belongs to the rule: their label holds its word. */
  addEverything(compiled: CompiledRule): void {
    this.#regions.set(compiled.index, { compiled, from: 0, to: this.#bytes.length })
  }

  /** Everything that was found, after the last hit. */
  finish(): readonly Candidate[] {
    for (const region of this.#regions.values()) this.#search(region)
    return this.#found
  }

  #search({ compiled, from, to }: Region): void {
    const window = this.#window
    const start = Math.max(from, this.#ends.get(compiled.index) ?? 0)
    if (to - start < 3) return
    window.show(start, to)
    const { global } = compiled
    const base = window.from
    const text = window.text
    global.lastIndex = start - base
    for (let match = global.exec(text); match !== null && match.index + base < to; match = global.exec(text)) {
      // A match that does not count may hide another that begins inside of it.
      if (!this.#consider(compiled, match, base)) global.lastIndex = match.index + 1
    }
  }

  /** Keeps a match of the shape if it stands by itself and where the rule says. */
  #consider(compiled: CompiledRule, match: RegExpExecArray, base: number): boolean {
    const { rule, boundary } = compiled
    const span = compiled.isPart ? match.indices?.groups?.['secret'] : [match.index, match.index + match[0].length]
    if (span === undefined) return false
    const start = base + (span[0] ?? 0)
    const end = base + (span[1] ?? 0)
    if (start === end || end - start > rule.longest || start < (this.#ends.get(compiled.index) ?? 0)) return false
    if (!standsAlone(this.#bytes, start, end, boundary)) return false
    const isNamed = rule.near !== undefined && this.#hasWord(compiled, start, end)
    const hasPartner = compiled.partner !== undefined && this.#hasPartner(compiled, compiled.partner, start, end)
    if ((rule.near !== undefined && !isNamed) || (compiled.partner !== undefined && !hasPartner)) return false
    const value = this.#window.slice(start, end)
    if (
      rule.allows?.({ value, match: match[0], line: this.#lineAround(start, end), path: this.#context.path }) === true
    )
      return false
    const candidate = assess(
      { compiled, bytes: this.#bytes, start, end, value, anchor: anchorIn(compiled, value), isNamed, hasPartner },
      this.#context,
    )
    if (candidate === undefined) return false
    this.#ends.set(compiled.index, end)
    this.#found.push(candidate)
    return true
  }

  #hasWord({ rule }: CompiledRule, start: number, end: number): boolean {
    const { words, before, after } = rule.near ?? { words: [], before: 0, after: 0 }
    const longest = words.reduce((length, word) => Math.max(length, word.length), 0)
    // The word may also be what the value begins with or holds.
    const around = this.#window.slice(start - before - longest, end + after + longest).toLowerCase()
    return words.some((word) => around.includes(word) || this.#label.includes(word))
  }

  #hasPartner({ rule }: CompiledRule, shape: RegExp, start: number, end: number): boolean {
    const within = (rule.partner?.within ?? 0) + rule.longest
    const from = Math.max(0, start - within)
    const text = this.#window.slice(from, end + within)
    shape.lastIndex = 0
    for (let match = shape.exec(text); match !== null && match[0] !== ''; match = shape.exec(text)) {
      const at = from + match.index
      const apart = at >= end ? at - end : start - (at + match[0].length)
      if (apart >= 0 && apart <= (rule.partner?.within ?? 0)) return true
    }
    return false
  }

  #lineAround(start: number, end: number): string {
    const text = this.#window.slice(start - LINE, end + LINE)
    const from = text.lastIndexOf('\n', Math.min(start, LINE) - 1) + 1
    const to = text.indexOf('\n', Math.min(start, LINE) + end - start)
    return text.slice(from, to < 0 ? undefined : to)
  }
}

/** Room for what a shape asks for before the value: a name, a sign, quotes. */
const SIGN = 64
/** A line is looked at this far on both sides; minified files have but one. */
const LINE = 500

function anchorIn({ rule }: CompiledRule, value: string): string {
  return rule.anchored === 'near' ? '' : (rule.anchors.find((anchor) => value.includes(anchor)) ?? '')
}
