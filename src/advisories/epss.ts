import { gunzipSync } from 'node:zlib'
import { ExternalError } from '../base/errors.ts'
import type { DatabaseBuild } from './build.ts'
import { timeOf } from './fields.ts'
import { cveNumber } from './schema.ts'
import type { Tally } from './tally.ts'

/**
 * Adds FIRST's daily file of exploit predictions: CSV, gzip or plain; comments (`#model_version:…,score_date:…`), a line of
 * column names, then rows. Rows that are not understood are counted. Throws EXTERNAL_FEED when it is not that file or unpacks
 * to more than `mostBytes`. All rows are kept: which CVEs the records name changes without this file changing.
 */
export function addPredictions(bytes: Uint8Array, build: DatabaseBuild, tally: Tally, mostBytes: number): void {
  const text = unpacked(bytes, mostBytes)
  let columns: Columns | undefined
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) noteDate(line, tally)
    else if (columns === undefined) columns = columnsOf(line)
    else addRow(line, columns, build, tally)
  }
}

interface Columns {
  readonly cve: number
  readonly score: number
  readonly percentile: number
}

function unpacked(bytes: Uint8Array, mostBytes: number): string {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b
  try {
    const plain = packed ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes
    // The file is ASCII: latin1 keeps it at one byte per character.
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength).toString('latin1')
  } catch (error) {
    const reason = error instanceof RangeError ? `unpacks to more than ${mostBytes} bytes` : 'is damaged gzip'
    throw new ExternalError('EXTERNAL_FEED', `the EPSS feed ${reason}`, { retryable: false, cause: error })
  }
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(start, end).trim()
    if (line !== '') yield line
    start = end + 1
  }
}

function noteDate(comment: string, tally: Tally): void {
  const date = /score_date:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:Z|\+00:?00)/.exec(comment.slice(0, 200))
  const time = timeOf(date && `${date[1]}Z`)
  if (time !== undefined) tally.seen(time)
}

function columnsOf(line: string): Columns {
  const names = line.slice(0, 200).split(',')
  const columns = { cve: names.indexOf('cve'), score: names.indexOf('epss'), percentile: names.indexOf('percentile') }
  if (Object.values(columns).includes(-1)) {
    throw new ExternalError('EXTERNAL_FEED', 'the EPSS feed has no columns cve, epss and percentile', {
      retryable: false,
    })
  }
  return columns
}

function addRow(line: string, columns: Columns, build: DatabaseBuild, tally: Tally): void {
  const cells = line.slice(0, 200).split(',')
  const cve = cells[columns.cve] ?? ''
  const score = figureOf(cells[columns.score])
  const percentile = figureOf(cells[columns.percentile])
  if (cveNumber(cve) === undefined || score === undefined || percentile === undefined) {
    tally.bad(cve.slice(0, 32) || 'a row', 'expected a CVE and two figures from 0 to 1')
    return
  }
  build.addPrediction({ cve, score, percentile })
  tally.entry()
}

function figureOf(cell: string | undefined): number | undefined {
  if (cell === undefined || !/^\d(?:\.\d{1,20})?(?:[eE]-\d{1,2})?$/.test(cell)) return undefined
  const figure = Number(cell)
  return figure <= 1 ? figure : undefined
}
