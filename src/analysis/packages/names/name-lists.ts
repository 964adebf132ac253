import { FormatError } from '../../../base/errors.ts'
import type { Limits } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { entries, get, items, scalarText, string, type TreeValue } from '../../../formats/tree.ts'
import { looseText } from '../../../formats/loose-text.ts'

/**
 * The names of a list that a user has, most popular first. Told apart by their content:
 * - one name a line, in order of rank; empty lines and lines that begin with `#` do not count;
 * - CSV with a head line that names a column `name`, `project` or `package`, and perhaps one of downloads or ranks, which then gives the order;
 *   without a head line `name,downloads`;
 * - the JSON of top-pypi-packages (`rows` of `project` and `download_count`);
 * - npm-high-impact's list: the JavaScript file (`export const … = [ … ]`) or its JSON; any JSON array of names or of objects with a `name`.
 * Throws FORMAT_SYNTAX and LimitError as JSON does, FORMAT_SHAPE when no name is found.
 */
export function readNameList(bytes: Uint8Array, limits: Limits): readonly string[] {
  const text = looseText.parse(bytes, limits).trim()
  const names = namesOf(text, limits)
  if (names.length === 0) throw new FormatError('FORMAT_SHAPE', 'expected a list of names, found none', { line: 1 })
  return names
}

function namesOf(text: string, limits: Limits): readonly string[] {
  if (/^[[{]/.test(text)) return fromTree(json.parse(Buffer.from(text), limits).root)
  const script = text.search(/^export (?:const|default)\b/m)
  if (script >= 0) return fromScript(text.slice(script), limits)
  const lines = text.split(/\r?\n|\r/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return lines.some((line) => line.includes(',')) ? fromCsv(lines) : lines.map((line) => line.trim())
}

/** npm-high-impact writes the array with JSON.stringify, so what stands between the brackets is JSON. */
function fromScript(text: string, limits: Limits): readonly string[] {
  const array = text.slice(text.indexOf('['), text.lastIndexOf(']') + 1)
  return array === '' ? [] : fromTree(json.parse(Buffer.from(array), limits).root)
}

function fromTree(root: TreeValue): readonly string[] {
  const rows =
    root.kind === 'array'
      ? root
      : (get(root, 'rows') ?? entries(root).find(({ value }) => value.kind === 'array')?.value)
  const counted = items(rows).flatMap((row): readonly Row[] => {
    const name = string(row) ?? NAME_COLUMNS.map((key) => string(get(row, key))).find((value) => value !== undefined)
    const downloads = DOWNLOAD_COLUMNS.map((key) => scalarText(get(row, key))).find((value) => value !== undefined)
    return name === undefined ? [] : [{ name, downloads: Number(downloads ?? Number.NaN), rank: Number.NaN }]
  })
  return ordered(counted)
}

interface Row {
  readonly name: string
  readonly downloads: number
  readonly rank: number
}

const NAME_COLUMNS: readonly string[] = ['project', 'name', 'package']
const DOWNLOAD_COLUMNS: readonly string[] = ['download_count', 'downloads', 'count', 'weekly_downloads', 'dependents']

function fromCsv(lines: readonly string[]): readonly string[] {
  const cells = lines.map((line) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
  const head = (cells[0] ?? []).map((cell) => cell.toLowerCase())
  const named = head.findIndex((cell) => NAME_COLUMNS.includes(cell))
  const columns =
    named < 0
      ? { name: 0, downloads: 1, rank: -1 }
      : {
          name: named,
          downloads: head.findIndex((cell) => DOWNLOAD_COLUMNS.includes(cell)),
          rank: head.indexOf('rank'),
        }
  const rows = named < 0 ? cells : cells.slice(1)
  return ordered(
    rows.flatMap((row): readonly Row[] => {
      const name = row[columns.name] ?? ''
      return name === '' ? [] : [{ name, downloads: number(row[columns.downloads]), rank: number(row[columns.rank]) }]
    }),
  )
}

/** A missing number is none, and not the 0 that Number('') is. */
function number(cell: string | undefined): number {
  return cell === undefined || cell === '' ? Number.NaN : Number(cell)
}

/** By rank where all have one, by downloads where all have them, else as they stand. */
function ordered(rows: readonly Row[]): readonly string[] {
  const names = (sorted: readonly Row[]): readonly string[] => sorted.map(({ name }) => name)
  if (rows.every(({ rank }) => Number.isFinite(rank))) return names(rows.toSorted((a, b) => a.rank - b.rank))
  if (rows.every(({ downloads }) => Number.isFinite(downloads)))
    return names(rows.toSorted((a, b) => b.downloads - a.downloads))
  return names(rows)
}
