import { createRequire } from 'node:module'
import type { Event, ScalarEvent } from 'js-yaml'
import type { Format } from '../base/bytes.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'
import { joinedAt } from './yaml-joined-line.ts'
import { type Tree, type TreeEntry, type TreeScalar, type TreeValue, withinBudget } from './tree.ts'

/** All documents of a YAML 1.2 stream (core schema, `<<` merge keys as YAML 1.1 has them). */
export const yaml: Format<readonly Tree[]> = {
  id: 'yaml',
  parse: (bytes, limits) => parseYaml(decodeText(bytes), limits),
}

/** The one document of a file; an empty file is an empty document. */
export const yamlDocument: Format<Tree> = {
  id: 'yaml-document',
  parse: (bytes, limits) => {
    const [first] = parseYaml(decodeText(bytes), limits)
    if (first === undefined)
      throw new FormatError('FORMAT_SYNTAX', 'expected a YAML document, found an empty file', { line: 1 })
    return first
  },
}

/** Loaded with the first file: a scan without any YAML does not pay for the parser. */
const load = createRequire(import.meta.url)

function library(): typeof import('js-yaml') {
  return load('js-yaml') as typeof import('js-yaml')
}

function parseYaml(text: string, limits: Limits): readonly Tree[] {
  const lines = lineIndex(text)
  const { events, joined } = readEvents(text, limits, lines)
  return new TreeBuilder(joined, events, limits, lines).documents()
}

interface ReadEvents {
  readonly events: readonly Event[]
  /** The text that was read: as given, but for lines of flow collections that were joined. Of the same length. */
  readonly joined: string
}

/** All attempts together read about as much as this, or the text twice. */
const MOST_READ_AGAIN = 4 * 1024 * 1024
const MOST_ATTEMPTS = 200

/**
 * A line of a flow collection must be indented further than what it belongs to (YAML 1.2.2, section 7.4), but the closing bracket
 * below its key, as in `branches: [⏎ main⏎ ]`, is read by libyaml, go-yaml, PyYAML and so by GitHub and Docker: here the line is
 * joined with the one before, which says the same.
 */
function readEvents(text: string, limits: Limits, lines: LineIndex): ReadEvents {
  const { parseEvents, YAMLException } = library()
  const attempts = Math.min(MOST_ATTEMPTS, 1 + Math.floor(MOST_READ_AGAIN / (text.length + 1)))
  let joined = text
  for (let attempt = 0; ; attempt++) {
    try {
      return { events: parseEvents(joined, { maxDepth: limits.depth }), joined }
    } catch (error) {
      const isDeficient = error instanceof YAMLException && error.reason === 'deficient indentation'
      const next = isDeficient && attempt < attempts ? joinedAt(joined, error.mark?.position ?? 0) : undefined
      if (next === undefined) throw asOurs(error, lines)
      joined = next
    }
  }
}

function asOurs(error: unknown, lines: LineIndex): unknown {
  const { YAMLException } = library()
  if (error instanceof RangeError) return new LimitError('LIMIT_DEPTH', 'YAML nested deeper than the parser can follow')
  if (!(error instanceof YAMLException)) return error
  const position = lines.position(error.mark?.position ?? 0)
  if (/depth/i.test(error.reason)) return new LimitError('LIMIT_DEPTH', `YAML: ${error.reason}`, position)
  return new FormatError('FORMAT_SYNTAX', `YAML: ${error.reason}`, position)
}

/** A finished node and how many values stand below it, so that an alias costs what it repeats (the "billion laughs" attack). */
interface Built {
  readonly value: TreeValue
  readonly weight: number
}

/** Walks the flat event list once. A class because position and anchors live exactly as long as one parse. */
class TreeBuilder {
  readonly #library = library()
  readonly #ids = this.#library.EVENT_ID
  readonly #text: string
  readonly #events: readonly Event[]
  readonly #limits: Limits
  readonly #lines: LineIndex
  #next = 0
  #nodes = 0
  #anchors = new Map<string, Built>()

  constructor(text: string, events: readonly Event[], limits: Limits, lines: LineIndex) {
    this.#text = text
    this.#events = events
    this.#limits = limits
    this.#lines = lines
  }

