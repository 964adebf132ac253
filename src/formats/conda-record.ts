import type { Format } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import { lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'

/** What conda writes down of an installed package (`conda-meta/name-version-build.json`, "PrefixRecord"). */
export interface CondaRecord {
  readonly name: string
  readonly version: string
  /** Of the version, 1-based. */
  readonly place: { readonly line: number; readonly column: number }
  readonly url?: string
  readonly channel?: string
  readonly sha256?: string
  readonly md5?: string
  readonly depends: readonly string[]
  /** What the user typed, when the user asked for the package. */
  readonly requested: readonly string[]
}

/**
 * A record holds the path of every file of the package, thousands of them: it is read without a tree, and only the version is
 * looked up in the text. Throws FORMAT_SYNTAX, and FORMAT_SHAPE without a name and a version.
 */
export const condaRecord: Format<CondaRecord> = {
  id: 'conda-record',
  parse: (bytes) => {
    const text = decodeText(bytes)
    const record = parsed(text)
    const name = textOf(record, 'name')
    const version = textOf(record, 'version')
    if (name === undefined || version === undefined)
      throw new FormatError('FORMAT_SHAPE', 'expected `name` and `version` of a conda package', { line: 1 })
    return {
      name,
      version,
      place: placeOf(text, version),
      ...optional('url', textOf(record, 'url')),
      ...optional('channel', textOf(record, 'channel')),
      ...optional('sha256', textOf(record, 'sha256')),
      ...optional('md5', textOf(record, 'md5')),
      depends: textsOf(record, 'depends'),
      requested: [...textsOf(record, 'requested_specs'), textOf(record, 'requested_spec') ?? ''].filter(
        (spec) => spec !== '' && spec !== 'None',
      ),
    }
  },
}

type JsonObject = Readonly<Record<string, unknown>>

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
    throw new FormatError('FORMAT_SYNTAX', `JSON: ${error.message.slice(0, 120)}`, { line: 1 })
  }
  throw new FormatError('FORMAT_SHAPE', 'expected an object', { line: 1 })
}

function textOf(record: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(record, key) ? record[key] : undefined
  return typeof value === 'string' ? value : undefined
}

function textsOf(record: JsonObject, key: string): readonly string[] {
  const value = Object.hasOwn(record, key) ? record[key] : undefined
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

/** Keys are sorted, so `version` stands near the end: the last one is the record's own. */
function placeOf(text: string, version: string): CondaRecord['place'] {
  const key = text.lastIndexOf('"version"')
  const found = key < 0 ? -1 : text.indexOf(version, key + '"version"'.length)
  return lineIndex(text).position(Math.max(0, found))
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [P in K]: string })
}
