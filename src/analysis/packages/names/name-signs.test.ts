import { describe, expect, it } from 'vitest'
import { importNameCandidate, importNames } from './import-name.ts'
import { privateNameCandidate, privateNames } from './private-name.ts'
import { squattedDescription, textLikeness } from './squatted-description.ts'
import { versionJump } from './version-jump.ts'

describe('names of modules', () => {
  const imports = importNames(
    new Map([
      ['cv2', ['opencv-python', 'opencv-python-headless']],
      ['sklearn', ['scikit-learn']],
      ['yaml', ['pyyaml']],
      ['PIL', ['pillow']],
      ['rest_framework', ['djangorestframework']],
      ['keras', ['keras', 'tensorflow']],
      ['google.auth', ['google-auth']],
    ]),
  )
  it.each([
    ['cv2', 'opencv-python'],
    ['sklearn', 'scikit-learn'],
    ['yaml', 'pyyaml'],
    ['pil', 'pillow'],
    ['Rest.Framework', 'djangorestframework'],
  ])('%s is what %s is imported as', (written, popular) => {
    expect(importNameCandidate(written, imports, () => false)).toMatchObject({ kind: 'import-name', popular })
  })

  it.each(['keras', 'google-auth', 'requests'])('%s is none', (written) => {
    expect(importNameCandidate(written, imports, () => false)).toBeUndefined()
  })

  it('nor is a package that many use', () => {
    expect(importNameCandidate('yaml', imports, (name) => name === 'yaml')).toBeUndefined()
  })
})

describe('private names', () => {
  const pypi = privateNames({ ecosystem: 'PyPI', globs: ['Acme_*', 'torchtriton', 'pytorch_triton'] })
  const npm = privateNames({ ecosystem: 'npm', globs: ['@acme', 'acme-*', '@internal/tools-?'] })

  it.each([
    ['torchtriton', true],
    ['pytorch.triton', true],
    ['acme-tools', true],
    ['ACME.tools', true],
    ['acme', false],
    ['triton', false],
  ])('PyPI: %s %s', (name, expected) => expect(pypi(name)).toBe(expected))

  it.each([
    ['@acme/anything', true],
    ['acme-tools', true],
    ['@internal/tools-x', true],
    ['@internal/tools', false],
    ['@acme2/x', false],
  ])('npm: %s %s', (name, expected) => expect(npm(name)).toBe(expected))

  it('one that exists outside weighs most, one that nobody could look up is not called free', () => {
    const weights = (['exists', 'free', 'unknown'] as const).map((upstream) =>
      privateNameCandidate('torchtriton', 'PyPI', pypi, upstream),
    )
    expect(weights.map((one) => one?.weight.chance)).toEqual([0.3356, 0.01, 0.01])
    expect(weights.map((one) => one?.because)).toEqual([
      'is kept for private packages and exists in the public registry as well',
      'is kept for private packages and anybody can register it in the public registry',
      'is kept for private packages; whether the public registry has it is not known',
    ])
    expect(privateNameCandidate('triton', 'PyPI', pypi, 'exists')).toBeUndefined()
  })

  it.each(['*', '**', '', 'acme-[', '!acme'])('%j is refused', (glob) => {
    expect(() => privateNames({ ecosystem: 'PyPI', globs: [glob] })).toThrow(
      expect.objectContaining({ code: 'USAGE_POLICY' }),
    )
  })
})

describe('version jumps', () => {
  it.each([
    [['1.4.2', '1.3.0'], '99.9.0', 'leaps from version 1.4.2 to 99.9.0'],
    [['0.1.0'], '9.9.9', 'leaps from version 0.1.0 to 9.9.9'],
    [['3.2.1'], '1000.0.0', 'leaps from version 3.2.1 to 1000.0.0'],
    [[], '99.99.99', 'begins with version 99.99.99'],
    [[], '100.0.0', 'begins with version 100.0.0'],
    [['1.0'], `9${'0'.repeat(400)}`, `leaps from version 1.0 to 9${'0'.repeat(39)}…`],
  ] as const)('%j then %s', (earlier, version, because) => {
    expect(versionJump(earlier, version, 'PyPI')?.because).toBe(because)
  })

  it.each([
    [['1.4.2'], '2.0.0'],
    [['119.0.1', '118.0.0'], '120.0.0'],
    // Calendar versions.
    [['10.0.1'], '18.0'],
    [['0.9'], '2024.1'],
    [['1.0'], '20240131'],
    [['1.2'], '23.12.1'],
    // A backport.
    [['99.0.0'], '98.2.1'],
    // A new member of a family.
    [[], '19.0.0'],
    [[], '1.0.0'],
    [['1.0'], 'not-a-version'],
  ] as const)('%j then %s is none', (earlier, version) => {
    expect(versionJump(earlier, version, 'npm')).toBeUndefined()
  })
})

describe('descriptions', () => {
  const readme =
    'Requests is a simple, yet elegant, HTTP library. It allows you to send requests extremely easily: there is no need to ' +
    'manually add query strings to your addresses, or to form-encode your data. Keep-alive and connection pooling are automatic. ' +
    'It is one of the most downloaded packages of the language today and many repositories depend on it every single day.'
  const popular = { name: 'requests', description: readme, owner: 'psf' }

  it('the text of another project, with the name replaced', () => {
    const own = { name: 'reqwests', description: readme.replaceAll(/requests/gi, 'reqwests'), owner: 'somebody' }
    expect(squattedDescription(own, popular)?.contained).toBeGreaterThan(0.7)
    expect(squattedDescription({ ...own, owner: undefined }, popular)).toBeDefined()
  })

  it.each([
    ['of the same owner', { name: 'requests-extra', description: readme, owner: 'PSF' }],
    ['of the package itself', { ...popular, owner: undefined }],
    [
      'in words of its own',
      { name: 'a', description: 'A reader for tables of many kinds that streams rows. '.repeat(20), owner: 'b' },
    ],
    ['too short to tell', { name: 'a', description: 'Requests is a simple, yet elegant, HTTP library.', owner: 'b' }],
    ['that is empty', { name: 'a', description: '', owner: undefined }],
  ])('not one %s', (_, own) => expect(squattedDescription(own, popular)).toBeUndefined())

  it('shares are those of the runs of four words', () => {
    expect(textLikeness('a b c d e', 'a b c d x')).toEqual({ contained: 0.5, resemblance: 1 / 3, runs: 2 })
  })

  it('a megabyte of anything takes no longer than a moment', () => {
    for (const nasty of ['a'.repeat(1e6), 'a '.repeat(5e5), '𝒳'.repeat(5e5), '\u0301'.repeat(1e6)]) {
      const started = performance.now()
      textLikeness(nasty, nasty)
      expect(performance.now() - started).toBeLessThan(1500)
    }
  })
})
