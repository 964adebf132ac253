import { ALPHANUMERIC, BASE64URL, HEX, LOWER_ALPHANUMERIC } from '../../../../test/support/alphabets.ts'
import { routableToken } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/gitlab-access-token', 'GITLAB_TOKEN', (make) => `glpat-${make.text(19, BASE64URL)}a`, {
    found: (make) => {
      const value = `glpat-${make.text(19, BASE64URL)}a`
      return [{ text: `git clone https://oauth2:${value}@gitlab.example/acme/models.git\n`, value }]
    },
  }),
  specimens('secrets/gitlab-routable-token', 'GITLAB_TOKEN', (make) => routableToken(make, 'glpat-'), {
    notFound: (make) => [`GITLAB_TOKEN=glpat-${make.text(30, BASE64URL)}.01.0u${make.text(7, LOWER_ALPHANUMERIC)}\n`],
  }),
  specimens(
    'secrets/gitlab-routable-token-unversioned',
    'GITLAB_TOKEN',
    (make) => `glpat-${make.text(40, BASE64URL)}.0y${make.text(7, LOWER_ALPHANUMERIC)}`,
  ),
  specimens('secrets/gitlab-deploy-token', 'DEPLOY_TOKEN', (make) => `gldt-${make.text(19, BASE64URL)}a`),
  specimens('secrets/gitlab-runner-token', 'RUNNER_TOKEN', (make) => `glrt-${make.text(19, BASE64URL)}a`, {
    found: (make) => {
      const value = `GR1348941${make.text(19, BASE64URL)}a`
      return [{ text: `gitlab-runner register --registration-token ${value}\n`, value }]
    },
  }),
  specimens('secrets/gitlab-job-token', 'CI_JOB_TOKEN', (make) => `glcbt-64_${make.text(19, BASE64URL)}a`),
  specimens('secrets/gitlab-trigger-token', 'TRIGGER_TOKEN', (make) => `glptt-${make.text(40, HEX)}`),
  specimens('secrets/gitlab-other-token', 'SCIM_TOKEN', (make) => `glsoat-${make.text(24, ALPHANUMERIC)}`, {
    open: true,
  }),
]
