import { ALPHANUMERIC, LETTERS } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/huggingface-token', 'HF_TOKEN', (make) => `hf_${make.text(34, LETTERS)}`, {
    found: (make) => {
      const value = `hf_${make.text(34, LETTERS)}`
      return [{ text: `!huggingface-cli login --token ${value} --add-to-git-credential\n`, value }]
    },
    notFound: (make) => [
      `HF_TOKEN=hf_${make.text(33, LETTERS)}${make.text(1, '0123456789')}\n`,
      `def hf_${make.text(20, ALPHANUMERIC)}():\n`,
    ],
  }),
  specimens('secrets/huggingface-organisation-token', 'HF_TOKEN', (make) => `api_org_${make.text(34, LETTERS)}`),
]
