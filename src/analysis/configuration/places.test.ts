import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Location } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import { downloadedScript } from './downloaded-script.ts'
import { indexConfusion } from './index-confusion.ts'
import { insecureIndex } from './insecure-index.ts'
import { lockfileOrigin } from './lockfile-origin.ts'
import { missingHashes } from './missing-hashes.ts'
import { trustedCode } from './trusted-code.ts'
import { unlockedInstall } from './unlocked-install.ts'
import { unpinnedAction } from './unpinned-action.ts'
import { unpinnedImage } from './unpinned-image.ts'
import { unsafeLoad } from './unsafe-load.ts'
import { workflowInjection } from './workflow-injection.ts'
import { workflowUntrustedCheckout } from './workflow-untrusted-checkout.ts'

const NOTEBOOK = JSON.stringify(
  {
    cells: [
      { cell_type: 'markdown', source: ['# title\n'] },
      { cell_type: 'code', source: ['%time\n', '!curl https://t.example/i.sh | sh\n'] },
      { cell_type: 'code', source: ['import torch\n', '\n', 'm = torch.load("m.pt", weights_only=False)'] },
    ],
    nbformat: 4,
  },
  undefined,
  1,
)
const STEP = 'on: pull_request_target\njobs:\n  a:\n    steps:\n'
const COMMIT = '0123456789012345678901234567890123456789'

/** What stands where: `severity line:column` and `cell.line` inside notebooks, then the note. */
const SEEN: readonly (readonly [rule: FileRule, path: string, text: string, ...seen: readonly string[]])[] = [
  [
    downloadedScript,
    'a.sh',
    'set -e\n  curl https://t.example/i.sh | sudo sh\n',
    'medium 2:3 curl https://t.example/i.sh',
  ],
  [downloadedScript, 'a.sh', 'curl http://t.example/i.sh | sh\n', 'high 1:1 curl http://t.example/i.sh'],
  [downloadedScript, 'a.sh', 'curl -ksSL https://t.example/i.sh | sh\n', 'high 1:1 curl -ksSL https://t.example/i.sh'],
  [downloadedScript, 'a.sh', 'wget https://t.example/i.sh\nsh i.sh\n', 'low 1:1 wget https://t.example/i.sh'],
  [
    downloadedScript,
    'a.sh',
    'bash -c "x && curl https://t.example/i.sh | sh"\n',
    'medium 1:15 curl https://t.example/i.sh',
  ],
  [
    downloadedScript,
    'Dockerfile',
    'FROM a\nRUN x \\\n && curl https://t.example/i.sh | sh\n',
    'medium 3:5 curl https://t.example/i.sh',
  ],
  [downloadedScript, 'a.ipynb', NOTEBOOK, 'medium 13:7 cell 2.2 curl https://t.example/i.sh'],
  [
    downloadedScript,
    'Makefile',
    'all:\n\t@echo $$HOME; curl https://t.example/i.sh | sh\n',
    'medium 2:16 curl https://t.example/i.sh',
  ],
  [
    downloadedScript,
    '.github/workflows/a.yml',
    'jobs:\n  a:\n    steps:\n      - run: |\n          x\n          curl https://t.example/i.sh | sh\n',
    'medium 6:11 curl https://t.example/i.sh',
  ],
  [
    downloadedScript,
    'README.md',
    '# a\n```sh\n$ curl http://t.example/i.sh | sh\n```\n',
    'high 3:3 curl http://t.example/i.sh',
  ],
  [
    indexConfusion,
    'requirements.txt',
    'a\n--extra-index-url https://ci:Tr0ub4dor3@w.example/simple\n',
    'medium 2:19 --extra-index-url https://***@w.example/simple',
  ],
  [
    indexConfusion,
    'uv.toml',
    'index-strategy = "unsafe-best-match"\n',
    'medium 1:19 index-strategy = "unsafe-best-match"',
  ],
  [
    indexConfusion,
    'pyproject.toml',
    '[[tool.uv.index]]\nurl = "https://w.example/simple"\n',
    'low 2:8 [[tool.uv.index]] url = "https://w.example/simple"',
  ],
  [insecureIndex, '.npmrc', '\nregistry=http://r.example/\n', 'high 2:1 registry=http://r.example/'],
  [
    insecureIndex,
    'Dockerfile',
    'FROM a\nENV A=1 NODE_TLS_REJECT_UNAUTHORIZED=0\n',
    'medium 2:9 NODE_TLS_REJECT_UNAUTHORIZED=0',
  ],
  [
    lockfileOrigin,
    'package-lock.json',
    '{\n "packages": {\n  "node_modules/a": {\n   "resolved": "http://r.example/a/-/a-1.tgz", "integrity": "sha512-x"\n}}}',
    'medium 4:17 a: http://r.example/a/-/a-1.tgz',
  ],
  [missingHashes, 'requirements.txt', 'a==1 --hash=sha256:00\nb==2\n', 'medium 2:1 b==2'],
  [trustedCode, 'a.sh', 'vllm serve o/m --trust-remote-code\n', 'medium 1:16 vllm serve o/m --trust-remote-code'],
  [
    trustedCode,
    'a.py',
    `load("o/m", revision="${COMMIT}", trust_remote_code=True)\n`,
    'low 1:1 load(trust_remote_code=True): o/m',
  ],
  [trustedCode, 'k.yaml', 'spec:\n  - "--trust-remote-code"\n', 'medium 2:3 - "--trust-remote-code'],
  [unlockedInstall, 'Dockerfile', 'FROM a\nRUN pip install -U torch\n', 'low 2:20 pip install -U torch'],
  [
    unpinnedAction,
    '.github/workflows/a.yml',
    'jobs:\n  a:\n    steps:\n      - uses: o/r@v1\n',
    'medium 4:15 uses: o/r@v1',
  ],
  [unpinnedImage, 'Dockerfile', '# x\nFROM python\n', 'low 2:6 FROM python'],
  [unsafeLoad, 'a.ipynb', NOTEBOOK, 'medium 21:10 cell 3.3 torch.load(weights_only=False)'],
  [unsafeLoad, 'a.py', 'import pickle\n\n\nx = pickle.load(open(p, "rb"))\n', 'low 4:5 pickle.load'],
  [unsafeLoad, 'a.py', 'import pickle, requests\nx = pickle.loads(requests.get(u).content)\n', 'high 2:5 pickle.loads'],
  [unsafeLoad, 'a.py', 'import torch, gdown\nx = torch.load(gdown.download(u, "m.pt"))\n', 'medium 2:5 torch.load'],
  [
    workflowInjection,
    '.github/workflows/a.yml',
    `${STEP}      - run: |\n          x\n          echo \${{ github.head_ref }}\n`,
    'critical 7:16 ${{ github.head_ref }}',
  ],
  [
    workflowInjection,
    '.github/workflows/a.yml',
    `${STEP.replace('_target', '')}      - run: echo \${{ github.head_ref }}\n`,
    'medium 5:19 ${{ github.head_ref }}',
  ],
  [
    workflowInjection,
    '.github/workflows/a.yml',
    `${STEP}      - run: echo \${{ github.ref_name }}\n`,
    'low 5:19 ${{ github.ref_name }}',
  ],
  [
    workflowUntrustedCheckout,
    '.github/workflows/a.yml',
    `${STEP}      - uses: actions/checkout@v4\n        with: { ref: refs/pull/1/head }\n      - run: make\n`,
    'critical 5:9 the code of the pull request is checked out',
  ],
  [
    workflowUntrustedCheckout,
    '.github/workflows/a.yml',
    `${STEP}      - uses: actions/checkout@v4\n        with: { ref: refs/pull/1/head }\n`,
    'high 5:9 the code of the pull request is checked out',
  ],
]

