import { FormatError } from '../base/errors.ts'
import { decodeText } from './text.ts'

/**
 * The text of a requirements file: a byte order mark decides, else a PEP 263 line (`# -*- coding: latin-1 -*-`) among the
 * first two, else UTF-8; the order is pip's (`auto_decode`). Throws FORMAT_ENCODING.
 */
export function requirementsText(bytes: Uint8Array): string {
  const declared = hasByteOrderMark(bytes) ? undefined : declaredEncoding(bytes)
  if (declared === undefined || declared === 'utf-8') return decodeText(bytes)
  const label = LABELS.get(declared)
  if (label === undefined) {
    throw new FormatError('FORMAT_ENCODING', `expected an encoding we know, found ${JSON.stringify(declared)}`, {
      line: 1,
    })
  }
  return new TextDecoder(label).decode(bytes)
}

/** Python's names of the encodings people write, and those of the WHATWG standard that TextDecoder takes. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['latin-1', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['iso-8859-1', 'iso-8859-1'],
  ['iso-8859-15', 'iso-8859-15'],
  ['cp1252', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['cp1251', 'windows-1251'],
  ['koi8-r', 'koi8-r'],
  ['gbk', 'gbk'],
  ['gb2312', 'gbk'],
  ['gb18030', 'gb18030'],
  ['shift-jis', 'shift_jis'],
  ['euc-jp', 'euc-jp'],
  ['euc-kr', 'euc-kr'],
  ['ascii', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['utf8', 'utf-8'],
])

function hasByteOrderMark(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === 0xef && second === 0xbb && third === 0xbf)
  )
}

/** In lower case with `-`, for example `latin-1`. The first two lines are looked for in the first 400 bytes. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('iso-8859-1').decode(bytes.subarray(0, 400))
  for (const line of start.split('\n', 2)) {
    const name = line.startsWith('#') ? /coding[:=]\s*([-\w.]+)/.exec(line)?.[1] : undefined
    if (name !== undefined) return name.toLowerCase().replaceAll('_', '-')
  }
  return undefined
}
