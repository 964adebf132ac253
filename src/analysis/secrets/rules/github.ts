import { underscoreBase62 } from '../checksums/crc32-suffix.ts'
import { githubFineGrained } from '../checksums/github-fine-grained.ts'
import { jsonWebToken } from '../checksums/jwt.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const APPS = {
  place: 'Settings → Applications → Authorized apps → Revoke',
  revoke: 'https://github.com/settings/applications',
  references: [
    'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation',
  ],
}
const CLASSIC = { provider: 'GitHub', longest: 40, check: underscoreBase62 }
const PERSON = 'do in every repository of the person and their organisations what its scopes allow, in their name'

/** Tokens of GitHub, whose checksum proves that GitHub issued them. */
export const githubRules: readonly SecretRule[] = [
  secretRule({
    ...CLASSIC,
    id: 'secrets/github-personal-token',
    kind: 'personal access token (classic)',
    severity: 'critical',
    can: PERSON,
    also: 'It is not limited to single repositories, and need not expire.',
    place: 'Settings → Developer settings → Personal access tokens',
    revoke: 'https://github.com/settings/tokens',
    anchors: ['ghp_'],
    shape: /ghp_[A-Za-z0-9]{36}/,
  }),
  secretRule({
    ...CLASSIC,
    ...APPS,
    id: 'secrets/github-oauth-token',
    kind: 'OAuth token',
    severity: 'critical',
    can: PERSON,
    also: '`gh auth` and many editors keep one in a file of the home folder.',
    anchors: ['gho_'],
    shape: /gho_[A-Za-z0-9]{36}/,
  }),
  secretRule({
    ...CLASSIC,
    ...APPS,
    id: 'secrets/github-app-user-token',
    kind: 'app token for a person',
    severity: 'high',
    can: 'do for some hours what the app may do for the person, Copilot included',
    also: 'What printed it will print the next one, too.',
    anchors: ['ghu_'],
    shape: /ghu_[A-Za-z0-9]{36}/,
  }),
  secretRule({
    ...CLASSIC,
    ...APPS,
    id: 'secrets/github-app-installation-token',
    kind: 'app token for an installation',
    severity: 'medium',
    can: 'do for an hour what the app may do in its repositories',
    also: 'The GITHUB_TOKEN of a workflow is one; it dies with the job.',
    anchors: ['ghs_'],
    shape: /ghs_[A-Za-z0-9]{36}/,
  }),
  secretRule({
    ...APPS,
    provider: 'GitHub',
    id: 'secrets/github-stateless-token',
    kind: 'app token for an installation, signed',
    severity: 'medium',
    can: 'do for an hour what the app may do in its repositories',
    also: 'This form of 2026 carries what it allows in a JSON Web Token.',
    anchors: ['ghs_'],
    shape: /ghs_[0-9]{1,20}_eyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,3000}\.[A-Za-z0-9_-]{20,700}/,
    longest: 4240,
    check: (value) => jsonWebToken(value.slice(value.indexOf('_eyJ') + 1)),
  }),
  secretRule({
    ...APPS,
    provider: 'GitHub',
    id: 'secrets/github-refresh-token',
    kind: 'refresh token',
    severity: 'high',
    can: "make new app tokens for the person for half a year, together with the app's client secret",
    also: 'It works once; whoever is first locks the other out.',
    anchors: ['ghr_'],
    shape: /ghr_[A-Za-z0-9]{76}/,
    longest: 80,
    check: underscoreBase62,
  }),
  secretRule({
    provider: 'GitHub',
    id: 'secrets/github-fine-grained-token',
    kind: 'fine-grained personal access token',
    severity: 'critical',
    can: 'do in the repositories it was made for what its permissions allow, in the name of the person',
    also: 'It has an end, unless its organisation lets it live for ever.',
    place: 'Settings → Developer settings → Fine-grained tokens',
    revoke: 'https://github.com/settings/personal-access-tokens',
    anchors: ['github_pat_'],
    shape: /github_pat_[0-9][A-Za-z0-9]{21}_[A-Za-z0-9]{59}/,
    longest: 93,
    entropy: 4,
    check: githubFineGrained,
  }),
]
