/** A row of RECORD (PEP 376, PEP 427): path, `algorithm=digest` in base64 for addresses without padding, size in bytes. */
export interface RecordRow {
  readonly path: string
  readonly hash: string
  readonly size: string
  readonly line: number
}

/** The rows of a RECORD, which is CSV as Python's csv module writes it. Lines that have no path are left out. Linear. */
export function* recordRows(bytes: Uint8Array): Generator<RecordRow> {
  const text = new TextDecoder().decode(bytes)
  let line = 0
  for (const { 0: row } of text.matchAll(/[^\r\n]*(?:\r?\n|$)/g)) {
    line++
    const [path = '', hash = '', size = ''] = cells(row.trimEnd())
    if (path !== '') yield { path, hash, size, line }
  }
}

/** Three at most; a quote inside quotes is doubled. */
function cells(row: string): readonly string[] {
  if (!row.includes('"')) return row.split(',', 3)
  const found: string[] = []
  for (let at = 0; at <= row.length && found.length < 3;) {
    const quoted = row.charAt(at) === '"'
    let end = quoted ? at + 1 : at
    if (quoted) while (end < row.length && (row.charAt(end) !== '"' || row.charAt(++end) === '"')) end++
    const comma = row.indexOf(',', end)
    const stop = comma < 0 ? row.length : comma
    found.push(quoted ? row.slice(at + 1, end - 1).replaceAll('""', '"') : row.slice(at, stop))
    at = stop + 1
  }
  return found
}
