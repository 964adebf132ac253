import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { REPORTER_CATALOGUE } from '../src/report/catalogue.ts'
import { assay } from './support/assay.ts'
import { testRepository, type TestRepository } from './support/git-repository.ts'
import { seededRandom } from './support/random.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { writeZip } from './support/zip-writer.ts'

const random = seededRandom(7)
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE62 = `0123456789${LETTERS}`
const text = (length: number, alphabet = BASE62): string =>
  Array.from({ length }, () => alphabet[random.integer(alphabet.length)]).join('')

/** A token as GitHub makes them: its last six characters are a checksum of the others. */
function githubToken(): string {
  const body = text(30)
  let [value, sum] = [crc32(body), '']
  for (let at = 0; at < 6; at++) {
    sum = `${BASE62[value % 62]}${sum}`
    value = Math.floor(value / 62)
  }
  return `ghp_${body}${sum}`
}

/** Everything that is planted, by where it stands. */
const PLANTED = {
  env: githubToken(),
  python: `sk-ant-api03-${text(93)}AA`,
  output: `hf_${text(34, LETTERS)}`,
  workflow: githubToken(),
  install: githubToken(),
  member: `glpat-${text(20)}`,
  packed: `sk_live_${text(24)}`,
  password: `${text(9)}#${text(6)}`,
  table: githubToken(),
}

const notebook = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    {
      cell_type: 'code',
      execution_count: 1,
      metadata: {},
      source: ['!pip install torch==2.1.0\n', 'print(token)'],
      outputs: [{ output_type: 'stream', name: 'stdout', text: [`${PLANTED.output}\n`] }],
    },
  ],
})

const PROJECT = {
  '.env': `GITHUB_TOKEN=${PLANTED.env}\n`,
  'app/settings.py': `ANTHROPIC_API_KEY = "${PLANTED.python}"\nDATABASE_URL = "postgresql://app:${PLANTED.password}@db.internal:5432/app"\n`,
  'work.ipynb': notebook,
  '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n      - run: curl -H "Authorization: Bearer ${PLANTED.workflow}" https://host.example/x.sh | sh\n`,
  Dockerfile: `FROM python:3.12\nRUN pip install --extra-index-url https://user:${PLANTED.install}@registry.example/simple torch==2.1.0\n`,
  'vendor/tool-1.0-py3-none-any.whl': writeZip([{ name: 'tool/config.ini', data: `token = ${PLANTED.member}\n` }]),
  'logs/app.log.gz': gzipSync(`charged with ${PLANTED.packed}\n`),
  'data/notes.csv': `id,note\n1,hello\n2,"use ${PLANTED.table} please"\n`,
}

const values = Object.values(PLANTED)

/** Whatever is longer than what may be shown of a value. */
function leaksIn(said: string | Buffer): readonly string[] {
  const haystack = typeof said === 'string' ? said : said.toString('latin1')
  return values.filter((value) => haystack.includes(value) || haystack.includes(value.slice(-9, -1)))
}

