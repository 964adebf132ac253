import type { TextRole } from './sensitive-scanner.ts'

/** A text of a notebook as its reader sees it: lists of lines joined, escapes of JSON gone. */
export interface NotebookText {
  readonly kind: 'source' | 'output' | 'metadata' | 'attachment'
  readonly role: TextRole
  /** 1-based; undefined for the notebook as a whole. */
  readonly cell: number | undefined
  readonly text: string
}

/** Deeper than the metadata of any widget; a crafted notebook must not exhaust the stack. */
const DEEPEST = 60

/**
 * Every text of a notebook (nbformat 3 and 4): sources, streams, results of all text types, tracebacks, metadata with the states of
 * widgets, attachments that are text. Pictures are left out. Undefined when the bytes are no JSON or hold no cells.
 */
export function notebookTexts(bytes: Uint8Array): readonly NotebookText[] | undefined {
  const root = parsed(bytes)
  if (!isRecord(root)) return undefined
  const cells = cellsOf(root)
  if (cells === undefined) return undefined
  const texts = cells.flatMap((cell, index) => textsOfCell(cell, index + 1))
  const metadata = joinedTexts(root['metadata'])
  return metadata === '' ? texts : [...texts, { kind: 'metadata', role: 'output', cell: undefined, text: metadata }]
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown
  } catch {
    // The extractor says what is wrong with it; its text is looked through as it stands.
    return undefined
  }
}

function cellsOf(root: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  if (Array.isArray(root['cells'])) return root['cells']
  const sheets = root['worksheets']
  if (!Array.isArray(sheets)) return undefined
  return sheets.flatMap((sheet) => (isRecord(sheet) && Array.isArray(sheet['cells']) ? sheet['cells'] : []))
}

function textsOfCell(cell: unknown, number: number): readonly NotebookText[] {
  if (!isRecord(cell)) return []
  const code = cell['cell_type'] === 'code'
  const texts: NotebookText[] = []
  const add = (kind: NotebookText['kind'], role: TextRole, text: string): void => {
    if (text !== '') texts.push({ kind, role, cell: number, text })
  }
  add('source', code ? 'source' : 'prose', lines(cell['source'] ?? cell['input']))
  for (const output of Array.isArray(cell['outputs']) ? cell['outputs'] : [])
    add('output', 'output', outputText(output))
  add('metadata', 'output', joinedTexts(cell['metadata']))
  if (isRecord(cell['attachments'])) {
    for (const one of Object.values(cell['attachments'])) add('attachment', 'output', bundleText(one))
  }
  return texts
}

/** A string, or a list of strings that carry their own line ends. */
function lines(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : ''
}

/** `stream` has text, results have a bundle by media type, errors a traceback with colours in it. */
function outputText(output: unknown): string {
  if (!isRecord(output)) return ''
  const { text, data, traceback, evalue } = output
  const trace = Array.isArray(traceback) ? traceback.filter((line) => typeof line === 'string').join('\n') : ''
  const parts = [lines(text), bundleText(data), lines(evalue), withoutColours(trace), joinedTexts(output['metadata'])]
  // nbformat 3 keeps the bundle in the output itself.
  if (data === undefined) parts.push(...['html', 'json', 'javascript', 'latex'].map((key) => lines(output[key])))
  return parts.filter((part) => part !== '').join('\n')
}

function bundleText(bundle: unknown): string {
  if (!isRecord(bundle)) return ''
  return Object.entries(bundle)
    .filter(([type]) => !/^(?:image\/(?!svg)|audio\/|video\/|application\/pdf)/.test(type))
    .map(([, value]) => (typeof value === 'string' || isLines(value) ? lines(value) : joinedTexts(value)))
    .filter((text) => text !== '')
    .join('\n')
}

function isLines(value: unknown): boolean {
  return Array.isArray(value) && value.every((line) => typeof line === 'string')
}

/** IPython colours tracebacks; an escape sequence may stand in the middle of a token. */
function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[0-9;]{0,20}m/g, '')
}

/** All strings of a value with their keys, one a line, as `key = "text"`: so that the words before a secret are seen. */
function joinedTexts(value: unknown): string {
  const found: string[] = []
  collect(value, '', 0, found)
  return found.join('\n')
}

function collect(value: unknown, key: string, depth: number, found: string[]): void {
  if (typeof value === 'string') found.push(key === '' ? value : `${key} = "${value}"`)
  else if (depth > DEEPEST) return
  else if (Array.isArray(value)) for (const item of value) collect(item, key, depth + 1, found)
  else if (isRecord(value)) for (const [name, item] of Object.entries(value)) collect(item, name, depth + 1, found)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
