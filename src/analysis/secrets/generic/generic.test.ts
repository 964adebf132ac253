import { describe, expect, it } from 'vitest'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import type { ScanContext, TextRole } from '../../sensitive/sensitive-scanner.ts'
import { secretScanner } from '../secret-scanner.ts'
import { GENERIC_FINDERS } from './generic-finders.ts'
import { nameKind } from './secret-name.ts'

const SCANNER = secretScanner({ rules: [], generic: true })
const make = specimenMaker(21)
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const KEY = make.text(32, `${LETTERS}0123456789`)
const HEX = make.text(40, '0123456789abcdef')
const PASSWORD = `${make.text(4, 'QWXZKJ')}${make.text(3, '23456789')}!${make.text(4, 'qxzvkw')}`
const BASIC = Buffer.from(`deploy:${PASSWORD}`).toString('base64')

const PATHS: Readonly<Record<TextRole, string>> = {
  source: 'src/app.py',
  configuration: 'settings/app.conf',
  prose: 'notes.adoc',
  output: 'run.log',
  data: 'rows.csv',
  binary: 'a.bin',
}

function found(
  text: string,
  role: TextRole,
  path: string = PATHS[role],
): readonly (readonly [id: string, value: string])[] {
  const context: ScanContext = { role, path }
  return SCANNER.scan(Buffer.from(text, 'latin1'), context).map(({ rule, value }) => [
    rule.id.replace('secrets/', ''),
    value,
  ])
}

describe('a random value assigned to a name for a secret is found', () => {
  it.each<[string, string, TextRole]>([
    ['Python', `API_KEY = "${KEY}"`, 'source'],
    ['a subscript', `os.environ["ACME_TOKEN"] = '${KEY}'`, 'source'],
    ['a typed constant', `const apiKey: string = "${KEY}"`, 'source'],
    ['Go', `clientSecret := "${KEY}"`, 'source'],
    ['a keyword argument', `Client(api_key="${KEY}", timeout=3)`, 'source'],
    ['a call', `setenv("AUTH_TOKEN", "${KEY}")`, 'source'],
    ['a default', `os.getenv("API_KEY", "${KEY}")`, 'source'],
    ['an object', `{ accessKey: '${KEY}' }`, 'source'],
    ['a hash of Ruby', `:secret_key => "${KEY}"`, 'source'],
    ['a query in code', `get("https://host.test/v1?api_key=${KEY}&q=1")`, 'source'],
    ['JSON', `{"client_secret": "${KEY}"}`, 'configuration'],
    ['JSON in a string', `"{\\"auth_token\\": \\"${KEY}\\"}"`, 'configuration'],
    ['YAML', `  apiKey: ${KEY}\n`, 'configuration'],
    ['YAML of a container', `- name: API_KEY\n  value: ${KEY}\n`, 'configuration'],
    ['TOML', `api-key = "${KEY}"`, 'configuration'],
    ['.env', `SECRET_KEY=${KEY}\n`, 'configuration'],
    ['a shell', `export ACME_SECRET='${KEY}'`, 'configuration'],
    ['INI', `secret_key = ${KEY}\n`, 'configuration'],
    ['an attribute', `<add key="ApiKey" value="${KEY}" />`, 'configuration'],
    ['an element', `<apiKey>${KEY}</apiKey>`, 'configuration'],
    ['a flag', `tool --api-key ${KEY} --verbose`, 'configuration'],
    ['a flag with a sign', `tool --token=${KEY}`, 'configuration'],
    ['a container file', `ENV API_KEY ${KEY}\n`, 'configuration'],
    ['.npmrc', `//registry.example/:_authToken=${KEY}\n`, 'configuration'],
    ['a header', `X-Api-Key: ${KEY}\n`, 'output'],
    ['hexadecimal digits', `secret_token: ${HEX}\n`, 'configuration'],
  ])('in %s', (_, text, role) => {
    const value = text.includes(KEY) ? KEY : HEX
    expect(found(text, role)).toEqual([['generic-assignment', value]])
  })
})

