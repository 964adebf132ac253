import { describe, expect, it } from 'vitest'
import type { Origin, VersionClaim } from '../../model/package-mention.ts'
import { requirement, requirementOfArgument } from './requirement.ts'

const registry: Origin = { kind: 'registry' }
const unstated: VersionClaim = { kind: 'unstated' }
const any: VersionClaim = { kind: 'any' }
const exact = (version: string): VersionClaim => ({ kind: 'exact', version })
const range = (text: string): VersionClaim => ({ kind: 'range', text, syntax: 'semver' })
const local = (path: string): Origin => ({ kind: 'local', path })

const CASES: readonly (readonly [written: string, name: string, version: VersionClaim, origin: Origin])[] = [
  ['', 'a', any, registry],
  ['*', 'a', any, registry],
  ['latest', 'a', any, registry],
  ['next', 'a', any, registry],
  ['1.2.3', 'a', exact('1.2.3'), registry],
  ['=1.2.3', 'a', exact('1.2.3'), registry],
  ['v1.2.3-rc.1+build.5', 'a', exact('1.2.3-rc.1+build.5'), registry],
  ['^1.2.3', 'a', range('^1.2.3'), registry],
  ['~> 1.2', 'a', range('~> 1.2'), registry],
  ['1.x', 'a', range('1.x'), registry],
  ['1', 'a', range('1'), registry],
  ['>=1.0.0 <2 || 3.0.0 - 4', 'a', range('>=1.0.0 <2 || 3.0.0 - 4'), registry],
  ['>= 1.0.0-beta.1', 'a', range('>= 1.0.0-beta.1'), registry],
  ['npm:real@^1.0.0', 'real', range('^1.0.0'), registry],
  ['npm:@s/real@1.0.0', '@s/real', exact('1.0.0'), registry],
  ['npm:real', 'real', any, registry],
  ['npm:^1.0.0', 'a', range('^1.0.0'), registry],
  ['jsr:@std/path@^1.0.0', '@jsr/std__path', range('^1.0.0'), registry],
  ['catalog:', 'a', unstated, registry],
  ['catalog:react18', 'a', unstated, registry],
  ['workspace:*', 'a', unstated, local('workspace:*')],
  ['workspace:../core', 'a', unstated, local('../core')],
  ['file:../lib', 'a', unstated, local('../lib')],
  ['link:./lib', 'a', unstated, local('./lib')],
  ['portal:../lib', 'a', unstated, local('../lib')],
  ['../lib', 'a', unstated, local('../lib')],
  ['vendor/a-1.0.0.tgz', 'a', unstated, local('vendor/a-1.0.0.tgz')],
  ['C:\\lib', 'a', unstated, local('C:\\lib')],
  ['https://files.example/a-1.0.0.tgz', 'a', unstated, { kind: 'url', url: 'https://files.example/a-1.0.0.tgz' }],
  ['https://me:pw@files.example/a.tgz', 'a', unstated, { kind: 'url', url: 'https://files.example/a.tgz' }],
  ['o/r', 'a', unstated, { kind: 'git', url: 'https://github.com/o/r' }],
  [
    'git+ssh://git@git.example/o/r.git#abc1234',
    'a',
    unstated,
    { kind: 'git', url: 'ssh://git@git.example/o/r.git', commit: 'abc1234' },
  ],
  ['patch:a@npm%3A1.0.0#./fix.patch', 'a', exact('1.0.0'), registry],
]

describe('requirement', () => {
  it.each(CASES)('%j', (written, name, version, origin) => {
    expect(requirement('a', written)).toEqual({ name, version, origin, understood: true })
  })

  it.each(['not a range', '>=1.0.0; rm -rf', '\u001b[31m1.0', '1'.repeat(600), '{{ version }}'])(
    'does not guess at %j',
    (written) => {
      expect(requirement('a', written)).toMatchObject({ version: unstated, understood: false })
    },
  )

  it.each([
    '1'.repeat(1_000_000),
    ' '.repeat(1_000_000) + '!',
    'patch:'.repeat(200_000),
    '@'.repeat(1_000_000),
    'npm:'.repeat(250_000),
  ])('is linear on a megabyte', (written) => {
    const started = performance.now()
    requirement('a', written)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('requirementOfArgument', () => {
  it.each([
    ['debug', 'debug', any],
    ['debug@^4', 'debug', range('^4')],
    ['@s/a@1.0.0', '@s/a', exact('1.0.0')],
    ['alias@npm:real@2.0.0', 'real', exact('2.0.0')],
  ])('%s', (argument, name, version) => expect(requirementOfArgument(argument)).toMatchObject({ name, version }))

  it.each(['./dir', 'https://files.example/a.tgz', 'git+ssh://git@git.example/a.git'])(
    '%s names no package',
    (argument) => {
      expect(requirementOfArgument(argument)).toBeUndefined()
    },
  )
})
