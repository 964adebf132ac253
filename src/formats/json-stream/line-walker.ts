import type { FieldSink, TextWalker } from '../text-walker.ts'
import { JsonWalker } from './json-walker.ts'

/**
 * Walks JSON Lines. A line feed always ends a record, because JSON strings hold none; so lines nobody asks for are passed with a
 * search for their end (gigabytes a second), and only those with a stop in them are walked as JSON. Lives as long as one file is read.
 */
export class LineWalker implements TextWalker {
  line = 1
  rows = 0
  readonly #json: JsonWalker
  /** Of the line at hand: has anything but blanks been seen, is it wanted, has a part of it been walked? */
  #begun = false
  #wanted = false
  #walked = false
  /** The next line feed in the bytes at hand: searched once however many stops stand before it. */
  #feed = -1

  constructor(depth: number) {
    this.#json = new JsonWalker('documents', depth)
  }

  get row(): number {
    return this.#begun ? this.rows : Math.max(0, this.rows - 1)
  }

  get value(): number {
    return this.#json.value
  }

  get column(): string {
    return this.#json.column
  }

  get broken(): number {
    return this.#json.broken
  }

  get tooDeep(): boolean {
    return this.#json.tooDeep
  }

  walk(bytes: Uint8Array, from: number, to: number, sink: FieldSink): void {
    let at = from
    while (at < to) {
      if (!this.#begun && !this.#begin(bytes[at] ?? 0, sink)) {
        if (bytes[at] === 0x0a) this.line++
        at++
        continue
      }
      if (this.#feed < at) this.#feed = nextFeed(bytes, at)
      const end = Math.min(to, this.#feed)
      // The line of the last stop is always walked: the next one may stand in its other half.
      this.#walked ||= this.#wanted || end === to
      if (this.#walked) this.#json.walk(bytes, at, end, this.#sink(sink))
      at = end
      if (at < to) this.#endLine(bytes, at, sink)
    }
  }

  finish(bytes: Uint8Array, to: number, sink: FieldSink): void {
    if (this.#begun) this.#endLine(bytes, to, sink)
  }

  moved(by: number): void {
    this.#json.moved(by)
    this.#feed = -1
  }

  #begin(byte: number, sink: FieldSink): boolean {
    if (byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09) return false
    this.#begun = true
    this.#wanted = sink.begin(this.rows)
    return true
  }

  #endLine(bytes: Uint8Array, at: number, sink: FieldSink): void {
    if (this.#walked) this.#json.finish(bytes, at, this.#sink(sink))
    sink.end(this.rows, true)
    this.rows++
    this.#begun = false
    this.#wanted = false
    this.#walked = false
  }

  /** Records are lines here; what the JSON in them tells of records is not handed on. */
  #sink(sink: FieldSink): FieldSink {
    return this.#wanted
      ? { begin: () => true, field: (...field) => sink.field(...field), end: () => undefined }
      : SILENT
  }
}

function nextFeed(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(0x0a, from)
  return found < 0 ? Number.POSITIVE_INFINITY : found
}

const SILENT: FieldSink = { begin: () => false, field: () => undefined, end: () => undefined }
