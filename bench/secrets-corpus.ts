import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Random, seededRandom } from '../test/support/random.ts'
import { notebook } from './monorepo-sources.ts'

/** A value that was put somewhere, and where it can be found. */
export interface Planted {
  readonly kind: string
  readonly place: string
  /** Relative to the corpus. */
  readonly path: string
}

/** What was put together. */
export interface Corpus {
  readonly files: number
  readonly bytes: number
  readonly planted: readonly Planted[]
}

/**
 * A mixed tree of some 200 MB or more: the real code of the packages behind the lock file of this project (texts only), and made-up
 * notebooks, logs, JSON Lines, CSV and settings, with tokens planted in every kind of file. Same seed, same bytes.
 */
export function makeCorpus(root: string, packages: string, megabytes: number): Corpus {
  const random = seededRandom(20_261_122)
  const planted: Planted[] = []
  const real = copyTexts(packages, join(root, 'packages'))
  let { bytes, files } = real
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    bytes += content.length
    files++
  }
  for (const [kind, token] of Object.entries(TOKENS)) {
    for (const [place, put] of Object.entries(PLACES)) {
      const path = `planted/${place}/${kind}${put.ending}`
      write(path, put.content(token(random), random))
      planted.push({ kind, place, path })
    }
  }
  const wanted = megabytes * 1e6
  for (let index = 0; ; index++) {
    if (bytes >= wanted) break
    write(`research/analysis_${index}.ipynb`, notebook(random))
    write(`logs/serve_${index}.log`, lines(random, 4000, logLine))
    write(`data/chat_${index}.jsonl`, lines(random, 1500, chatLine))
    write(`data/table_${index}.csv`, `id,name,score,note\n${lines(random, 4000, tableLine)}`)
  }
  return { files, bytes, planted }
}

/** Formats that every tool knows; the values are random. */
const TOKENS: Readonly<Record<string, (random: Random) => string>> = {
  github: (random) => checksummed('ghp_', text(random, 30)),
  aws: (random) => `AKIA${text(random, 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  slack: (random) => `xoxb-${text(random, 12, DIGITS)}-${text(random, 13, DIGITS)}-${text(random, 24)}`,
  openai: (random) => `sk-proj-${text(random, 74)}T3BlbkFJ${text(random, 74)}`,
  anthropic: (random) => `sk-ant-api03-${text(random, 93)}AA`,
  huggingface: (random) => `hf_${text(random, 34, LETTERS)}`,
  gitlab: (random) => `glpat-${text(random, 20)}`,
  stripe: (random) => `sk_live_${text(random, 24)}`,
  sendgrid: (random) => `SG.${text(random, 22)}.${text(random, 43)}`,
  databricks: (random) => `dapi${random.hex(32)}`,
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const BASE62 = `${DIGITS}${LETTERS}`

function text(random: Random, length: number, alphabet = BASE62): string {
  return Array.from({ length }, () => alphabet[random.integer(alphabet.length)]).join('')
}

/** GitHub: the last six characters are the CRC-32 of the thirty before, in base 62. */
function checksummed(prefix: string, body: string): string {
  let value = crc32(body)
  let suffix = ''
  for (let at = 0; at < 6; at++) {
    suffix = `${BASE62[value % 62]}${suffix}`
    value = Math.floor(value / 62)
  }
  return `${prefix}${body}${suffix}`
}

interface Place {
  readonly ending: string
  readonly content: (token: string, random: Random) => string
}

const cell = (source: string, outputs: readonly object[] = []): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: 'code', execution_count: 1, metadata: {}, source: [source], outputs }],
  })

/** Where AI work leaves secrets (secrets.md: peers fall from context to context). */
const PLACES: Readonly<Record<string, Place>> = {
  env: { ending: '.env', content: (token) => `# settings\nAPI_KEY=${token}\nDEBUG=1\n` },
  python: { ending: '.py', content: (token) => `import os\nclient = Client(api_key="${token}")\n` },
  yaml: { ending: '.yaml', content: (token) => `service:\n  token: ${token}\n` },
  json: {
    ending: '.json',
    content: (token) => `${JSON.stringify({ mcpServers: { a: { env: { TOKEN: token } } } })}\n`,
  },
  log: {
    ending: '.log',
    content: (token, random) => `${lines(random, 50, logLine)}request header authorization: Bearer ${token}\n`,
  },
  'notebook-source': { ending: '.ipynb', content: (token) => cell(`key = "${token}"\n`) },
  'notebook-output': {
    ending: '.ipynb',
    content: (token) => cell('print(key)', [{ output_type: 'stream', name: 'stdout', text: [`${token}\n`] }]),
  },
  jsonl: {
    ending: '.jsonl',
    content: (token, random) =>
      `${lines(random, 40, chatLine)}${JSON.stringify({ messages: [{ role: 'user', content: `use "${token}" please` }] })}\n`,
  },
  csv: {
    ending: '.csv',
    content: (token, random) => `id,name,score,note\n${lines(random, 40, tableLine)}41,a,1,"${token}"\n`,
  },
  base64: { ending: '.yaml', content: (token) => `data:\n  token: ${Buffer.from(token).toString('base64')}\n` },
}

function lines(random: Random, count: number, line: (random: Random) => string): string {
  return Array.from({ length: count }, () => `${line(random)}\n`).join('')
}

const WORDS: readonly [string, ...string[]] = [
  'token',
  'model',
  'answer',
  'prompt',
  'chunk',
  'vector',
  'batch',
  'score',
  'cache',
  'retry',
]

const logLine = (random: Random): string =>
  `2026-11-${10 + random.integer(19)}T0${random.integer(9)}:12:${10 + random.integer(49)}Z INFO ${random.pick(WORDS)} ${random.hex(16)} took ${random.integer(9999)} ms for ${random.pick(WORDS)}`

const chatLine = (random: Random): string =>
  JSON.stringify({
    id: random.hex(24),
    messages: [
      { role: 'user', content: sentence(random) },
      { role: 'assistant', content: sentence(random) },
    ],
  })

const tableLine = (random: Random): string =>
  `${random.integer(1e6)},${random.pick(WORDS)},${random.integer(1e4) / 1e4},${sentence(random)}`

function sentence(random: Random): string {
  return Array.from({ length: 8 + random.integer(20) }, () => random.pick(WORDS)).join(' ')
}

/** Real code without programs and pictures; a file above a megabyte is mostly a table. */
function copyTexts(from: string, to: string): { bytes: number; files: number } {
  const copied = { bytes: 0, files: 0 }
  if (!existsSync(from)) return copied
  for (const item of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name)
    if (!item.isFile() || !TEXTS.has(extname(item.name))) continue
    const { size } = statSync(path)
    if (size > 1e6) continue
    // A folder called node_modules is left out by every tool.
    const target = join(to, path.slice(from.length + 1).replaceAll('node_modules', 'modules'))
    mkdirSync(dirname(target), { recursive: true })
    cpSync(path, target)
    copied.bytes += size
    copied.files++
  }
  return copied
}

const TEXTS: ReadonlySet<string> = new Set([
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.json',
  '.md',
  '.yaml',
  '.yml',
  '.css',
  '.html',
  '.py',
  '.txt',
])
