import { type DocumentEvent, EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml'
import { FormatError, LimitError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'

/** A tag of a YAML node: the name of the type its loader makes of it. */
export interface YamlTag {
  /** In full, handles and escapes resolved, for example `tag:yaml.org,2002:python/name:os.system` or `!new:torch.nn.ReLU`. */
  readonly tag: string
  /** Of the tag, in UTF-16 code units. */
  readonly offset: number
  /** The text of a tagged scalar; undefined for collections. */
  readonly text: string | undefined
}

/**
 * The tags of all nodes of a YAML stream in the order of the text (YAML 1.2.2, sections 5.6 and 6.8.2): which trees of values
 * leave away, and which decide what PyYAML and its descendants build. Throws FormatError, LimitError. Linear.
 */
export function yamlTags(text: string, limits: Limits): readonly YamlTag[] {
  const found: YamlTag[] = []
  let handles: ReadonlyMap<string, string> = new Map()
  for (const event of eventsOf(text, limits)) {
    if (event.type === EVENT_ID.DOCUMENT) handles = handlesOf(event)
    if (!('tagStart' in event) || event.tagStart < 0) continue
    if (found.length >= limits.nodes)
      throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} tags in one file`)
    const written = text.slice(event.tagStart, event.tagEnd)
    found.push({
      tag: resolved(written, handles),
      offset: event.tagStart,
      text: event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined,
    })
  }
  return found
}

function eventsOf(text: string, limits: Limits): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: limits.depth })
  } catch (error) {
    if (error instanceof RangeError)
      throw new LimitError('LIMIT_DEPTH', 'YAML nested deeper than the parser can follow')
    if (!(error instanceof YAMLException)) throw error
    if (/depth/i.test(error.reason)) throw new LimitError('LIMIT_DEPTH', `YAML: ${error.reason}`)
    throw new FormatError('FORMAT_SYNTAX', `YAML: ${error.reason}`)
  }
}

function handlesOf({ directives }: DocumentEvent): ReadonlyMap<string, string> {
  return new Map(directives.flatMap((one) => (one.kind === 'tag' ? [[one.handle, one.prefix] as const] : [])))
}

function resolved(written: string, handles: ReadonlyMap<string, string>): string {
  if (written.startsWith('!<')) return unescaped(written.slice(2, written.endsWith('>') ? -1 : undefined))
  const handle = /^!(?:[\w-]*!)?/.exec(written)?.[0] ?? ''
  const prefix = handles.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle)
  return unescaped(prefix + written.slice(handle.length))
}

/** `%70ython` is `python`; what is no escape stays. */
function unescaped(tag: string): string {
  return tag.replace(/%[0-9a-fA-F]{2}/g, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)))
}
