import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts'
import { configurationPlaces, type Machine } from './configuration-places.ts'
import { readConfiguration } from './read-configuration.ts'

const LINUX: Machine = {
  platform: 'linux',
  home: '/home/me',
  environment: {},
  nodePrefix: '/usr',
  projectFolders: ['/project/a', '/project/a/b'],
}

const pathsOf = (machine: Partial<Machine>, kind: string): readonly string[] =>
  configurationPlaces({ ...LINUX, ...machine })
    .filter((place) => place.kind === kind)
    .map(({ path }) => path)

describe('places, the weakest first', () => {
  it.each([
    [
      'pip.conf',
      {},
      ['/etc/xdg/pip/pip.conf', '/etc/pip.conf', '/home/me/.pip/pip.conf', '/home/me/.config/pip/pip.conf'],
    ],
    ['pip.conf', { environment: { PIP_CONFIG_FILE: '/dev/null' } }, []],
    [
      'pip.conf',
      { environment: { PIP_CONFIG_FILE: '/x.conf', VIRTUAL_ENV: '/venv' } },
      ['/etc/xdg/pip/pip.conf', '/etc/pip.conf', '/venv/pip.conf', '/x.conf'],
    ],
    [
      'pip.conf',
      { environment: { XDG_CONFIG_HOME: '/c', XDG_CONFIG_DIRS: '/d:/e' } },
      ['/e/pip/pip.conf', '/d/pip/pip.conf', '/etc/pip.conf', '/home/me/.pip/pip.conf', '/c/pip/pip.conf'],
    ],
    [
      'uv.toml',
      {},
      [
        '/etc/uv/uv.toml',
        '/etc/xdg/uv/uv.toml',
        '/home/me/.config/uv/uv.toml',
        '/project/a/uv.toml',
        '/project/a/b/uv.toml',
      ],
    ],
    ['uv.toml', { environment: { UV_NO_CONFIG: '1' } }, []],
    ['uv.toml', { environment: { UV_CONFIG_FILE: '/x.toml' } }, ['/x.toml']],
    ['npmrc', {}, ['/usr/etc/npmrc', '/home/me/.npmrc', '/project/a/.npmrc', '/project/a/b/.npmrc']],
    [
      'npmrc',
      { environment: { NPM_CONFIG_USERCONFIG: '/u', npm_config_prefix: '/p' } },
      ['/p/etc/npmrc', '/u', '/project/a/.npmrc', '/project/a/b/.npmrc'],
    ],
    ['yarnrc.yml', {}, ['/home/me/.yarnrc.yml', '/project/a/.yarnrc.yml', '/project/a/b/.yarnrc.yml']],
    ['netrc', { environment: { NETRC: '/n' } }, ['/n']],
  ])('%s with %j', (kind, machine, paths) => expect(pathsOf(machine, kind)).toEqual(paths))

  it('on macOS and Windows', () => {
    expect(pathsOf({ platform: 'darwin', home: '/Users/me' }, 'pip.conf')).toEqual([
      '/Library/Application Support/pip/pip.conf',
      '/Users/me/.pip/pip.conf',
      '/Users/me/.config/pip/pip.conf',
      '/Users/me/Library/Application Support/pip/pip.conf',
    ])
    const windows = { platform: 'win32', home: 'C:\\Users\\me', environment: { APPDATA: 'C:\\R' }, projectFolders: [] }
    expect(pathsOf(windows, 'pip.conf')).toEqual([
      'C:\\ProgramData\\pip\\pip.ini',
      'C:\\Users\\me\\pip\\pip.ini',
      'C:\\R\\pip\\pip.ini',
    ])
  })

  it('what lies in the project is of the project, whatever names it', () => {
    const environment = { PIP_CONFIG_FILE: '/project/a/evil.conf', VIRTUAL_ENV: '/project/a/.venv' }
    const levels = configurationPlaces({ ...LINUX, environment }).filter(({ path }) => path.startsWith('/project'))
    expect(levels.length).toBeGreaterThan(4)
    expect(new Set(levels.map(({ level }) => level))).toEqual(new Set(['project']))
  })
})

describe('reading', () => {
  it('what is there, in order; what is not there is silent', async () => {
    const folder = temporaryFolder({ a: 'one', b: 'two' })
    const files = await readConfiguration(
      ['b', 'missing', 'a'].map((name) => ({ kind: 'npmrc', path: join(folder, name), level: 'user' })),
    )
    expect(files.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['two', 'one'])
  })

  it('a folder or a link in the place of a file of the project is as if it were not there', async () => {
    const folder = temporaryFolder({ secret: 'x' })
    mkdirSync(join(folder, '.npmrc'))
    symlinkSync(join(folder, 'secret'), join(folder, 'uv.toml'))
    const places = ['.npmrc', 'uv.toml'].map(
      (name) => ({ kind: 'npmrc', path: join(folder, name), level: 'project' }) as const,
    )
    expect(await readConfiguration(places)).toEqual([])
  })

  it('a file of the user that is too large is no silence', async () => {
    const folder = temporaryFolder({ large: 'x'.repeat(5_000_000) })
    await expect(
      readConfiguration([{ kind: 'npmrc', path: join(folder, 'large'), level: 'user' }]),
    ).rejects.toMatchObject({ code: 'EXTERNAL_DISK' })
  })
})
