import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { UsageError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { ScanResult } from '../../model/scan-result.ts'

/** Largest result that is read; one of 15,000 packages has 23 MB. */
const LARGEST = 512 * 1024 * 1024

/** A result that `assay scan --format json` wrote. Throws USAGE_RESULT that says what is missing, USAGE_PATH. */
export async function readResult(file: string, folder: string): Promise<ScanResult> {
  const bytes = await bytesOf(resolve(folder, file), file)
  let value: unknown
  try {
    value = JSON.parse(bytes.toString())
  } catch (error) {
    throw wrong(file, `is not JSON: ${excerpt(error instanceof Error ? error.message : '', 120)}`)
  }
  for (const [path, fits, expected] of SHAPE) {
    const found = missing(value, path.split('.'), fits)
    if (found !== undefined) throw wrong(file, `has no ${expected} at ${found}`)
  }
  // The shape of everything that is compared was checked; what is not compared is not looked at.
  return value as ScanResult
}

async function bytesOf(path: string, shown: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > LARGEST) throw wrong(shown, `is larger than ${LARGEST} bytes`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError('USAGE_PATH', `the result ${basename(shown)} cannot be read: ${code}`)
  }
}

function wrong(file: string, what: string): UsageError {
  return new UsageError('USAGE_RESULT', `${excerpt(file, 120)} ${what}`)
}

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number'
const isFlag: Check = (value) => typeof value === 'boolean'
const isList: Check = Array.isArray
const isRecord: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isTextOrNull: Check = (value) => value === null || isText(value)

/** What the comparison reads, outermost first; `*` is every item of a list. */
const SHAPE: readonly (readonly [path: string, fits: Check, expected: string])[] = [
  ['schemaVersion', (value) => value === 1, 'version 1 of the format'],
  ['tool.version', isText, 'text'],
  ['target', isText, 'text'],
  ['verdict.decision', isText, 'text'],
  ['verdict.findings', isList, 'list'],
  ['verdict.findings.*.fingerprint', isText, 'text'],
  ['verdict.findings.*.decision', isText, 'text'],
  ['verdict.reasons', isList, 'list'],
  ['verdict.reasons.*.decision', isText, 'text'],
  ['verdict.reasons.*.message', isText, 'text'],
  ['coverage.complete', isFlag, 'truth value'],
  ['coverage.gaps', isList, 'list'],
  ['coverage.gaps.*', isText, 'text'],
  ['coverage.files.seen', isNumber, 'number'],
  ['coverage.files.parsed', isNumber, 'number'],
  ['coverage.files.failed', isNumber, 'number'],
  ['coverage.files.skipped', isList, 'list'],
  ['coverage.files.skipped.*.what', isText, 'text'],
  ['coverage.files.skipped.*.reason', isText, 'text'],
  ['coverage.packages.total', isNumber, 'number'],
  ['coverage.advisories.asOf', isTextOrNull, 'date'],
  ['components', isList, 'list'],
  ['components.*.id', isText, 'text'],
  ['components.*.name', isText, 'text'],
  ['components.*.ecosystem', (value) => value === 'PyPI' || value === 'npm' || value === 'conda', 'ecosystem'],
  ['components.*.version.kind', isText, 'text'],
  ['components.*.origin.kind', isText, 'text'],
  ['components.*.direct', isText, 'text'],
  ['findings', isList, 'list'],
  ['findings.*.fingerprint', isText, 'text'],
  ['findings.*.ruleId', isText, 'text'],
  ['findings.*.severity', isText, 'text'],
  ['findings.*.title', isText, 'text'],
  ['findings.*.identity', isText, 'text'],
  ['findings.*.evidence', isList, 'list'],
  ['findings.*.evidence.*.location.path', isText, 'text'],
  ['findings.*.fix.text', isText, 'text'],
  ['models', isList, 'list'],
  ['models.*.id', isText, 'text'],
  ['models.*.name', isText, 'text'],
  ['models.*.files', isList, 'list'],
  ['models.*.files.*.path', isText, 'text'],
  ['models.*.remoteCode', isList, 'list'],
  ['models.*.claims.licenses', isList, 'list'],
  ['diagnostics', isList, 'list'],
  ['diagnostics.*.level', isText, 'text'],
  ['diagnostics.*.message', isText, 'text'],
]

/** The first place on the path where it does not fit, in words. */
function missing(value: unknown, path: readonly string[], fits: Check, shown = ''): string | undefined {
  const [step, ...rest] = path
  if (step === undefined) return fits(value) ? undefined : shown
  if (step === '*') {
    if (!isList(value)) return shown
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      const found = missing(item, rest, fits, `${shown}[${index}]`)
      if (found !== undefined) return found
    }
    return undefined
  }
  const place = shown === '' ? step : `${shown}.${step}`
  if (!isRecord(value) || !Object.hasOwn(value as object, step)) return place
  return missing((value as Readonly<Record<string, unknown>>)[step], rest, fits, place)
}
