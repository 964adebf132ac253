/** What the letters of a source look like, before any of it is parsed: facts for whoever asks whether it was made unreadable. */
export interface SourceShape {
  /** Distinct names like `_0x1a2b3c`, as javascript-obfuscator makes them; and how many there are in all. */
  readonly hexadecimalNames: number
  readonly hexadecimalUses: number
  /** Share of `[]()!+` among the characters that are no white space, of sources longer than 200 characters. */
  readonly bracketShare: number
  /** Offsets (at most 10 each) of invisible characters outside of places where languages need them, … */
  readonly hiddenCharacters: readonly number[]
  /** … of characters that turn the direction of text (CVE-2021-42574), … */
  readonly bidirectionalMarks: readonly number[]
  /** … of names that mix Latin letters with letters that look like them, … */
  readonly lookAlikes: readonly number[]
  /** … and of code that stands behind more than 300 blanks in its line. */
  readonly farRight: readonly number[]
  /** `eval(function(p,a,c,k,e,d)…`: Dean Edwards' packer. */
  readonly isPacked: boolean
  /** Escapes (`\x72`, `\u0072`) of characters that need none, for each 1,000 characters. */
  readonly needlessEscapes: number
  /** Different texts that look like addresses of wallets. */
  readonly walletAddresses: number
}

/** Most offsets and most distinct texts that are kept of each. */
const MOST_OFFSETS = 10

const MOST_DISTINCT = 1000

/** Longest source that is looked at; what is behind it shows in what is before it. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** Looks at a source once for each question, in linear time. `isName`: does the program declare a name so written? */
export function shapeOf(source: string, isName: (name: string) => boolean): SourceShape {
  const text = source.length > MOST_CHARACTERS ? source.slice(0, MOST_CHARACTERS) : source
  const names = text.includes('_0x') ? distinct(text, /\b_0x[\da-f]{2,8}\b/g) : { all: 0, different: 0 }
  const isWide = text.includes(' '.repeat(300)) || text.includes('\t'.repeat(100))
  const hasWide = /[^\0-\u007f]/.test(text)
  return {
    hexadecimalNames: names.different,
    hexadecimalUses: names.all,
    bracketShare: bracketShare(text),
    hiddenCharacters: hasWide ? hiddenCharacters(text) : [],
    bidirectionalMarks: hasWide
      ? offsets(text, /(?<!['"`])[\u202a-\u202e\u2066-\u2069]|[\u202a-\u202e\u2066-\u2069](?!['"`])/g)
      : [],
    lookAlikes: hasWide ? lookAlikes(text, isName) : [],
    farRight: isWide
      ? offsets(text, /(?<=[;}\])*/\w])[ \t]{100,10000}(?=[^\s/*])/g).filter((offset) => isFar(text, offset))
      : [],
    isPacked: /eval\(function\(p,a,c,k,e,(?:r|d)\)/.test(text),
    needlessEscapes: (count(text, /\\x[2-7][\da-f]|\\u00[2-7][\da-f]/gi) * 1000) / Math.max(1, text.length),
    walletAddresses: distinct(text, WALLET).different,
  }
}

/** More than 300 columns of blanks; a tab is several. */
function isFar(text: string, offset: number): boolean {
  const blanks = /^[ \t]*/.exec(text.slice(offset, offset + 2000))?.[0] ?? ''
  return blanks.length + 3 * blanks.split('\t').length > 300
}

/** Ethereum, Bitcoin (SegWit and legacy), Tron, in quotes. */
const WALLET =
  /['"`](?:0x[\da-f]{40}|bc1[a-z\d]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33})['"`]/gi

function count(text: string, pattern: RegExp): number {
  let all = 0
  for (const _ of text.matchAll(pattern)) all++
  return all
}

function distinct(text: string, pattern: RegExp): { readonly all: number; readonly different: number } {
  const found = new Set<string>()
  let all = 0
  for (const [one] of text.matchAll(pattern)) {
    all++
    if (found.size < MOST_DISTINCT) found.add(one)
  }
  return { all, different: found.size }
}

function bracketShare(text: string): number {
  let brackets = 0
  let others = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x5b || code === 0x5d || code === 0x28 || code === 0x29 || code === 0x21 || code === 0x2b) brackets++
    else if (code > 0x20) others++
  }
  return brackets + others < 200 ? 0 : brackets / (brackets + others)
}

function offsets(text: string, pattern: RegExp): readonly number[] {
  const found: number[] = []
  for (const match of text.matchAll(pattern)) {
    if (found.length >= MOST_OFFSETS) break
    found.push(match.index)
  }
  return found
}

/**
 * Joiners in names, letters of no width that are names (U+3164), and runs of invisible characters, in which text can be kept (variation
 * selectors and tags in the Glassworm of 2025). A single one in a text or a pattern is data: emoji and tables of widths need them.
 */
function hiddenCharacters(text: string): readonly number[] {
  return offsets(
    text,
    /(?<=[\w$])[\u200c\u200d]{1,8}(?=[\w$])|(?<![\u3130-\u318f\uac00-\ud7a3'"`])[\u3164\uffa0](?![\u3130-\u318f\uac00-\ud7a3'"`])|[\u200b-\u200d\u2060-\u2064\u180e\ufeff]{8,10000}|[\u{fe00}-\u{fe0f}]{8,10000}|[\u{e0000}-\u{e01ef}]{8,10000}/gu,
  )
}

/** Names with Latin letters and Cyrillic or Greek ones that look like Latin. */
function lookAlikes(text: string, isName: (name: string) => boolean): readonly number[] {
  const found: number[] = []
  for (const match of text.matchAll(/[\w$\u0370-\u03ff\u0400-\u04ff]{2,60}/g)) {
    if (found.length >= MOST_OFFSETS) break
    if (/[a-z]/i.test(match[0]) && LOOK_ALIKE.test(match[0]) && isName(match[0])) found.push(match.index)
  }
  return found
}

const LOOK_ALIKE =
  /[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7]/
