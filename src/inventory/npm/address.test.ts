import { describe, expect, it } from 'vitest'
import { gitOrigin, registryIndex, resolvedOrigin, withoutCredentials } from './address.ts'

const COMMIT = '660a96507e183cffc372f19e837a89b5487dafda'

describe('gitOrigin', () => {
  it.each([
    [`git+ssh://git@github.com/o/r.git#${COMMIT}`, 'ssh://git@github.com/o/r.git', COMMIT],
    [`git+https://git.example/o/r.git#v1.0.0`, 'https://git.example/o/r.git', undefined],
    [`git@github.com:o/r.git#${COMMIT}`, 'git@github.com:o/r.git', COMMIT],
    ['github:o/r', 'https://github.com/o/r', undefined],
    ['gitlab:o/r#main', 'https://gitlab.com/o/r', undefined],
    ['bitbucket:o/r', 'https://bitbucket.org/o/r', undefined],
    ['gist:11081aaa281', 'https://gist.github.com/11081aaa281', undefined],
    ['o/r#semver:^1.0', 'https://github.com/o/r', undefined],
    [`github:o/r#5a6b7c8`, 'https://github.com/o/r', '5a6b7c8'],
    [`https://github.com/o/r.git#commit=${COMMIT}`, 'https://github.com/o/r.git', COMMIT],
    [`https://git.example/o/r.git#head=main&commit=${COMMIT}`, 'https://git.example/o/r.git', COMMIT],
    ['https://github.com/o/r', 'https://github.com/o/r', undefined],
    [`https://codeload.github.com/o/r/tar.gz/${COMMIT}`, 'https://github.com/o/r', COMMIT],
    ['https://codeload.github.com/o/r/tar.gz/refs/heads/main', 'https://github.com/o/r', undefined],
    ['git+https://user:secret@git.example/o/r.git', 'https://git.example/o/r.git', undefined],
    ['https://ghp_token@github.com/o/r.git', 'https://github.com/o/r.git', undefined],
  ])('%s', (text, url, commit) => {
    expect(gitOrigin(text)).toEqual({ kind: 'git', url, ...(commit === undefined ? {} : { commit }) })
  })

  it.each([
    '^1.0.0',
    'latest',
    'https://registry.example/a/-/a-1.0.0.tgz',
    'file:../a',
    './a/b',
    '@scope/name',
    'npm:a@1',
  ])('leaves %s alone', (text) => expect(gitOrigin(text)).toBeUndefined())
})

describe('registryIndex', () => {
  it.each([
    ['https://registry.example/debug/-/debug-4.3.4.tgz', 'debug', 'https://registry.example'],
    ['https://registry.example/api/npm/@s/a/-/a-1.0.0.tgz', '@s/a', 'https://registry.example/api/npm'],
    ['https://registry.example/@s%2fa/-/a-1.0.0.tgz', '@s/a', 'https://registry.example'],
    ['https://npm.example/download/@s/a/1.0.0/abc', '@s/a', 'https://npm.example/download'],
    ['https://user:pw@registry.example/a/-/a-1.tgz', 'a', 'https://registry.example'],
  ])('%s', (address, name, index) => expect(registryIndex(address, name)).toBe(index))

  it('does not take the address of another package for that of this one (lock file poisoning)', () => {
    const address = 'https://registry.example/evil/-/evil-1.0.0.tgz'
    expect(resolvedOrigin(address, 'lodash')).toEqual({ kind: 'url', url: address })
  })

  it('does not take a host for a package', () => {
    expect(registryIndex('https://debug/evil/-/evil-1.0.0.tgz', 'debug')).toBeUndefined()
  })
})

it('withoutCredentials is linear on a megabyte of half an address', () => {
  const started = performance.now()
  expect(withoutCredentials('://'.repeat(300_000))).toHaveLength(900_000)
  expect(performance.now() - started).toBeLessThan(1000)
})
