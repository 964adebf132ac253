import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, unzipSync } from 'node:zlib'

/** Largest text that is decoded or results from decoding. */
export const MOST_DECODED = 4 * 1024 * 1024

/** Bytes (one character each) of a text in one of the encodings of `Buffer.from`; undefined for one that does not exist. */
export function encodeText(text: string, encoding: string): string | undefined {
  const name = encodingOf(encoding)
  if (name === undefined || text.length > MOST_DECODED) return undefined
  return Buffer.from(text, name).toString('latin1')
}

/** The text that bytes are in one of the encodings of `buffer.toString`. */
export function decodeBytes(bytes: string, encoding: string): string | undefined {
  const name = encodingOf(encoding)
  if (name === undefined || bytes.length > MOST_DECODED) return undefined
  return Buffer.from(bytes, 'latin1').toString(name)
}

/** Encodings that hide what a text says. */
export function isHiding(encoding: string): boolean {
  return /^(?:base64|base64url|hex)$/i.test(encoding)
}

function encodingOf(name: string): BufferEncoding | undefined {
  const plain = name.toLowerCase()
  return Buffer.isEncoding(plain) ? plain : undefined
}

/** Functions of the runtime and of zlib that make one constant text of another; undefined where it is none of them or fails. */
export function decodeWith(
  name: string,
  input: string,
): { readonly text: string; readonly bytes: boolean } | undefined {
  if (input.length > MOST_DECODED) return undefined
  const decoder = TEXT_DECODERS.get(name)
  const text = decoder?.(input)
  if (text !== undefined) return { text, bytes: false }
  const inflate = BYTE_DECODERS.get(name)
  if (inflate === undefined) return undefined
  try {
    const options = { maxOutputLength: MOST_DECODED }
    return { text: inflate(Buffer.from(input, 'latin1'), options).toString('latin1'), bytes: true }
  } catch (error) {
    // What is not compressed, or gives more than the bound.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** Is it one of them? */
export function isDecoder(name: string): boolean {
  return TEXT_DECODERS.has(name) || BYTE_DECODERS.has(name)
}

const TEXT_DECODERS: ReadonlyMap<string, (input: string) => string | undefined> = new Map<
  string,
  (input: string) => string | undefined
>([
  ['global.atob', atobText],
  ['global.btoa', (input) => Buffer.from(input, 'latin1').toString('base64')],
  ['global.unescape', unescapeText],
  ['global.escape', escapeText],
  ['global.decodeURIComponent', (input) => percent(input, decodeURIComponent)],
  ['global.decodeURI', (input) => percent(input, decodeURI)],
  ['global.encodeURIComponent', (input) => percent(input, encodeURIComponent)],
  ['global.encodeURI', (input) => percent(input, encodeURI)],
  ['node:querystring.unescape', (input) => percent(input, decodeURIComponent)],
])

type Inflate = (input: Buffer, options: { readonly maxOutputLength: number }) => Buffer

const BYTE_DECODERS: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ['node:zlib.inflateSync', inflateSync],
  ['node:zlib.inflateRawSync', inflateRawSync],
  ['node:zlib.gunzipSync', gunzipSync],
  ['node:zlib.unzipSync', unzipSync],
  ['node:zlib.brotliDecompressSync', brotliDecompressSync],
])

function atobText(input: string): string | undefined {
  const plain = input.replaceAll(/\s+/g, '')
  return /^[A-Za-z0-9+/]*={0,2}$/.test(plain) ? Buffer.from(plain, 'base64').toString('latin1') : undefined
}

/** Annex B.2.1.2 of ECMA-262. */
function unescapeText(input: string): string {
  return input.replaceAll(/%u([\da-f]{4})|%([\da-f]{2})/gi, (_, wide: string | undefined, narrow: string | undefined) =>
    String.fromCharCode(Number.parseInt(wide ?? narrow ?? '', 16)),
  )
}

function escapeText(input: string): string {
  return input.replaceAll(/[^\w@*+\-./]/g, (char) => {
    const code = char.charCodeAt(0)
    return code < 256
      ? `%${code.toString(16).toUpperCase().padStart(2, '0')}`
      : `%u${code.toString(16).toUpperCase().padStart(4, '0')}`
  })
}

function percent(input: string, convert: (input: string) => string): string | undefined {
  try {
    return convert(input)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
