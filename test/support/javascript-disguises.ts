import { parse } from '@babel/parser'

/** A way to write the same program differently. */
export type Disguise = (source: string) => string

interface Token {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly kind: 'string' | 'name' | 'other'
}

/** Ways in which malicious packages were disguised, and the plain program. Programs must end their statements with semicolons. */
export const DISGUISES: Readonly<Record<string, Disguise>> = {
  plain: (source) => source,
  minified: minify,
  'string table': (source) => minify(stringTable(source)),
  'base64 and eval': (source) =>
    `eval(Buffer.from('${Buffer.from(source).toString('base64')}', 'base64').toString('utf8'));\n`,
  'split names': splitNames,
  'character codes': (source) =>
    `const c = [${Array.from(source, (char) => (char.codePointAt(0) ?? 0) ^ 7).join(',')}];\nlet s = '';\nfor (let i = 0; i < c.length; i++) s += String.fromCharCode(c[i] ^ 7);\nnew Function('require', 'process', s)(require, process);\n`,
}

/** Without comments and white space, and with short names for what is declared. */
function minify(source: string): string {
  const tokens = tokensOf(source)
  const declared = new Map<string, string>()
  for (const [index, { text }] of tokens.entries()) {
    const before = tokens[index - 1]?.text ?? ''
    if (/^(?:const|let|var|function)$/.test(before) && /^[a-z]\w+$/i.test(text) && !declared.has(text))
      declared.set(text, `${String.fromCharCode(97 + (declared.size % 26))}${Math.floor(declared.size / 26)}`)
  }
  let result = ''
  for (const [index, { text, kind }] of tokens.entries()) {
    const before = tokens[index - 1]?.text ?? ''
    const after = tokens[index + 1]?.text ?? ''
    const isMember = before === '.' || before === '?.' || (after === ':' && before !== '?')
    const shown = kind === 'name' && !isMember ? (declared.get(text) ?? text) : text
    const isShort =
      kind === 'name' && declared.has(text) && (before === '{' || before === ',') && (after === '}' || after === ',')
    if (/[\w$]$/.test(result) && /^[\w$]/.test(shown)) result += ' '
    result += isShort && isInObject(tokens, index) ? `${text}:${shown}` : shown
  }
  return result
}

