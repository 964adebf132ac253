import { ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { atlassianToken } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/atlassian-api-token', 'JIRA_API_TOKEN', (make) => atlassianToken(make, 'ATATT3xFfGF0', 170, '=')),
  specimens('secrets/bitbucket-access-token', 'BITBUCKET_TOKEN', (make) =>
    atlassianToken(make, 'ATCTT3xFfGN0', 170, '='),
  ),
  specimens('secrets/bitbucket-app-password', 'BITBUCKET_PASSWORD', (make) => atlassianToken(make, 'ATBB', 24, ''), {
    notFound: (make) => [`BITBUCKET_PASSWORD=ATBB${make.text(24, ALPHANUMERIC)}0A1B2C3D\n`],
  }),
]
