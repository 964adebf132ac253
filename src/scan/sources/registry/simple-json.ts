import { FormatError, LimitError } from '../../../base/errors.ts'
import { fields, list, parsedJson, text } from './json-fields.ts'
import { hexDigest } from './stated-digests.ts'
import type { FileDigest } from './release.ts'
import type { SimpleFile, SimplePage } from './simple-page.ts'

/**
 * A page in JSON (PEP 691, with the fields of PEP 658, 700, 714, 740 and 792). `base` is the address that answered. Throws FORMAT_SYNTAX for what is
 * no JSON, FORMAT_VERSION for a newer major version, FORMAT_SHAPE for a page without files, LIMIT_ENTRIES for more than `mostFiles`.
 */
export function simpleJson(page: string, base: string, mostFiles: number): SimplePage {
  const root = fields(parsedJson(page))
  const version = text(fields(root['meta'])['api-version']) ?? '1.0'
  if (!version.startsWith('1.')) {
    throw new FormatError('FORMAT_VERSION', `expected version 1 of the simple API, found ${version.slice(0, 20)}`)
  }
  const rows = root['files']
  if (!Array.isArray(rows)) throw new FormatError('FORMAT_SHAPE', 'expected a page with a list of files, found none')
  if (rows.length > mostFiles)
    throw new LimitError('LIMIT_ENTRIES', `${rows.length} files of one project, the limit is ${mostFiles}`)
  const versions = list(root['versions'])
  const status = statusOf(root)
  return {
    files: rows.flatMap((row) => fileOf(fields(row), base)),
    ...(versions === undefined ? {} : { versions: versions.flatMap((one) => text(one) ?? []) }),
    ...(status === undefined ? {} : { status }),
  }
}

function statusOf(root: Readonly<Record<string, unknown>>): string | undefined {
  const status = text(fields(root['project-status'])['status']) ?? text(fields(root['meta'])['project-status'])
  return status === 'active' ? undefined : status
}

function fileOf(row: Readonly<Record<string, unknown>>, base: string): readonly SimpleFile[] {
  const [name, url] = [text(row['filename']), text(row['url'])]
  const address = url === undefined ? null : URL.parse(url, base)
  if (name === undefined || address === null) return []
  address.hash = ''
  const size = row['size']
  const published = text(row['upload-time'])
  const requiresPython = text(row['requires-python'])
  const metadata = metadataOf(row['core-metadata'] ?? row['dist-info-metadata'] ?? row['data-dist-info-metadata'])
  const provenance = text(row['provenance'])
  const { yanked } = row
  return [
    {
      name,
      address: address.href,
      digests: digestsOf(row['hashes']),
      ...(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? { size } : {}),
      ...(published === undefined ? {} : { published }),
      ...(requiresPython === undefined ? {} : { requiresPython }),
      ...(yanked === undefined || yanked === false || yanked === null ? {} : { yanked: text(yanked) ?? '' }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(provenance === undefined ? {} : { provenance: URL.parse(provenance, base)?.href ?? provenance }),
    },
  ]
}

function digestsOf(value: unknown): readonly FileDigest[] {
  return Object.entries(fields(value)).flatMap(([algorithm, hex]) => hexDigest(algorithm, text(hex) ?? '') ?? [])
}

/** `true` or the digests; `false` where there is none. */
function metadataOf(value: unknown): readonly FileDigest[] | undefined {
  if (value === undefined || value === null || value === false) return undefined
  return value === true ? [] : digestsOf(value)
}
