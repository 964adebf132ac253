import { describe, expect, it } from 'vitest'
import type { ConfigurationFile, ConfigurationKind, Environment } from './configuration-input.ts'
import { credentialsFor } from './credentials-for.ts'
import { registrySettings } from './registry-configuration.ts'
import type { RegistrySettings } from './registry-settings.ts'

type Files = readonly (readonly [kind: ConfigurationKind, text: string, level?: ConfigurationFile['level']])[]

function settingsOf(files: Files, environment: Environment = {}, trustProject = false): RegistrySettings {
  return registrySettings({
    files: files.map(([kind, text, level = 'user'], n) => ({
      kind,
      path: `${n}:${kind}`,
      level,
      bytes: Buffer.from(text),
    })),
    environment,
    trustProject,
  })
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

describe('pip', () => {
  const cases: readonly {
    readonly name: string
    readonly files: Files
    readonly environment?: Environment
    readonly indexes: readonly string[]
    readonly own?: 'client' | 'none'
  }[] = [
    { name: 'nothing', files: [], indexes: [], own: 'client' },
    {
      name: 'an index',
      files: [['pip.conf', '[global]\nindex-url = https://a.example/simple']],
      indexes: ['https://a.example/simple/'],
    },
    {
      name: 'the stronger file wins',
      files: [
        ['pip.conf', '[global]\nindex-url = https://a.example/'],
        ['pip.conf', '[global]\nindex_url: https://b.example/'],
      ],
      indexes: ['https://b.example/'],
    },
    {
      name: '[install] wins over [global] of a stronger file',
      files: [
        ['pip.conf', '[install]\nindex-url = https://a.example/'],
        ['pip.conf', '[global]\nindex-url = https://b.example/'],
      ],
      indexes: ['https://a.example/'],
    },
    {
      name: 'more indexes over several lines, the client’s own stays',
      files: [['pip.conf', '[global]\nextra-index-url =\n  https://a.example/\n  https://b.example/x']],
      indexes: ['https://a.example/', 'https://b.example/x/'],
      own: 'client',
    },
    {
      name: 'variables win',
      files: [['pip.conf', '[install]\nindex-url = https://a.example/\nextra-index-url = https://b.example/']],
      environment: {
        PIP_INDEX_URL: 'https://c.example/',
        PIP_EXTRA_INDEX_URL: 'https://d.example/ https://e.example/',
      },
      indexes: ['https://c.example/', 'https://d.example/', 'https://e.example/'],
    },
    {
      name: 'an empty variable is none',
      files: [['pip.conf', '[global]\nindex-url = https://a.example/']],
      environment: { PIP_INDEX_URL: '' },
      indexes: ['https://a.example/'],
    },
    {
      name: 'no index',
      files: [['pip.conf', '[global]\nno-index = true\nindex-url = https://a.example/']],
      indexes: ['https://a.example/'],
      own: 'none',
    },
    {
      name: 'options of requirements: one takes the place, the other is added',
      files: [
        ['pip.conf', '[global]\nindex-url = https://a.example/\nextra-index-url = https://b.example/'],
        ['requirements', 'foo\n-i https://c.example/${PLACE}\n--extra-index-url https://d.example/'],
      ],
      environment: { PLACE: 'simple' },
      indexes: ['https://c.example/simple/', 'https://b.example/', 'https://d.example/'],
    },
    { name: 'a folder is no index', files: [['pip.conf', '[global]\nindex-url = /srv/packages']], indexes: [] },
  ]
  it.each(cases)('$name', ({ files, environment, indexes, own = 'configured' }) => {
    const { python } = settingsOf(files, environment)
    expect(python).toMatchObject({ client: 'pip', choice: 'all', defaultIndex: own })
    expect(python.indexes.map(({ address }) => address)).toEqual(indexes)
  })

  it('says what it does not follow', () => {
    const { notes, connection } = settingsOf([
      [
        'pip.conf',
        '[global]\nfind-links = /srv\ntrusted-host = a.example\ncert = /etc/ca.pem\nproxy = http://proxy.example:3128',
      ],
    ])
    expect(notes.map(({ says }) => says)).toEqual([
      'find-links is not looked at: only indexes are asked',
      'trusted-host is not followed: certificates are always checked',
    ])
    expect(connection).toEqual({ proxy: 'http://proxy.example:3128', certificates: ['/etc/ca.pem'] })
  })
})

describe('uv', () => {
  it('indexes of variables, of the project, of the user, and the default one last', () => {
    const { python } = settingsOf(
      [
        [
          'uv.toml',
          '[[index]]\nname = "corp"\nurl = "https://corp.example/simple"\ndefault = true\n[[index]]\nurl = "https://b.example/"',
        ],
        [
          'pyproject.toml',
          '[project]\nname = "x"\n[tool.uv.sources]\nTorch_X = { index = "gpu" }\n[[tool.uv.index]]\nname = "gpu"\nurl = "https://gpu.example/"\nexplicit = true',
          'project',
        ],
      ],
      { UV_INDEX: 'first=https://f.example/ https://g.example/' },
      true,
    )
    expect(python).toMatchObject({ client: 'uv', choice: 'first', defaultIndex: 'configured' })
    expect(python.indexes).toEqual([
      { address: 'https://f.example/', name: 'first' },
      { address: 'https://g.example/' },
      { address: 'https://gpu.example/', name: 'gpu', explicit: true },
      { address: 'https://b.example/' },
      { address: 'https://corp.example/simple/', name: 'corp' },
    ])
    expect([...python.pinned]).toEqual([['torch-x', 'gpu']])
  })

  it.each([
    [
      'the older settings',
      'index-url = "https://a.example/"\nextra-index-url = ["https://b.example/"]',
      {},
      ['https://b.example/', 'https://a.example/'],
      'first',
    ],
    ['those of `uv pip`', '[pip]\nindex-url = "https://a.example/"', {}, ['https://a.example/'], 'first'],
    [
      'a variable for the default',
      '[[index]]\nurl = "https://a.example/"\ndefault = true',
      { UV_DEFAULT_INDEX: 'https://b.example/' },
      ['https://b.example/'],
      'first',
    ],
    ['its older name', '', { UV_INDEX_URL: 'https://b.example/' }, ['https://b.example/'], 'first'],
    [
      'all indexes at once',
      '[[index]]\nurl = "https://a.example/"',
      { UV_INDEX_STRATEGY: 'unsafe-best-match' },
      ['https://a.example/'],
      'all',
    ],
    ['a flat list is not asked', '[[index]]\nurl = "https://a.example/"\nformat = "flat"', {}, [], 'first'],
  ] as const)('%s', (_, text, environment, indexes, choice) => {
    const { python } = settingsOf([['uv.toml', text]], environment)
    expect(python.indexes.map(({ address }) => address)).toEqual(indexes)
    expect(python).toMatchObject({ client: 'uv', choice })
  })

  it('credentials of variables and of addresses', () => {
    const { credentials, python } = settingsOf(
      [
        [
          'uv.toml',
          '[[index]]\nname = "in-house"\nurl = "https://a.example/x"\n[[index]]\nurl = "https://u:p@b.example/"',
        ],
      ],
      {
        UV_INDEX_IN_HOUSE_USERNAME: 'me',
        UV_INDEX_IN_HOUSE_PASSWORD: 'secret',
      },
    )
    expect(credentialsFor('https://a.example/files/f.whl', credentials)).toBe(basic('me:secret'))
    expect(credentialsFor('https://b.example/', credentials)).toBe(basic('u:p'))
    expect(JSON.stringify(python)).not.toMatch(/u:p|secret/)
  })
})

describe('npm', () => {
  it('registries by scope, from the weakest file to the variables', () => {
    const { npm } = settingsOf(
      [
        [
          'npmrc',
          'registry=https://a.example\n@acme:registry=https://acme.example/npm\n@old:registry=https://old.example/',
        ],
        ['npmrc', '; mine\nregistry = "https://b.example/${PLACE}"\n@old:registry=${NEW?}https://new.example/'],
      ],
      { PLACE: 'npm', npm_config_registry: '', 'npm_config_@acme:registry': 'https://variable.example/' },
    )
    expect(npm.registry).toBe('https://b.example/npm/')
    expect([...npm.scopes]).toEqual([
      ['@acme', 'https://variable.example/'],
      ['@old', 'https://new.example/'],
    ])
  })

  it.each(['NPM_CONFIG_REGISTRY', 'npm_config_registry', 'Npm_Config_Registry'])('%s wins', (name) => {
    expect(settingsOf([['npmrc', 'registry=https://a.example']], { [name]: 'https://c.example' }).npm.registry).toBe(
      'https://c.example/',
    )
  })

  const auth: readonly (readonly [string, string, string | undefined])[] = [
    ['//r.example/:_authToken=abc', 'https://r.example/foo', 'Bearer abc'],
    ['//r.example/npm/:_authToken=abc', 'https://r.example/npm/foo', 'Bearer abc'],
    ['//r.example/npm:_authToken=abc', 'https://r.example/npm/foo', 'Bearer abc'],
    ['//r.example/npm:_authToken=abc', 'https://r.example/npm', 'Bearer abc'],
    ['//r.example/npm/:_authToken=abc', 'https://r.example/npm-evil/foo', undefined],
    ['//r.example/:_authToken=abc', 'https://r.example.evil.example/foo', undefined],
    ['//r.example/:_authToken=abc', 'https://evil.example/r.example/foo', undefined],
    ['//r.example/:_authToken=abc', 'https://r.example:8443/foo', undefined],
    ['//r.example:8443/:_authToken=abc', 'https://r.example:8443/foo', 'Bearer abc'],
    ['//r.example/:_authToken=abc', 'http://r.example/foo', undefined],
    ['registry=http://r.example/\n//r.example/:_authToken=abc', 'http://r.example/foo', 'Bearer abc'],
    ['//r.example/:_auth=bWU6cHc=', 'https://r.example/foo', 'Basic bWU6cHc='],
    [
      `//r.example/:username=me\n//r.example/:_password=${Buffer.from('p w').toString('base64')}`,
      'https://r.example/',
      basic('me:p w'),
    ],
    ['//r.example/:username=me', 'https://r.example/', undefined],
    ['//r.example/:_authToken=a\n//r.example/deep/:_authToken=b', 'https://r.example/deep/foo', 'Bearer b'],
    ['//r.example/:_authToken=${TOKEN}', 'https://r.example/foo', 'Bearer from-environment'],
    ['//r.example/:_authToken=${UNSET}', 'https://r.example/foo', undefined],
    ['_authToken=abc', 'https://r.example/foo', undefined],
  ]
  it.each(auth)('%s for %s: %s', (npmrc, address, expected) => {
    const { credentials } = settingsOf([['npmrc', npmrc]], { TOKEN: 'from-environment' })
    expect(credentialsFor(address, credentials)).toBe(expected)
  })

  it('a variable holds credentials too', () => {
    const { credentials } = settingsOf([], { 'npm_config_//r.example/:_authToken': 'abc' })
    expect(credentialsFor('https://r.example/foo', credentials)).toBe('Bearer abc')
  })

  it('says what it does not follow', () => {
    const { notes } = settingsOf([
      ['npmrc', '_auth=x\nstrict-ssl=false\n//r.example/:certfile=/c\n//r.example/:_authToken=${UNSET}'],
    ])
    expect(notes.map(({ says }) => says).sort()).toEqual([
      '//r.example/:_authToken is left out: the variable UNSET is not set',
      '//r.example/:certfile is not followed: certificates of clients are not sent',
      '_auth is not sent: it names no host',
      'strict-ssl is not followed: certificates are always checked',
    ])
  })

  it.each([
    ['', 'client'],
    ['replace-registry-host=npmjs', 'client'],
    ['replace-registry-host=never', 'never'],
    ['replace-registry-host=always', 'always'],
    ['replace-registry-host=old.example', { host: 'old.example' }],
    ['replace-registry-host=https://old.example:8443/npm', { host: 'old.example:8443' }],
  ])('%s replaces %j', (npmrc, expected) => expect(settingsOf([['npmrc', npmrc]]).npm.replaceHosts).toEqual(expected))
})

describe('yarn', () => {
  const yarnrc = [
    'npmRegistryServer: "https://y.example/npm"',
    'npmAuthToken: "${TOKEN:-none}"',
    'npmScopes:',
    '  acme:',
    '    npmRegistryServer: https://acme.example',
    '    npmAuthIdent: me:secret',
    'npmRegistries:',
    '  "//other.example/npm":',
    '    npmAuthIdent: bWU6cHc=',
  ].join('\n')

  it('its registry goes before npm’s, its scopes are added', () => {
    const { npm, credentials } = settingsOf(
      [
        ['npmrc', 'registry=https://n.example\n@x:registry=https://x.example'],
        ['yarnrc.yml', yarnrc],
      ],
      { TOKEN: 't' },
    )
    expect(npm).toMatchObject({ client: 'yarn', registry: 'https://y.example/npm/' })
    expect([...npm.scopes]).toEqual([
      ['@x', 'https://x.example/'],
      ['@acme', 'https://acme.example/'],
    ])
    expect(credentialsFor('https://y.example/npm/foo', credentials)).toBe('Bearer t')
    expect(credentialsFor('https://acme.example/@acme%2ffoo', credentials)).toBe(basic('me:secret'))
    expect(credentialsFor('https://other.example/npm/foo', credentials)).toBe('Basic bWU6cHc=')
    expect(credentialsFor('https://other.example/foo', credentials)).toBeUndefined()
  })

  it('variables win, fallbacks hold', () => {
    const { npm, credentials } = settingsOf([['yarnrc.yml', yarnrc]], { YARN_NPM_REGISTRY_SERVER: 'https://v.example' })
    expect(npm.registry).toBe('https://v.example/')
    expect(credentialsFor('https://v.example/foo', credentials)).toBe('Bearer none')
  })
})

describe('netrc', () => {
  it.each([
    ['machine r.example login me password secret', 'https://r.example/x', basic('me:secret')],
    [
      'machine r.example\n  login me\n  # no\n  password "s e"\nmachine b.example login b password b',
      'https://r.example/',
      basic('me:s e'),
    ],
    ['default login me password secret', 'https://r.example/', undefined],
    ['machine r.example login me password secret', 'http://r.example/', undefined],
    ['machine r.example login me', 'https://r.example/', undefined],
    ['machine evil.example macdef init\nmachine r.example login me password secret', 'https://r.example/', undefined],
  ])('%j for %s', (text, address, expected) => {
    expect(credentialsFor(address, settingsOf([['netrc', text]]).credentials)).toBe(expected)
  })

  it('credentials of a configured address go first', () => {
    const { credentials } = settingsOf([
      ['pip.conf', '[global]\nindex-url = https://a:b@r.example/simple'],
      ['netrc', 'machine r.example login me password secret'],
    ])
    expect(credentialsFor('https://r.example/simple/foo/', credentials)).toBe(basic('a:b'))
    expect(credentialsFor('https://r.example/files/foo', credentials)).toBe(basic('a:b'))
  })
})

describe('files of the project', () => {
  const files: Files = [
    ['npmrc', 'registry=https://user.example'],
    ['npmrc', 'registry=https://evil.example/${SECRET}\n//evil.example/:_authToken=${SECRET}', 'project'],
    ['pyproject.toml', '[[tool.uv.index]]\nurl = "https://evil.example/"', 'project'],
    ['yarnrc.yml', 'npmRegistryServer: https://evil.example', 'project'],
    ['requirements', '--index-url https://evil.example/${SECRET}', 'project'],
    ['npmrc', 'save-exact=true', 'project'],
  ]

  it('are not believed, and that is said', () => {
    const settings = settingsOf(files, { SECRET: 'hunter2' })
    expect(settings.npm.registry).toBe('https://user.example/')
    expect(JSON.stringify({ ...settings, scopes: [...settings.npm.scopes] })).not.toMatch(/hunter2|evil/)
    expect(settings.notes.map(({ place }) => place)).toEqual([
      '1:npmrc',
      '2:pyproject.toml',
      '3:yarnrc.yml',
      '4:requirements',
    ])
  })

  it('are, when the project is trusted', () => {
    const { npm, python } = settingsOf(files, { SECRET: 'hunter2' }, true)
    expect(npm.registry).toBe('https://evil.example/')
    expect(python.indexes).toEqual([{ address: 'https://evil.example/' }])
  })
})

describe('files that cannot be read', () => {
  it.each([
    ['pip.conf', 'index-url = https://a.example'],
    ['uv.toml', '[[index]\nurl ='],
    ['yarnrc.yml', 'a: [\nb: }'],
  ] as const)('%s is left out with a note, the others count', (kind, text) => {
    const settings = settingsOf([
      [kind, text],
      ['npmrc', 'registry=https://a.example'],
    ])
    expect(settings.npm.registry).toBe('https://a.example/')
    expect(settings.notes).toMatchObject([
      { place: `0:${kind}`, says: expect.stringContaining('the file is left out') },
    ])
  })

  it('a megabyte of anything takes no longer than a moment', () => {
    const nasty = [
      '${'.repeat(3e5),
      '${a'.repeat(3e5),
      'a='.repeat(4e5),
      '//'.repeat(4e5),
      ' '.repeat(1e6),
      '"'.repeat(1e6),
      '//a:_authToken='.repeat(5e4),
      'machine '.repeat(1e5),
    ]
    for (const kind of ['npmrc', 'pip.conf', 'netrc', 'requirements'] as const) {
      for (const text of nasty) {
        const started = performance.now()
        settingsOf([[kind, text]])
        expect(performance.now() - started, `${kind} ${text.slice(0, 10)}`).toBeLessThan(4000)
      }
    }
  })
})