describe('secrets in a project', { timeout: 120_000 }, () => {
  it('are found wherever they stand, each with its place', async () => {
    const folder = temporaryFolder(PROJECT)
    const { stdout, code } = await assay(['scan', folder, '-q', '--no-cache', '--offline', '-f', 'json'])
    const { findings } = JSON.parse(stdout) as {
      findings: readonly { ruleId: string; evidence: readonly { location: { path: string } }[] }[]
    }
    const seen = findings.filter(({ ruleId }) => ruleId.startsWith('secrets/'))
    const paths = new Set(seen.flatMap(({ evidence }) => evidence.map(({ location }) => location.path)))
    expect([...paths].sort()).toEqual(Object.keys(PROJECT).sort())
    expect(seen.length).toBeGreaterThanOrEqual(values.length)
    expect(code).toBe(1)
  })

  it('stand in no report, no cache and no log', async () => {
    const folder = temporaryFolder(PROJECT)
    const cache = temporaryFolder()
    const out = temporaryFolder()
    const formats = Object.keys(REPORTER_CATALOGUE)
    const words = formats.flatMap((format) => ['-f', format, '-o', join(out, format)])
    // The second run reads the cache, and says what it says from there.
    for (const round of [1, 2]) {
      const run = await assay(['scan', folder, '--offline', '--cache-dir', cache, '--detail', 'full', ...words])
      expect(leaksIn(run.stdout + run.stderr), `round ${round}`).toEqual([])
      await new Promise((done) => setTimeout(done, 2100))
    }
    for (const place of [out, cache]) {
      for (const path of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
        if (!statSync(join(place, path)).isFile()) continue
        expect(leaksIn(readFileSync(join(place, path))), path).toEqual([])
      }
    }
    for (const format of formats) expect(readFileSync(join(out, format), 'utf8').length, format).toBeGreaterThan(10)
  })

  it('keep their names under the same key, and have others under another', async () => {
    const folder = temporaryFolder({ '.env': PROJECT['.env'] })
    const prints = async (key: string): Promise<readonly string[]> => {
      const env = key === '' ? {} : { ASSAY_FINGERPRINT_KEY: key }
      const { stdout } = await assay(['secrets', folder, '-q', '--no-cache', '-f', 'json'], { env })
      return (JSON.parse(stdout) as { findings: { fingerprint: string }[] }).findings.map((one) => one.fingerprint)
    }
    const [own, again, other, none] = [
      await prints('ab'.repeat(32)),
      await prints('ab'.repeat(32)),
      await prints('cd'.repeat(32)),
      await prints(''),
    ]
    expect(own).toHaveLength(1)
    expect(again).toEqual(own)
    expect(new Set([...own, ...other, ...none]).size).toBe(3)
    const wrong = await assay(['secrets', folder, '-q'], { env: { ASSAY_FINGERPRINT_KEY: 'not-a-key-1234' } })
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).not.toContain('not-a-key-1234')
  })

  it('are silenced by a baseline and by a waiver, and another one is not', async () => {
    const folder = temporaryFolder({ '.env': PROJECT['.env'] })
    const base = join(temporaryFolder(), 'base.json')
    const scan = (...words: readonly string[]): ReturnType<typeof assay> =>
      assay(['secrets', folder, '-q', '--no-cache', ...words])
    expect((await scan('--write-baseline', base)).code).toBe(1)
    expect((await scan('--baseline', base, '--fail-on', 'new')).code).toBe(0)
    expect(leaksIn(readFileSync(base))).toEqual([])
    const moved = temporaryFolder({ '.env': `\n\n# moved\n${PROJECT['.env']}` })
    const words = ['-q', '--no-cache', '--baseline', base, '--fail-on', 'new']
    expect((await assay(['secrets', moved, ...words])).code).toBe(0)
    const another = temporaryFolder({ '.env': `GITHUB_TOKEN=${githubToken()}\n` })
    expect((await assay(['secrets', another, ...words])).code).toBe(1)
  })

  it('are found in what is piped in', () => {
    const run = (input: string): number | null => {
      try {
        execFileSync(process.execPath, ['bin/assay.js', 'secrets', '-', '-q'], {
          input,
          stdio: ['pipe', 'ignore', 'ignore'],
        })
        return 0
      } catch (error) {
        return (error as { status: number | null }).status
      }
    }
    expect(run(`+token = ${PLANTED.env}\n`)).toBe(1)
    expect(run('+token = read()\n')).toBe(0)
  })
})

describe('rules of the user', { timeout: 60_000 }, () => {
  const value = `acme_${text(32)}`
  const ours = `rules:\n  - id: acme-token\n    title: Token of ACME\n    severity: critical\n    regex: 'acme_[A-Za-z0-9]{32}'\n    keywords: [acme_]\n`
  const theirs = `[[rules]]\nid = "acme"\ndescription = "Token of ACME"\nregex = '''(acme_[A-Za-z0-9]{32})\\b'''\nkeywords = ["acme_"]\n`
  const rulesOf = (stdout: string): readonly string[] =>
    (JSON.parse(stdout) as { findings: { ruleId: string }[] }).findings.map(({ ruleId }) => ruleId)

  it.each([
    ['rules.yaml', ours, 'custom/acme-token'],
    ['gitleaks.toml', theirs, 'custom/acme'],
  ])('count when the operator names them or assay.yaml does: %s', async (file, rules, id) => {
    const folder = temporaryFolder({ 'a.env': `X=${value}\n`, [`.assay/${file}`]: rules })
    const words = ['secrets', folder, '-q', '--no-cache', '-f', 'json']
    expect(rulesOf((await assay(words)).stdout)).toEqual([])
    const named = await assay([...words, '--secret-rules', join(folder, '.assay', file)])
    expect(rulesOf(named.stdout)).toEqual([id])
    expect(named.stdout).not.toContain(value.slice(5))
    const written = temporaryFolder({
      'a.env': `X=${value}\n`,
      [`.assay/${file}`]: rules,
      'assay.yaml': `version: 1\nsensitive:\n  rules: [.assay/${file}]\n`,
    })
    const scanned = await assay(['scan', written, '-q', '--no-cache', '--offline', '-f', 'json'])
    expect(rulesOf(scanned.stdout)).toEqual([id])
    expect(scanned.code).toBe(1)
  })

  it('that are not linear in time, or that lead out of the project, are refused with their place', async () => {
    const bad = temporaryFolder({ 'r.yaml': "rules:\n  - id: a\n    regex: '(a+)+b'\n    keywords: [aaa]\n" })
    const slow = await assay(['secrets', bad, '--secret-rules', join(bad, 'r.yaml')])
    expect([slow.code, slow.stderr]).toEqual([2, expect.stringMatching(/r\.yaml:\d+: /)])
    const outside = temporaryFolder({ 'assay.yaml': 'version: 1\nsensitive:\n  rules: [../r.yaml]\n' })
    expect((await assay(['secrets', outside])).code).toBe(2)
  })
})

