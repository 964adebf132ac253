import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const BUILDS = 'Builds hold the secrets of everything they deploy.'

/** Services that build software and describe where it runs. */
export const ciRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/circleci-token',
    provider: 'CircleCI',
    kind: 'API token',
    severity: 'critical',
    can: 'start pipelines and read those of the projects of the person',
    also: BUILDS,
    place: 'User settings → Personal API Tokens, or Project settings → API Permissions',
    revoke: 'https://app.circleci.com/settings/user/tokens',
    anchors: ['CCIPAT_', 'CCIPRJ_'],
    shape: /CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[0-9a-f]{40}/,
    longest: 70,
  }),
  secretRule({
    id: 'secrets/buildkite-token',
    provider: 'Buildkite',
    kind: 'API access token',
    severity: 'critical',
    can: 'start and read builds of the organisations of the person, as its scopes allow',
    also: BUILDS,
    place: 'Personal settings → API Access Tokens',
    revoke: 'https://buildkite.com/user/api-access-tokens',
    anchors: ['bkua_'],
    shape: /bkua_[0-9a-f]{40}/,
    longest: 45,
  }),
  secretRule({
    id: 'secrets/terraform-token',
    provider: 'HCP Terraform',
    kind: 'API token',
    severity: 'critical',
    can: 'read states, which hold passwords in the clear, and start runs that change what they describe',
    also: 'Tokens of people, teams and organisations look alike.',
    place: 'User settings → Tokens, or those of the team or organisation',
    revoke: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
    anchors: ['.atlasv1.'],
    shape: /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}/,
    lead: 14,
    longest: 93,
  }),
  secretRule({
    id: 'secrets/pulumi-token',
    provider: 'Pulumi',
    kind: 'access token',
    severity: 'critical',
    can: 'read and change the stacks of the person and decrypt the secrets in them',
    also: 'It need not expire.',
    place: 'Personal settings → Access tokens',
    revoke: 'https://app.pulumi.com/account/tokens',
    anchors: ['pul-'],
    shape: /pul-[0-9a-f]{40}/,
    longest: 44,
  }),
]