  documents(): readonly Tree[] {
    const found: Tree[] = []
    while (this.#next < this.#events.length) {
      if (this.#events[this.#next++]?.type !== this.#ids.DOCUMENT) continue
      this.#anchors = new Map()
      const root = this.#atEnd() ? emptyScalar(0) : this.#node(0).value
      found.push({ root, lines: this.#lines })
    }
    return found
  }

  #atEnd(): boolean {
    return this.#events[this.#next]?.type === this.#ids.POP
  }

  #node(depth: number): Built {
    const event = this.#events[this.#next++]
    if (event === undefined) return { value: emptyScalar(this.#text.length), weight: 1 }
    if (event.type === this.#ids.ALIAS)
      return this.#alias(this.#text.slice(event.anchorStart, event.anchorEnd), event.anchorStart)
    const offset = this.#offset(event)
    const before = this.#nodes
    this.#count(1, depth, offset)
    const value = this.#value(event, offset, depth)
    const built = { value, weight: this.#nodes - before }
    if ('anchorStart' in event && event.anchorStart >= 0) {
      this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), built)
    }
    return built
  }

  #value(event: Event, offset: number, depth: number): TreeValue {
    if (event.type === this.#ids.SCALAR) return this.#scalar(event, offset)
    if (event.type === this.#ids.SEQUENCE) {
      const items: TreeValue[] = []
      while (!this.#atEnd() && this.#next < this.#events.length) items.push(this.#node(depth + 1).value)
      this.#next++
      return { kind: 'array', offset, items }
    }
    const entries: TreeEntry[] = []
    const merged: TreeEntry[] = []
    while (!this.#atEnd() && this.#next < this.#events.length) {
      const key = this.#node(depth + 1).value
      const value = this.#node(depth + 1).value
      if (isMergeKey(key)) merged.push(...mergedEntries(value))
      else entries.push({ key: keyText(key), keyOffset: key.offset, value })
    }
    this.#next++
    // Own keys win over merged ones, and readers take the last of a key.
    return { kind: 'object', offset, entries: merged.length === 0 ? entries : [...merged, ...entries] }
  }

  #scalar(event: ScalarEvent, offset: number): TreeScalar {
    const source = this.#library.getScalarValue(this.#text, event)
    const plain = event.style === this.#library.SCALAR_STYLE_PLAIN && event.tagStart < 0
    return { kind: 'scalar', offset, value: plain ? coreValue(source) : source, source }
  }

  #alias(name: string, offset: number): Built {
    const target = this.#anchors.get(name)
    if (target === undefined) {
      throw new FormatError(
        'FORMAT_SYNTAX',
        `YAML: alias to an anchor that is not defined before it`,
        this.#lines.position(offset),
      )
    }
    this.#count(target.weight, 0, offset)
    return target
  }

  #count(nodes: number, depth: number, offset: number): void {
    this.#nodes += nodes
    withinBudget(this.#nodes, depth, this.#limits, () => this.#lines.position(offset))
  }

  #offset(event: Event): number {
    if (event.type === this.#ids.SCALAR) return Math.max(0, event.valueStart)
    return 'start' in event ? event.start : 0
  }
}

function emptyScalar(offset: number): TreeScalar {
  return { kind: 'scalar', offset, value: null, source: '' }
}

function isMergeKey(key: TreeValue): boolean {
  return key.kind === 'scalar' && key.source === '<<'
}

function mergedEntries(value: TreeValue): readonly TreeEntry[] {
  if (value.kind === 'object') return value.entries
  // "keys in mapping nodes earlier in the sequence override keys specified in later mapping nodes" (YAML merge key type)
  return value.kind === 'array' ? value.items.toReversed().flatMap(mergedEntriesOfItem) : []
}

function mergedEntriesOfItem(item: TreeValue): readonly TreeEntry[] {
  return item.kind === 'object' ? item.entries : []
}

/** A key that is not a scalar has no name an extractor could ask for. */
function keyText(key: TreeValue): string {
  return key.kind === 'scalar' ? key.source : ''
}

/** The core schema of YAML 1.2.2, section 10.3.2: null, booleans, integers, floats, else text. */
function coreValue(source: string): string | number | boolean | null {
  if (source === '' || source === '~' || /^(?:null|Null|NULL)$/.test(source)) return null
  if (/^(?:true|True|TRUE)$/.test(source)) return true
  if (/^(?:false|False|FALSE)$/.test(source)) return false
  if (/^[-+]?(?:[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/.test(source)) return Number(source)
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(source)) return Number(source)
  return source
}
