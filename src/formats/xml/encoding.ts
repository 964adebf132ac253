import { excerpt } from '../../base/escape.ts'
import { FormatError } from '../../base/errors.ts'

/** Encodings every XML reader has, or that are read alike by all of them. Others (UTF-7, EBCDIC) hide text from tools. */
const KNOWN: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  'iso-8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
  'windows-1252': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
}

/**
 * Decodes the bytes of an XML file piece by piece: by its byte order mark, else by its declaration, else as UTF-8 (XML 1.0,
 * appendix F). `tell` hears of an encoding that is not known; bytes that are not of the encoding throw FORMAT_ENCODING.
 */
export function xmlDecoder(
  head: Uint8Array,
  tell: (kind: 'encoding', message: string) => void,
): (bytes: Uint8Array, last: boolean) => string {
  const decoder = new TextDecoder(encodingOf(head, tell), { fatal: true })
  return (bytes, last) => {
    try {
      return decoder.decode(bytes, { stream: !last })
    } catch {
      throw new FormatError('FORMAT_ENCODING', `expected ${decoder.encoding}, found other bytes`)
    }
  }
}

/** `<` in UTF-16 with or without a mark; otherwise the declaration is in ASCII. */
function encodingOf(head: Uint8Array, tell: (kind: 'encoding', message: string) => void): string {
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be'
  if (first === 0xef && second === 0xbb) return 'utf-8'
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 200)).toString('latin1')
  const declared = /^<\?xml[^>]{0,100}\bencoding\s{0,10}=\s{0,10}["']([\w.:-]{1,40})["']/.exec(text)?.[1]
  if (declared === undefined) return 'utf-8'
  const known = KNOWN[declared.toLowerCase()]
  if (known === undefined) tell('encoding', `the encoding ${excerpt(declared, 40)}, read as UTF-8`)
  // UTF-16 without a mark and without zeros is a lie: the declaration itself is readable as ASCII.
  return known === undefined || known.startsWith('utf-16') ? 'utf-8' : known
}