/** Is a name a short field of an object or pattern? Blocks end their statements with semicolons. */
function isInObject(tokens: readonly Token[], index: number): boolean {
  let depth = 0
  for (let i = index - 1; i >= 0; i--) {
    const { text = '' } = tokens[i] ?? {}
    if (text === '}' || text === ')' || text === ']') depth++
    else if (text === '{' || text === '(' || text === '[') {
      if (depth === 0) return text === '{'
      depth--
    } else if (text === ';' && depth === 0) return false
  }
  return false
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/='
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='

/** Texts and names of members in a table that is turned, each behind a decoder; in the manner of the obfuscators for JavaScript. */
function stringTable(source: string): string {
  const tokens = tokensOf(source)
  const table: string[] = ['31SeEdA', '44QwErT']
  const indexOf = (text: string): number => {
    const known = table.indexOf(text)
    return known >= 0 ? known : table.push(text) - 1
  }
  let result = ''
  let at = 0
  for (const [index, token] of tokens.entries()) {
    const isMember = token.kind === 'name' && tokens[index - 1]?.text === '.'
    const isText = token.kind === 'string' && tokens[index + 1]?.text !== ':'
    if (!isMember && !isText) continue
    const text = isMember ? token.text : String(JSON.parse(asJson(token.text)))
    const call = `_0x3a1f(0x${(indexOf(text) + 0x64).toString(16)})`
    const start = isMember ? (tokens[index - 1]?.start ?? 0) : token.start
    result += source.slice(at, start) + (isMember ? `[${call}]` : call)
    at = token.end
  }
  result += source.slice(at)
  const turned = [...table.slice(2), ...table.slice(0, 2)].map(encoded)
  return `${tableOf(turned, [table.indexOf('31SeEdA'), table.indexOf('44QwErT')])}\n${result}`
}

function asJson(text: string): string {
  const inner = text
    .slice(1, -1)
    .replaceAll(/\\'/g, "'")
    .replaceAll(/(?<!\\)"/g, String.raw`\"`)
  return `"${inner}"`
}

function encoded(text: string): string {
  return Array.from(
    Buffer.from(text).toString('base64').replaceAll('=', ''),
    (char) => ALPHABET[STANDARD.indexOf(char)],
  ).join('')
}

function tableOf(texts: readonly string[], [first = 0, second = 0]: readonly number[]): string {
  const hex = (index: number): string => `0x${(index + 0x64).toString(16)}`
  return [
    `function _0x51c2(){const _0x1fe3=[${texts.map((text) => `'${text}'`).join(',')}];_0x51c2=function(){return _0x1fe3;};return _0x51c2();}`,
    `(function(_0x2b1c,_0x4f5e){const _0x77a2=_0x3a1f,_0x1d2e=_0x2b1c();while(!![]){try{const _0x5c6d=parseInt(_0x77a2(${hex(first)}))/0x1+-parseInt(_0x77a2(${hex(second)}))/0x2;if(_0x5c6d===_0x4f5e)break;else _0x1d2e['push'](_0x1d2e['shift']());}catch(_0x9a8b){_0x1d2e['push'](_0x1d2e['shift']());}}}(_0x51c2,0x9));`,
    `function _0x3a1f(_0x6e7f,_0x8c9d){_0x6e7f=_0x6e7f-0x64;const _0x2a3b=_0x51c2();let _0x4c5d=_0x2a3b[_0x6e7f];if(_0x3a1f['kQxYzA']===undefined){const _0x6f7a=function(_0x1b2c){const _0x3d4e='${ALPHABET}';let _0x5f6a='',_0x7b8c='';for(let _0x9d0e=0x0,_0x1f2a,_0x3b4c,_0x5d6e=0x0;_0x3b4c=_0x1b2c['charAt'](_0x5d6e++);~_0x3b4c&&(_0x1f2a=_0x9d0e%0x4?_0x1f2a*0x40+_0x3b4c:_0x3b4c,_0x9d0e++%0x4)?_0x5f6a+=String['fromCharCode'](0xff&_0x1f2a>>(-0x2*_0x9d0e&0x6)):0x0){_0x3b4c=_0x3d4e['indexOf'](_0x3b4c);}for(let _0x7f8a=0x0,_0x9b0c=_0x5f6a['length'];_0x7f8a<_0x9b0c;_0x7f8a++){_0x7b8c+='%'+('00'+_0x5f6a['charCodeAt'](_0x7f8a)['toString'](0x10))['slice'](-0x2);}return decodeURIComponent(_0x7b8c);};_0x3a1f['mNbVcX']=_0x6f7a;_0x3a1f['kQxYzA']=!![];}return _0x3a1f['mNbVcX'](_0x4c5d);}`,
  ].join('\n')
}

/** Texts in pieces, members under computed names, `require` under another one. */
function splitNames(source: string): string {
  const tokens = tokensOf(source)
  let result = 'const r = module["req" + "uire"].bind(module);\n'
  let at = 0
  for (const [index, token] of tokens.entries()) {
    const isMember = token.kind === 'name' && tokens[index - 1]?.text === '.' && token.text.length > 2
    const isText = token.kind === 'string' && tokens[index + 1]?.text !== ':' && token.text.length > 5
    const isLoader = token.text === 'require' && tokens[index - 1]?.text !== '.'
    if (!isMember && !isText && !isLoader) continue
    const start = isMember ? (tokens[index - 1]?.start ?? 0) : token.start
    const pieces = isLoader ? 'r' : inPieces(isMember ? token.text : String(JSON.parse(asJson(token.text))))
    result += source.slice(at, start) + (isMember ? `[${pieces}]` : pieces)
    at = token.end
  }
  return result + source.slice(at)
}

function inPieces(text: string): string {
  const pieces = text.match(/[^]{1,3}/g) ?? ['']
  return pieces.length % 2 === 0
    ? pieces.map((piece) => JSON.stringify(piece)).join(' + ')
    : `[${pieces.map((piece) => JSON.stringify(piece)).join(', ')}].join("")`
}

function tokensOf(source: string): readonly Token[] {
  const { tokens } = parse(source, { tokens: true, sourceType: 'unambiguous', allowReturnOutsideFunction: true })
  const list = (tokens ?? []) as readonly { readonly type: unknown; readonly start: number; readonly end: number }[]
  return list
    .filter(({ type, end, start }) => type !== 'CommentLine' && type !== 'CommentBlock' && end > start)
    .map(({ type, start, end }): Token => {
      const { label } = type as { readonly label: string }
      return {
        start,
        end,
        text: source.slice(start, end),
        kind: label === 'string' ? 'string' : label === 'name' ? 'name' : 'other',
      }
    })
}
