import { ALPHANUMERIC, HEX } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/circleci-token',
    'CIRCLECI_TOKEN',
    (make) => `CCIPAT_${make.text(22, ALPHANUMERIC)}_${make.text(40, HEX)}`,
  ),
  specimens('secrets/buildkite-token', 'BUILDKITE_TOKEN', (make) => `bkua_${make.text(40, HEX)}`),
  specimens(
    'secrets/terraform-token',
    'TFE_TOKEN',
    (make) => `${make.text(14, ALPHANUMERIC)}.atlasv1.${make.text(67, ALPHANUMERIC)}`,
    {
      open: true,
    },
  ),
  specimens('secrets/pulumi-token', 'PULUMI_ACCESS_TOKEN', (make) => `pul-${make.text(40, HEX)}`),
]
