import { describe, expect, it } from 'vitest'
import { fileKind } from './file-kind.ts'

describe('what a path says of a file', () => {
  it.each([
    ['src/app.py', 'ordinary'],
    ['.env', 'ordinary'],
    ['deploy/values.yaml', 'ordinary'],
    ['src/latest.ts', 'ordinary'],
    ['src/contest/score.py', 'ordinary'],
    ['src/protests.go', 'ordinary'],
    ['tests/test_app.py', 'test'],
    ['pkg/app_test.go', 'test'],
    ['src/app.spec.ts', 'test'],
    ['testdata/keys.pem', 'test'],
    ['spec/fixtures/a.yml', 'test'],
    ['conftest.py', 'test'],
    ['README.md', 'documentation'],
    ['docs/setup.adoc', 'documentation'],
    ['CHANGELOG', 'documentation'],
    ['.env.example', 'example'],
    ['config.sample.yml', 'example'],
    ['examples/chat/main.py', 'example'],
    ['package-lock.json', 'lock'],
    ['go.sum', 'lock'],
    ['uv.lock', 'lock'],
    ['lib/python3.12/site-packages/a-1.dist-info/RECORD', 'lock'],
    ['static/app.min.js', 'generated'],
    ['static/app.js.map', 'generated'],
  ])('%s is %s', (path, kind) => {
    expect(fileKind(path)).toBe(kind)
  })
})