describe('a password is found', () => {
  it.each<[string, string, TextRole]>([
    ['in code', `password = "${PASSWORD}"`, 'source'],
    ['in YAML', `password: ${PASSWORD}\n`, 'configuration'],
    ['in JSON', `"DB_PASSWORD": "${PASSWORD}",`, 'configuration'],
    ['in netrc', `machine host.test login me password ${PASSWORD}\n`, 'configuration'],
    ['in a flag', `tool --password=${PASSWORD}\n`, 'configuration'],
  ])('%s', (_, text, role) => {
    expect(found(text, role)).toEqual([['generic-password', PASSWORD]])
  })

  it.each<[string, string, string, TextRole]>([
    [
      'connection-string',
      'of ADO.NET',
      `Server=tcp:db.acme.io,1433;Database=a;User Id=sa;Password=${PASSWORD};Encrypt=True`,
      'configuration',
    ],
    ['connection-string', 'of libpq in code', `"host=db.acme.io user=app password=${PASSWORD} dbname=a"`, 'source'],
    ['url-password', 'in an address', `smtp://mailer:${PASSWORD.replace('!', '')}@mail.acme.io:587\n`, 'configuration'],
    ['basic-auth', 'in a command', `curl -s -u deploy:${PASSWORD} https://host.test`, 'configuration'],
  ])('as %s %s', (id, _, text, role) => {
    expect(found(text, role).map(([rule]) => rule)).toEqual([id])
  })
})

describe('credentials in a header are found', () => {
  it.each<[string, string, string, TextRole]>([
    ['authorization-header', KEY, `Authorization: Bearer ${KEY}\n`, 'output'],
    ['authorization-header', KEY, `headers = {"Authorization": "Bearer ${KEY}"}`, 'source'],
    ['basic-auth', BASIC, `Authorization: Basic ${BASIC}\n`, 'output'],
    ['basic-auth', BASIC, `{"auths": {"registry.example": {"auth": "${BASIC}"}}}`, 'configuration'],
    ['basic-auth', BASIC, `//registry.example/:_auth=${BASIC}\n`, 'configuration'],
  ])('as %s', (id, value, text, role) => {
    expect(found(text, role)).toEqual([[id, value]])
  })
})

describe('nothing is found in', () => {
  it.each<[string, string, TextRole]>([
    ['a reference', 'api_key = os.environ["API_KEY"]', 'source'],
    ['a call', 'token: getAccessToken2(request, 16)', 'configuration'],
    ['a name in code', `token = ${KEY}`, 'source'],
    ['a comparison', `if token == "${KEY}":`, 'source'],
    ['a part of a value', `secret = "${KEY}" + suffix`, 'source'],
    ['a template', 'password: "{{ vault.db_password1 }}"', 'configuration'],
    ['a variable', 'DB_PASSWORD=${DB_PASSWORD_1}', 'configuration'],
    ['a format', 'password = "%s-Pass-%d!"', 'source'],
    ['a place to fill in', 'api_key: <your-api-key-123>', 'configuration'],
    ['a placeholder', 'API_KEY=changeme1234567890', 'configuration'],
    ['words', 'secret_key = "the-name-of-the-secret-in-the-store-1"', 'configuration'],
    ['a UUID', 'client_secret = "0a1b2c3d-1111-4222-8333-444455556666"', 'configuration'],
    ['a path', 'token: /var/run/secrets/kubernetes.io/token1', 'configuration'],
    ['an address', 'token_url: https://login.acme.io/oauth2/v1/token', 'configuration'],
    ['a token of a page', `next_page_token = "${KEY}"`, 'source'],
    ['a token of a form', `csrf_token: "${KEY}"`, 'source'],
    ['a token of a tokenizer', `"eos_token": "${KEY}"`, 'configuration'],
    ['a name of a field', `password_field = "${PASSWORD}"`, 'source'],
    ['a digest of a password', 'password = "$2b$12$abcdefghijklmnopqrstuu"', 'source'],
    ['a rule for passwords', 'password: "^(?=.*[A-Z])(?=.*[0-9]).{8,}$"', 'source'],
    ['a sentence', 'password: "Must have 8 characters, 1 digit!"', 'source'],
    ['a public key', `public_key = "${KEY}"`, 'configuration'],
    ['base64 of words', `token = "${Buffer.from('this is only a message').toString('base64')}"`, 'source'],
    ['an address without a password', 'https://user@host.acme.io/a', 'configuration'],
    ['an address of this machine', `ftp://me:${PASSWORD.replace('!', '')}@localhost/a`, 'configuration'],
    ['a query with an at', 'https://host.acme.io/a?mail=me:you@host.acme.io', 'configuration'],
    ['a bearer in a sentence', 'the bearer authenticationschemes are described', 'prose'],
    ['a local connection', `Server=localhost;User Id=sa;Password=${PASSWORD};`, 'configuration'],
  ])('%s', (_, text, role) => {
    expect(found(text, role)).toEqual([])
  })

  it('lock files and generated files', () => {
    for (const path of ['package-lock.json', 'app.min.js'])
      expect(found(`"token": "${KEY}"`, 'configuration', path)).toEqual([])
  })

  it('tests, when it is only a password', () => {
    expect(found(`password = "${PASSWORD}"`, 'source', 'tests/test_login.py')).toEqual([])
  })

  it('data', () => {
    expect(found(`password,${PASSWORD}\napi_key=${KEY}\n`, 'data')).toEqual([])
  })
})

