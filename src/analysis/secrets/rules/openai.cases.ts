import { ALPHANUMERIC, BASE64URL, HEX, LOWER } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

const MARK = ['T3Blb', 'kFJ'].join('')

function halves(make: SpecimenMaker, prefix: string, length: number): string {
  return `${prefix}${make.text(length, BASE64URL)}${MARK}${make.text(length - 1, BASE64URL)}A`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/openai-project-key', 'OPENAI_API_KEY', (make) => halves(make, 'sk-proj-', 74), {
    open: true,
    found: (make) =>
      [20, 58]
        .map((length) => halves(make, 'sk-proj-', length))
        .map((value) => ({ text: `client = OpenAI("${value}")`, value })),
    notFound: (make) => [`OPENAI_API_KEY=sk-proj-${make.text(60, BASE64URL)}\n`],
  }),
  specimens('secrets/openai-service-account-key', 'OPENAI_API_KEY', (make) => halves(make, 'sk-svcacct-', 58), {
    open: true,
  }),
  specimens('secrets/openai-admin-key', 'OPENAI_ADMIN_KEY', (make) => halves(make, 'sk-admin-', 58), { open: true }),
  specimens(
    'secrets/openai-legacy-key',
    'OPENAI_API_KEY',
    (make) => `sk-${make.text(20, ALPHANUMERIC)}${MARK}${make.text(20, ALPHANUMERIC)}`,
  ),
  specimens('secrets/openai-compatible-key', 'GATEWAY_API_KEY', (make) => `sk-${make.text(48, ALPHANUMERIC)}`, {
    found: (make) =>
      [make.text(32, HEX), make.text(48, LOWER)].map((body) => ({
        text: `api_key: sk-${body}\n`,
        value: `sk-${body}`,
      })),
    notFound: (make) => [`task-${make.text(32, HEX)}`, `--sk-loading-${make.text(20, LOWER)}`],
  }),
]
