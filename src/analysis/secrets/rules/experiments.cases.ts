import { ALPHANUMERIC, HEX, WORD } from '../../../../test/support/alphabets.ts'
import { uuid } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

const NAMED = { named: true } as const

function neptuneToken(make: SpecimenMaker): string {
  const object = {
    api_address: 'https://app.neptune.example',
    api_url: 'https://app.neptune.example',
    api_key: uuid(make),
  }
  return Buffer.from(JSON.stringify(object)).toString('base64')
}

function mixed(make: SpecimenMaker, length: number): string {
  return `Xq${make.text(length - 4, ALPHANUMERIC)}7v`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/wandb-api-key', 'WANDB_API_KEY', (make) => `wandb_v1_${make.text(76, WORD)}a`),
  specimens('secrets/wandb-legacy-key', 'WANDB_API_KEY', (make) => make.text(40, HEX), {
    ...NAMED,
    found: (make) => {
      const [netrc, login] = [make.text(40, HEX), make.text(40, HEX)]
      return [
        { text: `machine api.wandb.ai\n  login user\n  password ${netrc}\n`, value: netrc },
        { text: `!wandb login ${login}\n`, value: login },
      ]
    },
    notFound: (make) => [
      `wandb_commit: ${make.text(40, HEX)}\n`,
      `wandb @ git+https://git.example/wandb@${make.text(40, HEX)}\n`,
    ],
  }),
  specimens('secrets/comet-api-key', 'COMET_API_KEY', (make) => mixed(make, 25), NAMED),
  specimens('secrets/neptune-api-token', 'NEPTUNE_API_TOKEN', neptuneToken, { open: true }),
  specimens('secrets/kaggle-api-token', 'KAGGLE_API_TOKEN', (make) => `KGAT_${make.text(32, HEX)}`),
  specimens('secrets/kaggle-legacy-key', 'KAGGLE_KEY', (make) => make.text(32, HEX), {
    ...NAMED,
    found: (make) => {
      const value = make.text(32, HEX)
      return [{ text: `{"username":"somebody","key":"${value}"}`, value }]
    },
    notFound: (make) => [`{"kaggle_md5":"${make.text(32, HEX)}"}`],
  }),
  specimens('secrets/roboflow-api-key', 'ROBOFLOW_API_KEY', (make) => mixed(make, 20), {
    ...NAMED,
    found: (make) => {
      const value = mixed(make, 20)
      return [{ text: `from roboflow import Roboflow\nrf = Roboflow(api_key="${value}")\n`, value }]
    },
  }),
  specimens('secrets/roboflow-publishable-key', 'publishable_key', (make) => `rf_${mixed(make, 28)}`),
]
