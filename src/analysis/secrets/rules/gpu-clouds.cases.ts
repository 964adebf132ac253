import { ALPHANUMERIC, HEX, UPPER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function half(make: SpecimenMaker, prefix: string): string {
  return `${prefix}Xq${make.text(18, ALPHANUMERIC)}7v`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/runpod-api-key',
    'RUNPOD_API_KEY',
    (make) => `rpa_${make.text(40, UPPER_ALPHANUMERIC)}${make.text(6, ALPHANUMERIC)}`,
  ),
  ownSpecimens(
    'secrets/modal-token-secret',
    (make) => {
      const values = [1, 2, 3].map(() => half(make, 'as-'))
      const [command = '', env = '', toml = ''] = values
      return [
        { text: `modal token set --token-id ${half(make, 'ak-')} --token-secret ${command}\n`, value: command },
        { text: `MODAL_TOKEN_ID=${half(make, 'ak-')}\nMODAL_TOKEN_SECRET=${env}\n`, value: env },
        { text: `[default]\ntoken_id = "${half(make, 'ak-')}"\ntoken_secret = "${toml}"\n`, value: toml },
      ]
    },
    (make) => [
      `MODAL_TOKEN_SECRET=${half(make, 'as-')}\n`,
      `class="as-${make.text(22, 'abcdefgh')} ak-${make.text(22, 'abcdefgh')}"`,
    ],
  ),
  specimens(
    'secrets/lambda-api-key',
    'LAMBDA_API_KEY',
    (make) => `secret_laptop_${make.text(32, HEX)}.${make.text(32, ALPHANUMERIC)}`,
    {
      open: true,
      named: true,
    },
  ),
  specimens('secrets/vast-api-key', 'VAST_API_KEY', (make) => make.text(64, HEX), {
    named: true,
    notFound: (make) => [`vast.ai image sha256:${make.text(64, HEX)}\n`],
  }),
]
