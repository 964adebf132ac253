import type { Format } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import { json } from './json.ts'
import { decodeText } from './text.ts'
import type { Tree } from './tree.ts'

/**
 * The data of Yarn Plug'n'Play: `.pnp.data.json` as it is, and out of `.pnp.cjs` the JSON that stands in its program as a text in
 * single quotes (`const RAW_RUNTIME_STATE = '…'`), with the offsets of the program. Undefined for a program without data, which is
 * what Yarn writes beside a `.pnp.data.json`. Nothing of the program is run. Throws what JSON throws.
 */
export const pnpData: Format<Tree | undefined> = {
  id: 'pnp-data',
  parse: (bytes, limits) => {
    const text = decodeText(bytes)
    if (/^\s*\{/.test(text.slice(0, 100))) return json.parse(bytes, limits)
    const start = text.search(/\bRAW_RUNTIME_STATE\s{0,20}=\s{0,20}'\{/)
    if (start < 0) return undefined
    const open = text.indexOf("'", start)
    const end = text.indexOf("}'", open)
    if (end < 0)
      throw new FormatError('FORMAT_SYNTAX', "expected }' at the end of the data of Plug'n'Play", { line: 1 })
    // Every line of the text ends in a backslash; as white space it keeps the places of all others.
    const data = text.slice(open + 1, end + 1).replace(/\\(?=\r?\n)/g, ' ')
    return json.parse(new TextEncoder().encode(blank(text.slice(0, open + 1)) + data), limits)
  },
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
