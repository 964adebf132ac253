import { decodedEntities } from './html-entities.ts'

/** The beginning of an element, with its attributes decoded. */
export interface Tag {
  readonly name: 'a' | 'base' | 'meta'
  /** By name in lower case; of two equal ones the first, as the HTML standard has it. */
  readonly attributes: ReadonlyMap<string, string>
}

/**
 * The `a`, `base` and `meta` elements of a page, in order, as a browser's tokenizer sees them (HTML standard, section 13.2.5): not those within comments,
 * scripts and styles. Linear: every character is passed once.
 */
export function* anchorTags(page: string): Generator<Tag> {
  for (let at = page.indexOf('<'); at >= 0; at = page.indexOf('<', at)) {
    if (page.startsWith('<!--', at)) {
      at = behind(page, '-->', at + 4)
      continue
    }
    const name = nameAt(page, at + 1)
    const read = attributesAt(page, at + 1 + name.length)
    at = read.end
    if (name === 'script' || name === 'style') at = rawTextEnd(page, name, at)
    if (name === 'a' || name === 'base' || name === 'meta') yield { name, attributes: read.attributes }
  }
}

function behind(page: string, mark: string, from: number): number {
  const end = page.indexOf(mark, from)
  return end < 0 ? page.length : end + mark.length
}

/** The letters behind `<`; empty for an end tag, a declaration or a lone `<`. */
function nameAt(page: string, from: number): string {
  let end = from
  while (end - from < LONGEST_NAME && /[A-Za-z0-9]/.test(page[end] ?? '')) end++
  return page.slice(from, end).toLowerCase()
}

const LONGEST_NAME = 32

/** Without an end all the rest of the page is script. */
function rawTextEnd(page: string, name: 'script' | 'style', from: number): number {
  const end = name === 'script' ? /<\/script/gi : /<\/style/gi
  end.lastIndex = from
  const found = end.exec(page)
  return found === null ? page.length : found.index + 2
}

interface ReadAttributes {
  readonly attributes: ReadonlyMap<string, string>
  readonly end: number
}

function attributesAt(page: string, from: number): ReadAttributes {
  // Sticky, so that it is tried at one place only: white space, a name, and perhaps a value in one of three forms.
  const attribute = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/y
  const attributes = new Map<string, string>()
  let at = from
  for (let count = 0; count < MOST_ATTRIBUTES; count++) {
    attribute.lastIndex = at
    const found = attribute.exec(page)
    if (found === null) break
    const [all, name = '', double, single, bare] = found
    if (!attributes.has(name.toLowerCase()))
      attributes.set(name.toLowerCase(), decodedEntities(double ?? single ?? bare ?? ''))
    at += all.length
  }
  const end = page.indexOf('>', at)
  return { attributes, end: end < 0 ? page.length : end + 1 }
}

/** An anchor of an index has five. */
const MOST_ATTRIBUTES = 32
