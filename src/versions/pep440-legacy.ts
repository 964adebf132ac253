import { isDigits } from './characters.ts'
import { numberKey, textKey } from './sort-key.ts'

/**
 * The sort key of a string that PEP 440 does not know, below the keys of all valid versions. Among themselves they are
 * ordered the way setuptools ordered every version before PEP 440, with one difference: numbers are compared as numbers,
 * where setuptools padded them to eight digits.
 *
 * In short: runs of digits, runs of letters, dots and dashes; words come before numbers; `rc`, `pre` and `preview` are
 * one; `dev` comes before all other words; words below `final` make a pre-release; `1.0.0` is `1`.
 */
export function legacyKey(version: string): string {
  const parts: string[] = []
  for (const part of legacyParts(version.trim())) {
    if (!isDigits(part)) dropBeforeWord(parts, part)
    parts.push(part)
  }
  return `0${parts.map(partKey).join('')}0`
}

const FINAL = '*final'
const FINAL_DASH = '*final-'

const REPLACED: ReadonlyMap<string, string> = new Map([
  ['pre', 'c'],
  ['preview', 'c'],
  ['rc', 'c'],
  ['-', 'final-'],
  ['dev', '@'],
])

/** Words are marked with `*`, which comes before every digit. */
function* legacyParts(version: string): Iterable<string> {
  for (const part of version.toLowerCase().match(/[0-9]+|[a-z]+|[.]|-|[^0-9a-z.-]+/g) ?? []) {
    if (part === '.') continue
    yield isDigits(part) ? part : `*${REPLACED.get(part) ?? part}`
  }
  yield FINAL
}

/** `1.0-beta` is `1beta`: a dash before a pre-release word and zeros before any word do not count. */
function dropBeforeWord(parts: string[], word: string): void {
  if (word < FINAL) while (parts.at(-1) === FINAL_DASH) parts.pop()
  while (/^0+$/.test(parts.at(-1) ?? '')) parts.pop()
}

function partKey(part: string): string {
  return isDigits(part) ? `2${numberKey(part)}` : `1${textKey(part)}`
}
