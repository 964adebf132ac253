import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const CLAUDE_CODE = {
  place: 'claude.ai → Settings → Claude Code, or `claude auth logout` on the machine',
  revoke: 'https://claude.ai/settings/claude-code',
  references: ['https://code.claude.com/docs/en/authentication'],
}

/** Keys of Anthropic's API and tokens of Claude subscriptions. */
export const anthropicRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/anthropic-api-key',
    provider: 'Anthropic',
    kind: 'API key',
    severity: 'high',
    can: 'call every Claude model of the workspace and read its files and batches',
    also: 'The bill goes to the organisation, up to the limit of the workspace.',
    place: 'Console → Settings → API keys',
    revoke: 'https://console.anthropic.com/settings/keys',
    anchors: ['sk-ant-api'],
    // 93 characters and `AA` since 2023; older ones differ by a few.
    shape: /sk-ant-api[0-9]{2}-[A-Za-z0-9_-]{80,120}/,
    longest: 133,
  }),
  secretRule({
    id: 'secrets/anthropic-admin-key',
    provider: 'Anthropic',
    kind: 'admin key',
    severity: 'critical',
    can: 'manage the organisation: members, invitations, workspaces and the API keys of others',
    also: 'It calls no model itself; it decides who may.',
    place: 'Console → Settings → Admin keys',
    revoke: 'https://console.anthropic.com/settings/admin-keys',
    anchors: ['sk-ant-admin'],
    shape: /sk-ant-admin[0-9]{2}-[A-Za-z0-9_-]{80,120}/,
    longest: 135,
  }),
  // Prefix seen in many clients and in Claude's own credentials file; the length is not published.
  secretRule({
    id: 'secrets/claude-oauth-access-token',
    provider: 'Anthropic',
    kind: 'Claude access token',
    severity: 'high',
    can: "use the person's Claude subscription as Claude Code does",
    also: 'One made by `claude setup-token` holds for a year; one out of `~/.claude/.credentials.json` for hours.',
    ...CLAUDE_CODE,
    anchors: ['sk-ant-oat'],
    shape: /sk-ant-oat[0-9]{2}-[A-Za-z0-9_-]{40,200}/,
    longest: 213,
  }),
  secretRule({
    id: 'secrets/claude-oauth-refresh-token',
    provider: 'Anthropic',
    kind: 'Claude refresh token',
    severity: 'high',
    can: "make new access tokens for the person's Claude subscription",
    also: 'It works once; whoever is first locks the other out, so a sudden logout is a sign of its use.',
    ...CLAUDE_CODE,
    anchors: ['sk-ant-ort'],
    shape: /sk-ant-ort[0-9]{2}-[A-Za-z0-9_-]{40,200}/,
    longest: 213,
  }),
]