describe('data with a label', () => {
  const labelled = (text: string, label: string): readonly string[] =>
    SCANNER.scan(Buffer.from(text), { role: 'data', path: 'rows.csv', label }).map(
      ({ rule, value }) => `${rule.id} ${value}`,
    )

  it('holds what its label names', () => {
    expect(labelled(`none\n${KEY}\n`, 'api_key')).toEqual([`secrets/generic-assignment ${KEY}`])
    expect(labelled(`${PASSWORD}\nhello`, 'Password')).toEqual([`secrets/generic-password ${PASSWORD}`])
  })

  it('holds nothing under another name', () => {
    expect(labelled(`${KEY}\n`, 'sha256')).toEqual([])
    expect(labelled(`${PASSWORD}\n`, 'title')).toEqual([])
  })
})

describe('a generic value in a test', () => {
  it('is believed less', () => {
    const [match] = SCANNER.scan(Buffer.from(`api_key = "${KEY}"`), { role: 'source', path: 'tests/test_a.py' })
    expect(match?.confidence).toEqual({
      level: 'low',
      because: ['is random and assigned to a name for a secret', 'stands in a file of tests'],
    })
  })
})

describe('names of secrets', () => {
  it.each([
    'API_KEY',
    'apiKey',
    'client_secret',
    'db.password',
    'SECRET_KEY_BASE',
    'ACCESS_TOKEN_2',
    'MYSQL_ROOT_PASSWORD',
    'awsSecretAccessKey',
  ])('%s', (name) => {
    expect(nameKind(name)).toBeTypeOf('string')
  })

  it.each([
    'tokenizer',
    'secretName',
    'password_field',
    'csrf_token',
    'pad_token',
    'publicKey',
    'keyboard',
    'max_tokens',
    'token_type',
    'has_secret',
    'secret_id',
  ])('not %s', (name) => {
    expect(nameKind(name)).toBeUndefined()
  })
})

describe('the generic rules', () => {
  const rules = GENERIC_FINDERS.flatMap((finder) => finder.rules)

  it('are documented, each once', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    for (const { id, title, why, fix, references } of rules) {
      expect(id).toMatch(/^secrets\/[a-z-]+$/)
      expect(title.length * why.length * fix.length * references.length).toBeGreaterThan(0)
    }
  })

  it('search words of three letters or more, in lower case', () => {
    const words = GENERIC_FINDERS.flatMap((finder) => finder.words)
    expect(words.filter((word) => word.length < 3 || word !== word.toLowerCase())).toEqual([])
  })
})
