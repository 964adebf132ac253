import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { isExpected } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { isPackageName } from '../../formats/pep508.ts'
import type { Extraction } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { installed } from './installed.ts'
import { pdmLock } from './pdm-lock.ts'
import { pipfileLock } from './pipfile-lock.ts'
import { pipfile } from './pipfile.ts'
import { poetryLock } from './poetry-lock.ts'
import { pylock } from './pylock.ts'
import { pyproject } from './pyproject.ts'
import { requirements } from './requirements.ts'
import { script } from './script.ts'
import { setupCfg } from './setup-cfg.ts'
import { setupPy } from './setup-py.ts'
import { uvLock } from './uv-lock.ts'
import { vendored } from './vendored.ts'

const ALL: readonly Extractor[] = [
  installed,
  pdmLock,
  pipfile,
  pipfileLock,
  poetryLock,
  pylock,
  pyproject,
  requirements,
  script,
  setupCfg,
  setupPy,
  uvLock,
  vendored,
]

/** What the contract promises whatever the bytes were. */
function brokenPromises({ mentions, edges }: Extraction): readonly string[] {
  const keys = new Set(mentions.map(({ key }) => key))
  const broken: string[] = []
  if (keys.size !== mentions.length) broken.push('keys are not unique')
  for (const { from, to } of edges)
    if ((from !== '' && !keys.has(from)) || !keys.has(to)) broken.push(`edge ${from} -> ${to}`)
  for (const { name, text, location, version } of mentions) {
    if (!isPackageName(name, DEFAULT_LIMITS)) broken.push(`name ${name}`)
    if (text.length > 200) broken.push(`text of ${name}`)
    if (location.lines === undefined || (location.column ?? 0) < 1) broken.push(`place of ${name}`)
    if (version.kind === 'exact' && !/^[\x21-\x7e]+$/.test(version.version)) broken.push(`version of ${name}`)
  }
  return broken
}

/** The promises an extractor breaks on these bytes: none when it refuses them in the way the contract allows. Any other error is our bug. */
async function brokenBy(extractor: Extractor, path: string, content: string | Uint8Array): Promise<readonly string[]> {
  try {
    return brokenPromises(await extractor.extract(fileOf(path, content)))
  } catch (error) {
    if (isExpected(error)) return []
    throw error
  }
}

/** A fixed sequence, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    yield state
  }
}

describe.each(ALL.map((extractor) => [extractor.id, extractor] as const))('%s', (id, extractor) => {
  const fixtures = fixturesIn(fixtureFolder(id))

  it('has fixtures, and reads them twice alike', async () => {
    expect(fixtures.length).toBeGreaterThan(0)
    for (const { path, bytes } of fixtures) {
      const first = await extractor.extract(fileOf(path, bytes))
      expect(first.mentions.length).toBeGreaterThan(0)
      expect(brokenPromises(first)).toEqual([])
      expect(JSON.stringify(await extractor.extract(fileOf(path, bytes)))).toBe(JSON.stringify(first))
    }
  })

  it('keeps its promises on truncated files', async () => {
    const broken: string[] = []
    for (const { path, bytes } of fixtures) {
      for (let part = 0; part <= 40; part++) {
        const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 40))
        broken.push(...(await brokenBy(extractor, path, cut)))
      }
    }
    expect(broken).toEqual([])
  })

  it('keeps its promises on flipped bits', async () => {
    const random = numbers(7)
    const broken: string[] = []
    for (const { path, bytes } of fixtures) {
      for (let round = 0; round < 60; round++) {
        const flipped = Uint8Array.from(bytes)
        for (let flips = 0; flips < 3; flips++) {
          const at = random.next().value % flipped.length
          flipped[at] = (flipped[at] ?? 0) ^ (1 << ((random.next().value >> 8) % 8))
        }
        broken.push(...(await brokenBy(extractor, path, flipped)))
      }
    }
    expect(broken).toEqual([])
  })
})

const UV = 'version = 1\n'

describe('work stays in proportion to the file', () => {
  it.each<readonly [string, Extractor, string, string]>([
    ['a megabyte on one line', requirements, 'requirements.txt', `a${'=='.repeat(500_000)}`],
    ['a hundred thousand lines', requirements, 'requirements.txt', 'a==1\n'.repeat(100_000)],
    ['a hundred thousand lines that are wrong', requirements, 'requirements.txt', '?\n'.repeat(100_000)],
    ['parents times children of one name', requirements, 'requirements.txt', 'a==1 # via a\n'.repeat(50_000)],
    ['deep arrays', pyproject, 'pyproject.toml', `a = ${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['deep keys', pyproject, 'pyproject.toml', `${'a.'.repeat(5000)}a = 1`],
    ['deep JSON', pipfileLock, 'Pipfile.lock', '{"a":'.repeat(100_000)],
    [
      'a chain of groups',
      pyproject,
      'pyproject.toml',
      `[dependency-groups]\n${Array.from({ length: 3000 }, (_, i) => `g${i} = ["a", { include-group = "g${i + 1}" }]`).join('\n')}\ng3000 = ["b"]\n`,
    ],
    [
      'every group includes every other',
      pyproject,
      'pyproject.toml',
      `[dependency-groups]\n${Array.from({ length: 150 }, (_, i) => `g${i} = ["a", ${Array.from({ length: 150 }, (_, j) => `{ include-group = "g${j}" }`).join(', ')}]`).join('\n')}\n`,
    ],
    [
      'a fork of one name that needs itself',
      uvLock,
      'uv.lock',
      UV +
        Array.from(
          { length: 3000 },
          (_, i) => `[[package]]\nname = "a"\nversion = "${i}"\ndependencies = [{ name = "a" }]\n`,
        ).join(''),
    ],
    [
      'groups times packages',
      uvLock,
      'uv.lock',
      `${UV}[[package]]\nname = "r"\nsource = { virtual = "." }\n[package.dev-dependencies]\n${Array.from({ length: 1000 }, (_, i) => `g${i} = [{ name = "p0" }]`).join('\n')}\n` +
        Array.from(
          { length: 1000 },
          (_, i) => `[[package]]\nname = "p${i}"\nversion = "1"\ndependencies = [{ name = "p${i + 1}" }]\n`,
        ).join(''),
    ],
    [
      'sources times requirements',
      pyproject,
      'pyproject.toml',
      `[project]\ndependencies = [${'"a",'.repeat(2000)}]\n[tool.uv.sources]\na = [${'{ index = "x" },'.repeat(2000)}]\n`,
    ],
  ])('%s', async (_name, extractor, path, text) => {
    const start = performance.now()
    expect(await brokenBy(extractor, path, text)).toEqual([])
    expect(performance.now() - start).toBeLessThan(8000)
  })
})

it('cuts a graph at the limit and says so', async () => {
  const text = Array.from({ length: 30 }, (_, i) => `a==${i} # via a`).join('\n')
  const { edges, diagnostics } = await requirements.extract(
    fileOf('requirements.txt', text, { ...DEFAULT_LIMITS, nodes: 100 }),
  )
  expect([edges.length, diagnostics.map(({ code }) => code)]).toEqual([100, ['LIMIT_ENTRIES']])
})
