import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** Largest text that is decoded or results from decoding. */
export const MOST_DECODED = 1024 * 1024

/**
 * What a decoding function of the standard library makes of constant bytes (a string with one character a byte); undefined
 * when it is none of them, would fail, or gives more than a megabyte. Nothing is executed by decoding.
 */
export function decodeWith(function_: string, input: string): string | undefined {
  return input.length > MOST_DECODED ? undefined : FUNCTIONS.get(function_)?.(input)
}

/** `codecs.decode(input, codec)`, `input.decode(codec)`: the result, and whether it is text or bytes again. */
export function decodeAs(codec: string, input: string): { readonly text: string; readonly bytes: boolean } | undefined {
  if (input.length > MOST_DECODED) return undefined
  const name = codec.toLowerCase().replaceAll(/[-_ ]/g, '')
  const toBytes = BYTE_CODECS.get(name)
  if (toBytes !== undefined) {
    const text = toBytes(input)
    return text === undefined ? undefined : { text, bytes: true }
  }
  const text = TEXT_CODECS.get(name)?.(input)
  return text === undefined ? undefined : { text, bytes: false }
}

type Decoder = (input: string) => string | undefined

const FUNCTIONS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ...['b64decode', 'standard_b64decode', 'urlsafe_b64decode', 'decodebytes', 'decodestring'].map(
    (name) => [`base64.${name}`, base64] as const,
  ),
  ['binascii.a2b_base64', base64],
  ['base64.b16decode', hexadecimal],
  ['binascii.unhexlify', hexadecimal],
  ['binascii.a2b_hex', hexadecimal],
  ['base64.b32decode', base32],
  ['base64.b85decode', (input) => base85(input, B85)],
  ['base64.a85decode', (input) => base85(input.replaceAll('z', '!!!!!'), A85)],
  ['zlib.decompress', inflate],
  ['gzip.decompress', gunzip],
])

const BYTE_CODECS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ...['base64', 'base64codec'].map((name) => [name, base64] as const),
  ...['hex', 'hexcodec'].map((name) => [name, hexadecimal] as const),
  ...['zlib', 'zip', 'zlibcodec'].map((name) => [name, inflate] as const),
])

const TEXT_CODECS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ...['utf8', 'u8', 'utf', 'ascii', 'usascii', 'utf8sig'].map((name) => [name, utf8] as const),
  ...['latin1', 'iso88591', 'l1', 'cp1252'].map((name) => [name, (input: string) => input] as const),
  ...['rot13', 'rot'].map((name) => [name, rot13] as const),
  ...['utf16', 'utf16le'].map(
    (name) => [name, (input: string) => Buffer.from(input, 'latin1').toString('utf16le')] as const,
  ),
  ...['unicodeescape', 'rawunicodeescape'].map((name) => [name, escapes] as const),
])

function base64(input: string): string | undefined {
  const plain = input.replaceAll(/[^A-Za-z0-9+/_-]/g, '')
  return Buffer.from(plain.replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('latin1')
}

function hexadecimal(input: string): string | undefined {
  const plain = input.replaceAll(/\s+/g, '')
  return plain.length % 2 === 0 && /^[\da-fA-F]*$/.test(plain)
    ? Buffer.from(plain, 'hex').toString('latin1')
    : undefined
}

function base32(input: string): string | undefined {
  const bytes: number[] = []
  let bits = 0
  let width = 0
  for (const char of input.toUpperCase().replace(/=+$/, '')) {
    const digit = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char)
    if (digit < 0) return undefined
    bits = (bits << 5) | digit
    width += 5
    if (width >= 8) {
      width -= 8
      bytes.push((bits >> width) & 0xff)
      bits &= (1 << width) - 1
    }
  }
  return Buffer.from(bytes).toString('latin1')
}

const B85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'
const A85 = Array.from({ length: 85 }, (_, index) => String.fromCharCode(index + 33)).join('')

function base85(input: string, alphabet: string): string | undefined {
  const plain = input.replaceAll(/\s|^<~|~>$/g, '')
  const bytes: number[] = []
  for (let at = 0; at < plain.length; at += 5) {
    const group = plain.slice(at, at + 5)
    let number = 0
    for (let index = 0; index < 5; index++) {
      const digit = index < group.length ? alphabet.indexOf(group.charAt(index)) : 84
      if (digit < 0) return undefined
      number = number * 85 + digit
    }
    if (number > 0xffffffff) return undefined
    for (let index = 0; index < group.length - 1; index++) bytes.push(Math.floor(number / 256 ** (3 - index)) % 256)
  }
  return Buffer.from(bytes).toString('latin1')
}

function inflate(input: string): string | undefined {
  return unpacked(inflateSync, input) ?? unpacked(inflateRawSync, input)
}

function gunzip(input: string): string | undefined {
  return unpacked(gunzipSync, input)
}

function unpacked(unpack: typeof inflateSync, input: string): string | undefined {
  try {
    return unpack(Buffer.from(input, 'latin1'), { maxOutputLength: MOST_DECODED }).toString('latin1')
  } catch {
    // Not compressed, damaged, or larger than the bound: the text stays unknown and is reported as such.
    return undefined
  }
}

function utf8(input: string): string | undefined {
  const text = Buffer.from(input, 'latin1').toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function rot13(input: string): string {
  return input.replaceAll(/[a-zA-Z]/g, (char) => {
    const base = char <= 'Z' ? 65 : 97
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base)
  })
}

function escapes(input: string): string {
  return input.replaceAll(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/g, (_, byte?: string, unit?: string) =>
    String.fromCharCode(Number.parseInt(byte ?? unit ?? '', 16)),
  )
}
