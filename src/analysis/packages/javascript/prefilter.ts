/**
 * Can a file hold nothing that javascriptBehaviours tells of? True only when none of the words stands in it by which code reaches anything
 * outside of itself, or by which such words are put together: names of modules, globals, what makes functions of text, escapes in
 * names, sums of short literals. Searches of the text, nothing is parsed; three of four files of ordinary packages hold nothing.
 *
 * What a file calls through its own relative imports is told where it is done.
 */
export function holdsNothing(source: string): boolean {
  return !REACHING.some((pattern) => pattern.test(source)) && !HIDDEN.test(source) && !hasOnlyBrackets(source)
}

/**
 * Can a file carry data between others, although it holds nothing itself: by what it exports, or by what it imports of its own package?
 * Such files are read when the files of a package are linked.
 */
export function mayCarry(source: string): boolean {
  return /\bexports?\b|['"`](?:\.{1,2}[/'"`]|#)/.test(source)
}

/** Words by which code reaches something outside: each stands there as it is, or is hidden in one of the ways below. */
const REACHING: readonly RegExp[] = [
  // Modules of the runtime, and packages that reach further, as specifiers.
  /['"`](?:node:)?(?:child_process|fs|fs\/promises|http|https|http2|net|tls|dgram|dns|dns\/promises|os|vm|worker_threads|module|inspector|cluster|repl|zlib|bun)['"`]/,
  /['"`](?:axios|node-fetch|cross-fetch|got|request|superagent|needle|undici|ws|execa|cross-spawn|shelljs|zx|fs-extra|graceful-fs|rimraf|clipboardy|socket\.io-client|nodemailer|systeminformation)[/'"`]/,
  // Globals, and loaders under another name.
  /\b(?:eval|Function|execScript|fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|Bun|Deno|ethereum|solana|clipboard|process|getBuiltinModule|createRequire|mainModule|dlopen|__non_webpack_require__)\b(?!['"]?\s{0,9}:)/,
  /\brequire\b(?!\s{0,20}\(\s{0,20}['"`]|\.resolve\b)|\bimport\s{0,20}\(\s{0,20}[^'"`\s]|\b_load\b/,
  /\bset(?:Timeout|Interval)\s{0,20}\(\s{0,20}['"`]/,
  /constructor\s{0,20}(?:\(\s{0,20}['"`]|\.constructor)|\[['"`]constructor/,
  /\brequire\s{0,20}\(\s{0,20}(?:`[^`]{0,200}\$\{|['"][^'"\n]{0,200}['"]\s{0,20}\+)/,
  // Data in the text that something is made of.
  /fromCharCode|fromCodePoint|\batob\b|base64|unescape\b|\b_0x[\da-f]{3}/,
]

/** Names that are taken apart: escapes, sums of literals, invisible characters, look-alikes, code out of sight. */
const HIDDEN =
  /\\x[2-7][\da-f]|\\u00[2-7][\da-f]|\\u\{|['"`]\s{0,20}\+\s{0,20}['"`]|\.join\(\s{0,20}(?:''|""|``)\s{0,20}\)|\.reverse\(\)|[\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164]|[\u{fe00}-\u{fe0f}]{3}|[\u0400-\u04ff][a-z]|[a-z][\u0400-\u04ff]|[;})][ \t]{100}/iu

/** Sources that are longer than a line and half brackets. */
function hasOnlyBrackets(source: string): boolean {
  if (source.length < 200) return false
  let brackets = 0
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i)
    if (code === 0x5b || code === 0x5d || code === 0x28 || code === 0x29 || code === 0x21 || code === 0x2b) brackets++
  }
  return brackets * 2 > source.length
}
