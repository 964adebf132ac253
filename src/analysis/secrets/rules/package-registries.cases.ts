import { ALPHANUMERIC, BASE64, BASE64URL, HEX, LOWER_BASE32 } from '../../../../test/support/alphabets.ts'
import { pypiToken, underscoreToken, uuid } from '../../../../test/support/issued-keys.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const INDEX = ['pypi', 'org'].join('.')

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/npm-token', 'NPM_TOKEN', (make) => underscoreToken(make, 'npm_'), {
    notFound: (make) => [
      `NPM_TOKEN=npm_${make.text(36, ALPHANUMERIC)}\n`,
      '$npm_package_config_registry_default_address_x\n',
    ],
  }),
  ownSpecimens(
    'secrets/npmrc-credential',
    (make) => {
      const [token, password] = [uuid(make), Buffer.from(make.text(30, BASE64)).toString('base64')]
      return [
        { text: `//registry.example/:_authToken=${token}\n`, value: token },
        { text: `//registry.example/npm/:_password = "${password}"\n`, value: password },
      ]
    },
    () => [
      '//registry.example/:_authToken=${NPM_TOKEN}\n',
      '//registry.example/:_authToken=$NPM_TOKEN\n',
      '//registry.example/:_auth=\n',
    ],
  ),
  specimens(
    'secrets/pypi-token',
    'TWINE_PASSWORD',
    (make) => pypiToken(make, INDEX, [{ version: 1, permissions: 'user' }]),
    {
      found: (make) => {
        const value = pypiToken(make, INDEX, [
          [1, ['acme']],
          [3, uuid(make)],
        ])
        return [{ text: `[pypi]\nusername = __token__\npassword = ${value}\n`, value }]
      },
      notFound: (make) => [`TWINE_PASSWORD=pypi-AgEIcHlwaS5vcmc${make.text(100, BASE64URL)}\n`],
    },
  ),
  specimens('secrets/testpypi-token', 'TWINE_PASSWORD', (make) =>
    pypiToken(make, `test.${INDEX}`, [{ version: 1, permissions: 'user' }]),
  ),
  specimens('secrets/crates-token', 'CARGO_REGISTRY_TOKEN', (make) => `cioXq${make.text(28, ALPHANUMERIC)}7v`, {
    notFound: () => ['const ciobSocketConnectionHandlerForTests1 = 1\n'],
  }),
  specimens('secrets/rubygems-key', 'GEM_HOST_API_KEY', (make) => `rubygems_${make.text(48, HEX)}`),
  specimens('secrets/nuget-api-key', 'NUGET_API_KEY', (make) => `oy2${make.text(43, LOWER_BASE32)}`),
  specimens('secrets/packagist-token', 'PACKAGIST_TOKEN', (make) => `packagist_ack_${make.text(32, HEX)}`, {
    open: true,
  }),
]
