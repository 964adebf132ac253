import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../test/support/random.ts'
import { ROOT_FOLDER } from '../../../../test/support/source-files.ts'
import { type CandidateKind } from './candidate.ts'
import { nameCandidates, twinCandidate } from './name-candidates.ts'
import { nameIndex } from './name-index.ts'
import { starterNames } from './starter-names.ts'

const pypi = nameIndex('PyPI', starterNames('PyPI'))
const npm = nameIndex('npm', starterNames('npm'))

type Case = readonly [written: string, kind: CandidateKind, popular: string, because: string]

describe('names on PyPI that resemble popular ones', () => {
  const cases: readonly Case[] = [
    // 2025-01, info stealers in the first days of the brand.
    ['deepseeek', 'edit', 'deepseek', 'is one edit from deepseek (doubled letter)'],
    ['deepseekai', 'edit', 'deepseek', 'is 2 edits from deepseek'],
    // 2024-03, a name that assistants made up.
    ['huggingface-cli', 'affix', 'huggingface-hub', 'is huggingface-hub with one word for another'],
    // 2022-12, the private name of a dependency of PyTorch's nightly builds.
    ['torchtriton', 'affix', 'pytorch-triton', 'is pytorch-triton without the name of the language'],
    // 2019.
    ['python3-dateutil', 'affix', 'python-dateutil', 'is python-dateutil with one word for another'],
    ['reqeusts', 'edit', 'requests', 'is one edit from requests (two letters swapped)'],
    ['requezts', 'edit', 'requests', 'is one edit from requests (neighbouring key)'],
    ['numpi', 'edit', 'numpy', 'is one edit from numpy'],
    ['request', 'plural', 'requests', 'differs from requests in singular and plural only'],
    ['attr', 'plural', 'attrs', 'differs from attrs in singular and plural only'],
    ['rеquests', 'homoglyph', 'requests', 'looks like requests'],
    ['t0rch', 'homoglyph', 'torch', 'looks like torch'],
    ['Iitellm', 'homoglyph', 'litellm', 'looks like litellm'],
    ['ｏpenai', 'homoglyph', 'openai', 'looks like openai'],
    ['scikitlearn', 'separators', 'scikit-learn', 'differs from scikit-learn in separators or case only'],
    ['Scikit_Learn.', 'separators', 'scikit-learn', 'differs from scikit-learn in separators or case only'],
    ['dateutil-python', 'word-order', 'python-dateutil', 'has the words of python-dateutil in another order'],
    ['openai-official', 'affix', 'openai', 'is openai with a word added that says little'],
    ['pylitellm', 'affix', 'litellm', 'is litellm with a word added that says little'],
  ]
  it.each(cases)('%s: %s, %s', (written, kind, popular, because) => {
    expect(nameCandidates(written, pypi)[0]).toMatchObject({ kind, popular, because, ecosystem: 'PyPI' })
  })
})

describe('names on npm that resemble popular ones', () => {
  const cases: readonly Case[] = [
    ['lodahs', 'edit', 'lodash', 'is one edit from lodash (two letters swapped)'],
    ['crossenv', 'separators', 'cross-env', 'differs from cross-env in separators or case only'],
    ['JSONStream', 'separators', 'jsonstream', 'differs from jsonstream in separators or case only'],
    ['typescript-official', 'affix', 'typescript', 'is typescript with a word added that says little'],
    ['@langchian/core', 'scope', '@langchain/core', 'has a scope that is one edit from that of @langchain/core'],
    [
      '@hugging-face/hub',
      'scope',
      '@huggingface/hub',
      'has a scope that differs in separators from that of @huggingface/hub',
    ],
    ['@Ianqchain/core', 'scope', '@langchain/core', 'has a scope that is two edits from that of @langchain/core'],
    ['@openai-official/agents', 'scope', '@openai/agents', 'has a scope that adds a word to that of @openai/agents'],
    ['types-node', 'scope', '@types/node', 'is @types/node with its scope written into the name'],
  ]
  it.each(cases)('%s: %s, %s', (written, kind, popular, because) => {
    expect(nameCandidates(written, npm)[0]).toMatchObject({ kind, popular, because, ecosystem: 'npm' })
  })
})

describe('names that resemble none', () => {
  it.each([
    // Popular themselves.
    'requests',
    'Huggingface_Hub',
    'python-dateutil',
    // Families of packages that name their parent by convention.
    'types-requests',
    'pytest-django',
    'llama-index-readers-web',
    'nvidia-cudnn-cu13',
    // Short names are one edit from everything.
    'pip2',
    'toml',
    'six2',
    'tox2',
    '',
    'x'.repeat(215),
  ])('%s on PyPI', (written) => expect(nameCandidates(written, pypi)).toEqual([]))

  it.each([
    'request',
    '@types/requests',
    // Forks and wrappers under a scope of their own, and packages in a scope only its owner publishes to.
    '@acme/react',
    '@babel/preset-envs',
    '@types/reacts',
    'eslint-plugin-react',
    'reactive',
    'buffer',
    'node',
    '@',
    '@/',
    '@/x',
  ])('%s on npm', (written) => expect(nameCandidates(written, npm)).toEqual([]))
})

