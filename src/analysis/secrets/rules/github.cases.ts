import { ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { fineGrainedToken, jsonWebToken, underscoreToken } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/github-personal-token', 'GITHUB_TOKEN', (make) => underscoreToken(make, 'ghp_'), {
    found: (make) => {
      const value = underscoreToken(make, 'ghp_')
      return [{ text: `pip install git+https://${value}@github.com/acme/private.git\n`, value }]
    },
    notFound: (make) => [`GITHUB_TOKEN=ghp_${make.text(36, ALPHANUMERIC)}\n`],
  }),
  specimens('secrets/github-oauth-token', 'GH_TOKEN', (make) => underscoreToken(make, 'gho_')),
  specimens('secrets/github-app-user-token', 'GH_TOKEN', (make) => underscoreToken(make, 'ghu_')),
  specimens('secrets/github-app-installation-token', 'GH_TOKEN', (make) => underscoreToken(make, 'ghs_')),
  specimens(
    'secrets/github-stateless-token',
    'GH_TOKEN',
    (make) => `ghs_123456_${jsonWebToken(make, { iss: 'github', exp: 1_900_000_000 })}`,
    {
      open: true,
    },
  ),
  specimens('secrets/github-refresh-token', 'GH_REFRESH', (make) => underscoreToken(make, 'ghr_', 76)),
  specimens('secrets/github-fine-grained-token', 'GITHUB_TOKEN', fineGrainedToken),
]