describe('secrets in a repository', { timeout: 60_000 }, () => {
  const repository = (files: Readonly<Record<string, string>>): TestRepository => {
    const made = testRepository()
    made.commit(files)
    return made
  }
  const findings = (stdout: string): readonly { title: string; fingerprint: string; evidence: { note: string }[] }[] =>
    (JSON.parse(stdout) as { findings: { title: string; fingerprint: string; evidence: { note: string }[] }[] })
      .findings

  it('are found in the history, with who brought them and who took them away', async () => {
    const { folder, commit } = repository({ '.env': PROJECT['.env'], 'a.py': 'x = 1\n' })
    const now = await assay(['secrets', folder, '-q', '--no-cache', '-f', 'json'])
    commit({ '.env': null })
    expect((await assay(['secrets', folder, '-q', '--no-cache'])).code).toBe(0)
    const cache = temporaryFolder()
    const words = ['secrets', folder, '--history', '-q', '--cache-dir', cache, '-f', 'json']
    const first = await assay(words)
    expect(first.code).toBe(1)
    const [found] = findings(first.stdout)
    expect(found?.title).toMatch(/only in the history$/)
    expect(found?.evidence[0]?.note).toMatch(/brought by [0-9a-f]{12} of .* by .+, taken away by/)
    expect(found?.fingerprint).toBe(findings(now.stdout)[0]?.fingerprint)
    expect(leaksIn(first.stdout + first.stderr)).toEqual([])
    expect((await assay(words)).stdout).toBe(first.stdout)
    for (const path of readdirSync(cache, { recursive: true, encoding: 'utf8' })) {
      if (statSync(join(cache, path)).isFile()) expect(leaksIn(readFileSync(join(cache, path))), path).toEqual([])
    }
  })

  it('are found in what is staged and in what is new since a revision, and not elsewhere', async () => {
    const { folder, git, write } = repository({ 'a.py': 'x = 1\n', 'old.env': PROJECT['.env'] })
    expect((await assay(['secrets', folder, '--staged', '-q'])).code).toBe(0)
    expect((await assay(['secrets', folder, '--since', 'HEAD', '-q', '--no-cache'])).code).toBe(0)
    write({ 'b.py': `KEY = "${PLANTED.python}"\n` })
    expect((await assay(['secrets', folder, '--staged', '-q'])).code).toBe(0)
    git('add', 'b.py')
    const staged = await assay(['secrets', folder, '--staged', '-q'])
    expect(staged.code).toBe(1)
    expect(staged.stdout).toContain('b.py')
    expect(leaksIn(staged.stdout)).toEqual([])
    git('commit', '-qm', 'second')
    const since = await assay(['secrets', folder, '--since', 'HEAD~1', '-q', '--no-cache', '-f', 'json'])
    expect(findings(since.stdout)).toHaveLength(1)
  })

  it('cannot be looked for where there is none', async () => {
    const { code, stderr } = await assay(['secrets', temporaryFolder(), '--history'])
    expect(code).toBe(2)
    expect(stderr).toContain('not in a Git repository')
  })
})

describe('what is about to be published', { timeout: 60_000 }, () => {
  it('is looked through as the packer would take it', async () => {
    const folder = temporaryFolder({
      'package.json': JSON.stringify({ name: 'a', version: '1.0.0', files: ['dist'] }),
      'dist/index.js': 'export const a = 1\n',
      'dist/.env': PROJECT['.env'],
      '.env': `UNPUBLISHED=${githubToken()}\n`,
    })
    const { stdout, code } = await assay(['publish-check', folder, '-q', '--no-cache', '-f', 'json'])
    const { findings } = JSON.parse(stdout) as {
      findings: readonly { ruleId: string; evidence: readonly { location: { path: string } }[] }[]
    }
    expect(code).toBe(1)
    expect(new Set(findings.flatMap(({ evidence }) => evidence.map(({ location }) => location.path)))).toEqual(
      new Set(['dist/.env']),
    )
    expect(findings.map(({ ruleId }) => ruleId)).toContain('publishing/unwanted-file')
    const listed = await assay(['publish-check', folder, '--list'])
    expect(listed.stdout.split('\n').filter((line) => line !== '')).toEqual([
      'dist/.env',
      'dist/index.js',
      'package.json',
    ])
  })

  it('may be a wheel', async () => {
    const folder = temporaryFolder({
      'a-1.0-py3-none-any.whl': writeZip([
        { name: 'a/__init__.py', data: '' },
        { name: 'a/.env', data: PROJECT['.env'] },
      ]),
    })
    const { code, stdout } = await assay(['publish-check', join(folder, 'a-1.0-py3-none-any.whl'), '-q', '--no-cache'])
    expect(code).toBe(1)
    expect(stdout).toContain('a/.env')
  })

  it('says what it expects where there is no manifest', async () => {
    const { code, stderr } = await assay(['publish-check', temporaryFolder()])
    expect(code).toBe(2)
    expect(stderr).toContain('--as npm|python|hugging-face|docker')
  })
})