describe('twins', () => {
  it.each([
    ['axios', pypi, npm, 'axios'],
    ['react_dom', pypi, npm, 'react-dom'],
    ['scikit-learn', npm, pypi, 'scikit-learn'],
  ] as const)('%s is popular elsewhere', (written, here, there, popular) => {
    expect(twinCandidate(written, here, there)).toMatchObject({
      kind: 'twin',
      popular,
      ecosystem: there.ecosystem,
      distance: 0,
    })
  })

  it.each([
    ['openai', pypi, npm],
    ['nothing-like-it', pypi, npm],
    ['@acme/torch', npm, pypi],
  ] as const)('%s is none', (written, here, there) => expect(twinCandidate(written, here, there)).toBeUndefined())
})

describe('weights', () => {
  it('one edit counts for something on PyPI and against nothing on npm, as was measured', () => {
    expect(nameCandidates('reqeusts', pypi)[0]?.weight).toEqual({ ratio: 3.98, chance: 0.0387, basis: 'measured' })
    expect(nameCandidates('lodahs', npm)[0]?.weight).toEqual({ ratio: 0.22, chance: 0.0022, basis: 'measured' })
  })

  it('multiplies what is known otherwise', () => {
    expect(nameCandidates('reqeusts', pypi, 0.3)[0]?.weight.chance).toBeCloseTo(0.63, 2)
    expect(nameCandidates('reqeusts', pypi, 0)[0]?.weight.chance).toBe(0)
  })

  it('is certain of nothing', () => {
    const all = ['rеquests', 'reqeusts', 'pylitellm', 'scikitlearn'].flatMap((name) => nameCandidates(name, pypi, 0.5))
    expect(all.length).toBeGreaterThan(3)
    for (const { weight } of all) expect(weight.chance).toBeLessThan(1)
  })

  it('the weightiest comes first, then the most popular', () => {
    const index = nameIndex('PyPI', ['abcdefgh', 'abcdefgx', 'abcdefxy'])
    expect(nameCandidates('abcdefgy', index).map(({ popular, rank }) => `${rank} ${popular}`)).toEqual([
      '1 abcdefgh',
      '2 abcdefgx',
      '3 abcdefxy',
    ])
  })
})

describe('many names', () => {
  const random = seededRandom(6)
  const parts = [
    'py',
    'torch',
    'data',
    'google-cloud-',
    'azure-mgmt-',
    'lang',
    'chain',
    'kit',
    'flow',
    'net',
    'core',
    'stream',
  ] as const
  const names = Array.from(
    { length: 15_000 },
    (_, n) => `${random.pick(parts)}${random.pick(parts)}${random.hex(4)}${n % 7}`,
  )
  const index = nameIndex('PyPI', names)

  it('a question takes less than a millisecond', () => {
    const asked = names.slice(0, 2000).map((name) => `${name.slice(0, 5)}x${name.slice(6)}`)
    const started = performance.now()
    const found = asked.filter((name) => nameCandidates(name, index).length > 0)
    const each = (performance.now() - started) / asked.length
    expect(found.length).toBeGreaterThan(1900)
    expect(each).toBeLessThan(1)
  })

  it('so does a nasty one', () => {
    for (const name of ['a'.repeat(214), '-'.repeat(214), 'google-cloud-google-cloud-', `@${'a-'.repeat(100)}/x`]) {
      const started = performance.now()
      nameCandidates(name, index)
      expect(performance.now() - started).toBeLessThan(50)
    }
  })
})

describe('the packages that this project installs', () => {
  const installed = readdirSync(join(ROOT_FOLDER, 'node_modules'), { withFileTypes: true }).flatMap(({ name }) => {
    if (name.startsWith('.')) return []
    return name.startsWith('@')
      ? readdirSync(join(ROOT_FOLDER, 'node_modules', name)).map((part) => `${name}/${part}`)
      : [name]
  })

  it('hardly resemble others, and none so much that it would be held', () => {
    const alike = installed.flatMap((name) => nameCandidates(name, npm).slice(0, 1))
    expect(installed.length).toBeGreaterThan(50)
    expect(alike.length / installed.length).toBeLessThanOrEqual(0.02)
    expect(alike.filter(({ weight }) => weight.chance > 0.25)).toEqual([])
  })
})
