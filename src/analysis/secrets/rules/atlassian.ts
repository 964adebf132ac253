import { atlassian } from '../checksums/crc32-suffix.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const CHECKSUM = 'Its checksum proves that Atlassian issued it.'

/** Tokens of Atlassian and Bitbucket. */
export const atlassianRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/atlassian-api-token',
    provider: 'Atlassian',
    kind: 'API token',
    severity: 'critical',
    can: 'do in Jira, Confluence and Bitbucket what the person may',
    also: CHECKSUM,
    place: 'Account → Security → API tokens',
    revoke: 'https://id.atlassian.com/manage-profile/security/api-tokens',
    anchors: ['ATATT3xFfGF0'],
    shape: /ATATT3xFfGF0[A-Za-z0-9_-]{100,300}=[0-9A-F]{8}/,
    longest: 321,
    check: atlassian,
  }),
  secretRule({
    id: 'secrets/bitbucket-access-token',
    provider: 'Bitbucket',
    kind: 'repository, project or workspace token',
    severity: 'critical',
    can: 'read and, if so allowed, write the repositories it was made for',
    also: CHECKSUM,
    place: 'the settings of the repository, project or workspace → Access tokens',
    revoke: 'https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/',
    anchors: ['ATCTT3xFfGN0'],
    shape: /ATCTT3xFfGN0[A-Za-z0-9_-]{100,300}=[0-9A-F]{8}/,
    longest: 321,
    check: atlassian,
  }),
  secretRule({
    id: 'secrets/bitbucket-app-password',
    provider: 'Bitbucket',
    kind: 'app password',
    severity: 'critical',
    can: 'do in every repository of the person what its scopes allow',
    also: CHECKSUM,
    place: 'Personal settings → App passwords',
    revoke: 'https://bitbucket.org/account/settings/app-passwords/',
    anchors: ['ATBB'],
    shape: /ATBB[A-Za-z0-9]{24}[0-9A-F]{8}/,
    longest: 36,
    check: atlassian,
  }),
]
