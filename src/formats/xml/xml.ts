import sax, { type SAXOptions, type SAXParser, type Tag } from 'sax'
import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { xmlDecoder } from './encoding.ts'

/**
 * What an XML file holds that readers treat differently or that reaches outside of it. `doctype`: declares anything at all;
 * `entity`: declares or uses entities of its own; `external`: names a file or an address that a careless reader fetches.
 */
export type XmlBreach =
  | 'broken'
  | 'limit'
  | 'encoding'
  | 'doctype'
  | 'entity'
  | 'external'
  | 'include'
  | 'stylesheet'
  | 'duplicate-attribute'

/** Lines count from 1. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** 1 for the root. */
  readonly depth: number
  readonly line: number
}

/** What is told while a file is read; the places of `open` and `close` match. */
export interface XmlHandler {
  open(element: XmlElement): void
  close?(name: string): void
  text?(text: string, line: number): void
}

/** Text between two tags beyond this comes in several pieces; an attribute, a comment or a name beyond it ends the reading. */
const CHUNK_BYTES = 64 * 1024
const MOST_ATTRIBUTES = 256

/**
 * Reads XML from front to back and tells what stands there. Nothing is resolved: entities of the file stay as they are written,
 * files and addresses are never opened (OWASP "XML External Entity Prevention"). What is broken or too much ends the reading with
 * what was told so far. Returns what was noticed; throws nothing on hostile input.
 */
export async function readXml(
  source: ByteSource,
  limits: Limits,
  handler: XmlHandler,
): Promise<readonly Anomaly<XmlBreach>[]> {
  const log = anomalyLog<XmlBreach>()
  const parser = listeningParser(limits, handler, log)
  try {
    const decoder = xmlDecoder(await source.slice(0, 1024), log.add)
    const end = Math.min(source.size, limits.fileBytes)
    for (let at = 0; at < end; at += CHUNK_BYTES)
      parser.write(decoder(await source.slice(at, Math.min(CHUNK_BYTES, end - at)), at + CHUNK_BYTES >= end))
    if (end < source.size) throw new LimitError('LIMIT_SIZE', `${source.size} bytes, the limit is ${limits.fileBytes}`)
    parser.close()
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    log.add(error instanceof LimitError ? 'limit' : 'broken', `${error.message} in line ${parser.line + 1}`)
  }
  return log.list()
}

/** A parser whose attributes cannot get in the way of its own code: `hasOwnProperty` and `__proto__` are names like any other. */
const NO_ATTRIBUTES: object = Object.freeze(Object.assign(Object.create(null), { hasOwnProperty: () => false }))

/** Only the five entities of XML itself, not those of HTML; lines are counted. */
const OPTIONS: SAXOptions & { readonly strictEntities: boolean } = { strictEntities: true, position: true }

function listeningParser(limits: Limits, handler: XmlHandler, log: AnomalyLog<XmlBreach>): SAXParser {
  const parser = new sax.SAXParser(true, OPTIONS)
  let attributes = new Map<string, string>()
  let depth = 0
  let nodes = 0
  let hasRoot = false
  const count = (): void => {
    if (++nodes > limits.nodes) throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} elements and texts`)
  }
  const listeners: Partial<SAXParser> = {
    onopentagstart: (tag: Tag) => {
      tag.attributes = Object.create(NO_ATTRIBUTES) as Tag['attributes']
      attributes = new Map()
    },
    onattribute: ({ name, value }) => {
      if (attributes.has(name)) log.add('duplicate-attribute', `${excerpt(name, 80)} twice in line ${parser.line + 1}`)
      else attributes.set(name, value)
      if (attributes.size > MOST_ATTRIBUTES)
        throw new LimitError('LIMIT_ENTRIES', `more than ${MOST_ATTRIBUTES} attributes of one element`)
    },
    onopentag: ({ name }) => {
      count()
      // The parser would go on with a second document, of which other readers know nothing.
      if (depth === 0 && hasRoot) throw new FormatError('FORMAT_SYNTAX', 'expected the end, found a second root')
      hasRoot = true
      depth++
      if (depth > limits.depth) throw new LimitError('LIMIT_DEPTH', `elements nested ${depth} levels deep`)
      // XInclude: another document in the place of the element.
      if (/^(?:\w+:)?include$/.test(name))
        log.add('include', `${excerpt(attributes.get('href') ?? name, 120)} in line ${parser.line + 1}`)
      handler.open({ name, attributes, depth, line: parser.line + 1 })
    },
    onclosetag: (name) => {
      depth--
      handler.close?.(name)
    },
    ontext: (text) => {
      count()
      if (depth > 0) handler.text?.(text, parser.line + 1)
    },
    oncdata: (text) => handler.text?.(text, parser.line + 1),
    ondoctype: (doctype) => tellDoctype(String(doctype), log),
    onprocessinginstruction: ({ name, body }) => {
      if (name === 'xml-stylesheet') log.add('stylesheet', excerpt(body, 120))
    },
    onerror: (error) => onError(parser, error, log),
  }
  return Object.assign(parser, listeners)
}

function tellDoctype(doctype: string, log: AnomalyLog<XmlBreach>): void {
  log.add('doctype', excerpt(doctype.trim(), 120))
  if (/<!ENTITY/i.test(doctype)) log.add('entity', 'entities are declared in the document type')
  const external = /\b(?:SYSTEM|PUBLIC)\s{0,100}["']([^"']{0,200})/i.exec(doctype)
  if (external !== null) log.add('external', excerpt(external[1] ?? '', 120))
}

/** An entity that only the document type defines is kept as it is written; anything else ends the reading. */
function onError(parser: SAXParser, error: Error, log: AnomalyLog<XmlBreach>): void {
  const message = error.message.split('\n')[0] ?? ''
  if (message.startsWith('Invalid character entity')) {
    log.add('entity', `an entity that XML does not define in line ${parser.line + 1}`)
    parser.error = null as unknown as Error
    return
  }
  if (!message.startsWith('Max buffer length'))
    throw new FormatError('FORMAT_SYNTAX', `expected XML, found: ${message}`)
  if (message.endsWith('doctype')) log.add('doctype', 'a document type of more than 64 KiB')
  throw new LimitError('LIMIT_SIZE', `one name, attribute or comment of more than ${CHUNK_BYTES} characters`)
}
