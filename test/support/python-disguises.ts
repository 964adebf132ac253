import { deflateSync } from 'node:zlib'

/** A way to write the same program differently. */
export type Disguise = (source: string) => string

/**
 * Ways in which malicious packages were disguised, and the plain program. Programs import whole modules at their top, write plain texts
 * in single quotes without escapes, and everything else in double quotes.
 */
export const DISGUISES: Readonly<Record<string, Disguise>> = {
  plain: (source) => source,
  'base64 and exec': (source) => `import base64\nexec(base64.b64decode('${encoded(source)}'))\n`,
  'compiled text': (source) =>
    `import base64 as b, codecs\nexec(compile(b.b64decode(codecs.decode('${rot13(encoded(source))}', 'rot13')).decode('utf-8'), '<string>', 'exec'), globals())\n`,
  'lambda nests': (source) => nested(source, 12),
  'xor loop': (source) =>
    `k = [${[...Buffer.from(source)].map((byte) => byte ^ 23).join(', ')}]\ns = bytearray()\nfor c in k:\n    s.append(c ^ 23)\nexec(bytes(s).decode())\n`,
  'character loop': (source) =>
    `d = '${Buffer.from(source).toString('hex')}'\nout = ''\ni = 0\nwhile i < len(d):\n    out = out + chr(int(d[i:i + 2], 16))\n    i += 2\nexec(out)\n`,
  'look-alike exec': (source) => `𝐞𝐱𝐞𝐜(__𝐢𝐦𝐩𝐨𝐫𝐭__('base64').b64decode('${encoded(source)}'))\n`,
  'builtins under computed names': (source) =>
    `getattr(__import__('built' + 'ins'), ''.join(['ex', 'ec']))(bytes.fromhex('${Buffer.from(source).toString('hex')}'[::-1][::-1]).decode())\n`,
  'aliased imports': aliased,
  'split texts': (source) => texts(source, inPieces),
  'enciphered texts': (source) =>
    `${texts(source, (text) => `_d('${Buffer.from(Buffer.from(text).map((byte, at) => byte ^ 'key'.charCodeAt(at % 3))).toString('hex')}')`, DECODER)}`,
  'getattr and __import__': reflected,
}

/** Disguises in which texts and names are taken apart; the others run text that is decoded. */
export const PARTED: ReadonlySet<string> = new Set([
  'plain',
  'aliased imports',
  'split texts',
  'enciphered texts',
  'getattr and __import__',
])

const DECODER = `def _d(t, k='key'):
    r = []
    for i in range(0, len(t), 2):
        r.append(chr(int(t[i:i + 2], 16) ^ ord(k[(i // 2) % len(k)])))
    return ''.join(r)
`

function encoded(source: string): string {
  return Buffer.from(source).toString('base64')
}

function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (char) => {
    const base = char <= 'Z' ? 65 : 97
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base)
  })
}

function nested(source: string, levels: number): string {
  let code = source
  for (let level = 0; level < levels; level++) {
    const packed = [...deflateSync(code).toString('base64')].reverse().join('')
    code = `_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));exec((_)(b'${packed}'))`
  }
  return code
}

/** `import os` at the top of lines, and what it is called behind it. */
function importsOf(source: string): readonly string[] {
  return [...source.matchAll(/^import ([\w.]+)$/gm)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}

function aliased(source: string): string {
  let result = source
  for (const [index, name] of importsOf(source).entries()) {
    const head = name.split('.')[0] ?? name
    result = result
      .replace(new RegExp(`^import ${name.replaceAll('.', '\\.')}$`, 'm'), `import ${name} as _m${index}`)
      .replaceAll(new RegExp(`(?<![\\w.'/])${name.replaceAll('.', '\\.')}\\.(?=\\w)`, 'g'), `_m${index}.`)
    if (head !== name) continue
  }
  return result
}

function reflected(source: string): string {
  let result = source
  for (const name of importsOf(source)) {
    const head = name.split('.')[0] ?? name
    result = result
      .replace(new RegExp(`^import ${name.replaceAll('.', '\\.')}$`, 'm'), `${head} = __import__(${inPieces(name)})`)
      .replaceAll(
        new RegExp(`(?<![\\w.'/])${head}\\.(\\w+)`, 'g'),
        (_, member: string) => `getattr(${head}, ${inPieces(member)})`,
      )
  }
  return result
}

/** Every text in single quotes written differently. */
function texts(source: string, change: (text: string) => string, before = ''): string {
  return before + source.replaceAll(/(?<![\w"])'([^'\n\\]{4,})'/g, (_, text: string) => change(text))
}

function inPieces(text: string): string {
  const pieces = text.match(/[^]{1,3}/g) ?? ['']
  return pieces.length % 2 === 0
    ? pieces.map((piece) => `'${piece}'`).join(' + ')
    : `''.join([${pieces.map((piece) => `'${piece}'`).join(', ')}])`
}