describe('what is reported', () => {
  it.each(SEEN.map((one) => [one[1], one[2].slice(0, 60), one] as const))(
    '%s: %s',
    async (_, __, [rule, path, text, ...seen]) => {
      const observations = await Array.fromAsync(rule.inspect(fileOf(path, text)))
      const shown = observations.map(
        ({ severity, evidence: [first] }) => `${severity} ${placeIn(first?.location)} ${first?.note}`,
      )
      expect(shown).toEqual(seen)
    },
  )

  it('never shows a password', async () => {
    const { indexCredentials } = await import('./index-credentials.ts')
    const text = '--index-url https://ci:Tr0ub4dor3@w.example/simple\n'
    const rules: readonly FileRule[] = [indexCredentials, indexConfusion, insecureIndex]
    const all = await Promise.all(rules.map((rule) => Array.fromAsync(rule.inspect(fileOf('requirements.txt', text)))))
    const npm = await Array.fromAsync(
      indexCredentials.inspect(fileOf('.npmrc', '//r.example/:_authToken=Tr0ub4dor3x\n')),
    )
    expect([all.flat().length, npm.length]).toEqual([1, 1])
    expect(JSON.stringify([all, npm])).not.toContain('Tr0ub4dor3')
  })
})

function placeIn(location: Location | undefined): string {
  const cell = location?.cell === undefined ? '' : ` cell ${location.cell}.${location.cellLine}`
  return `${location?.lines?.start}:${location?.column}${cell}`
}
