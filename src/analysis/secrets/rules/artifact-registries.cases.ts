import { ALPHANUMERIC, BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function referenceToken(make: SpecimenMaker): string {
  return Buffer.from(`reftkn:01:1900000000:${make.text(28, ALPHANUMERIC)}`).toString('base64')
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/docker-personal-token', 'DOCKER_PASSWORD', (make) => `dckr_pat_${make.text(26, BASE64URL)}a`),
  specimens('secrets/docker-organisation-token', 'DOCKER_PASSWORD', (make) => `dckr_oat_${make.text(31, BASE64URL)}a`),
  specimens(
    'secrets/cloudsmith-api-key',
    'CLOUDSMITH_API_KEY',
    (make) => `csa_${make.text(30, HEX)}${make.text(6, ALPHANUMERIC)}`,
  ),
  specimens('secrets/jfrog-api-key', 'ARTIFACTORY_API_KEY', (make) => `AKCp${make.text(69, ALPHANUMERIC)}`, {
    open: true,
  }),
  specimens('secrets/jfrog-reference-token', 'ARTIFACTORY_TOKEN', referenceToken, { open: true }),
]
