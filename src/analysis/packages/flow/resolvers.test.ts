import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { nodeResolver } from './node-resolver.ts'
import { pythonResolver } from './python-resolver.ts'

describe('modules of Node.js inside a package', () => {
  const files = [
    'index.js', 'lib/a.js', 'lib/b.ts', 'lib/c/index.mjs', 'lib/d/package.json', 'lib/d/start.cjs', 'dist/x.import.mjs', 'dist/x.require.cjs', 'src/deep/y.js',
  ] // prettier-ignore
  const manifests = {
    'package.json':
      '{"name":"@scope/own","main":"lib/a","imports":{"#x":{"import":"./dist/x.import.mjs","require":"./dist/x.require.cjs"},"#out":"../up.js"},"exports":{".":"./index.js","./x":{"types":"./x.d.ts","import":"./dist/x.import.mjs"},"./src/*.js":"./src/deep/*.js"}}',
    'lib/d/package.json': '{"main":"./start"}',
  }
  const trees = new Map(
    Object.entries(manifests).map(([path, text]) => [path, json.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)]),
  )
  const cases: readonly (readonly [from: string, specifier: string, found: readonly string[]])[] = [
    ['index.js', './lib/a', ['lib/a.js']],
    ['lib/a.js', './b.js', ['lib/b.ts']],
    ['lib/a.js', './c', ['lib/c/index.mjs']],
    ['lib/a.js', './d', ['lib/d/start.cjs']],
    ['lib/a.js', '..', ['lib/a.js']],
    ['lib/a.js', '../index', ['index.js']],
    ['lib/a.js', '../../index', []],
    ['lib/a.js', '#x', ['dist/x.import.mjs', 'dist/x.require.cjs']],
    ['lib/a.js', '#out', []],
    ['lib/a.js', '@scope/own', ['index.js']],
    ['lib/a.js', '@scope/own/x', ['dist/x.import.mjs']],
    ['lib/a.js', '@scope/own/src/y.js', ['src/deep/y.js']],
    ['lib/a.js', '@scope/own/lib/a.js', []],
    ['lib/a.js', 'a', []],
    ['lib/a.js', '<here>/b.ts', ['lib/b.ts']],
    ['lib/a.js', '<start>/lib/a.js', ['lib/a.js']],
    ['lib/a.js', '<start>/a.js', ['lib/a.js']],
  ]
  it.each(cases)('%s: %s', (from, specifier, found) => {
    expect(
      nodeResolver(files, trees)
        .locate(from, specifier)
        .map(({ path }) => path),
    ).toEqual(found)
  })
})

describe('modules of Python inside a distribution', () => {
  const files = [
    'setup.py', '_net.py', 'src/pkg/__init__.py', 'src/pkg/net.py', 'src/pkg/sub/__init__.py', 'src/pkg/sub/deep.py', 'tools/run.py', 'tools/near.py',
  ] // prettier-ignore
  const cases: readonly (readonly [from: string, specifier: string, found: readonly string[]])[] = [
    ['setup.py', '_net.send', ['_net.py send']],
    ['setup.py', 'pkg.net.send', ['src/pkg/net.py send']],
    ['setup.py', 'pkg.send', ['src/pkg/__init__.py send']],
    ['src/pkg/sub/deep.py', '.', ['src/pkg/sub/__init__.py ']],
    ['src/pkg/sub/deep.py', '..net.Client().send', ['src/pkg/net.py Client().send']],
    ['src/pkg/sub/deep.py', '.deep', ['src/pkg/sub/deep.py ']],
    ['src/pkg/__init__.py', '.net.send', ['src/pkg/net.py send']],
    ['tools/run.py', 'near.go', ['tools/near.py go']],
    ['tools/run.py', 'os.path.join', []],
    ['setup.py', '....x', []],
  ]
  it.each(cases)('%s: %s', (from, specifier, found) => {
    expect(
      pythonResolver(files)
        .locate(from, specifier)
        .map(({ path, member }) => `${path} ${member}`),
    ).toEqual(found)
  })

  it('loads the packages around a module', () => {
    expect(pythonResolver(files).loaded('setup.py', 'pkg.sub.deep.go')).toEqual([
      'src/pkg/sub/__init__.py',
      'src/pkg/__init__.py',
      'src/pkg/sub/deep.py',
    ])
  })
})
