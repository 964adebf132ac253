import { jfrogReferenceToken } from '../checksums/structured-keys.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const RELEASES = 'Everybody who installs the next release runs what it holds.'
const JFROG = {
  provider: 'JFrog',
  severity: 'critical' as const,
  can: 'read and, with the rights of its owner, replace the packages, images and models of the platform',
  also: RELEASES,
  place: 'User profile → Authentication settings, or Administration → Access tokens',
  revoke: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
}

/** Registries for images and for packages of all kinds. */
export const artifactRegistryRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/docker-personal-token',
    provider: 'Docker',
    kind: 'personal access token',
    severity: 'critical',
    can: 'pull the private images of the person and, if so allowed, replace their images',
    also: 'Whoever can replace an image runs code wherever it is pulled.',
    place: 'Account settings → Personal access tokens',
    revoke: 'https://docs.docker.com/security/access-tokens/',
    anchors: ['dckr_pat_'],
    shape: /dckr_pat_[A-Za-z0-9_-]{27}/,
    longest: 36,
  }),
  secretRule({
    id: 'secrets/docker-organisation-token',
    provider: 'Docker',
    kind: 'organization access token',
    severity: 'critical',
    can: 'pull the private images of the organisation and, if so allowed, replace its images',
    also: 'Whoever can replace an image runs code wherever it is pulled.',
    place: 'the organisation → Access tokens',
    revoke: 'https://docs.docker.com/enterprise/security/access-tokens/',
    anchors: ['dckr_oat_'],
    shape: /dckr_oat_[A-Za-z0-9_-]{32}/,
    longest: 41,
  }),
  secretRule({
    id: 'secrets/cloudsmith-api-key',
    provider: 'Cloudsmith',
    kind: 'API key',
    severity: 'critical',
    can: 'read and, with the rights of its owner, replace the packages of the organisation',
    also: RELEASES,
    place: 'User settings → API Key',
    revoke: 'https://docs.cloudsmith.com/accounts-and-teams/api-key',
    anchors: ['csa_'],
    shape: /csa_[0-9a-f]{30}[A-Za-z0-9]{6}/,
    longest: 40,
  }),
  secretRule({
    ...JFROG,
    id: 'secrets/jfrog-api-key',
    kind: 'API key',
    anchors: ['AKCp'],
    shape: /AKCp[A-Za-z0-9]{68,70}/,
    longest: 74,
  }),
  secretRule({
    ...JFROG,
    id: 'secrets/jfrog-reference-token',
    kind: 'reference token',
    // Base64 of `reftkn:`.
    anchors: ['cmVmdGtuOj'],
    shape: /cmVmdGtuOj[A-Za-z0-9+/]{50,60}={0,2}/,
    boundary: /[A-Za-z0-9+/]/,
    longest: 72,
    check: jfrogReferenceToken,
  }),
]
