import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const PAGE = { provider: 'Hugging Face', revoke: 'https://huggingface.co/settings/tokens' }

/** Tokens of the Hugging Face Hub. */
export const huggingFaceRules: readonly SecretRule[] = [
  secretRule({
    ...PAGE,
    id: 'secrets/huggingface-token',
    kind: 'access token',
    severity: 'high',
    can: 'read private models and datasets of the person and of the organisations they are in, and with a write token replace them',
    also: 'Whoever can replace a model runs code on the machines that load it.',
    place: 'Settings → Access Tokens',
    anchors: ['hf_'],
    shape: /hf_[A-Za-z]{34}/,
    longest: 37,
    // Names of functions begin like this, too; 34 random letters have four bits and more.
    entropy: 3.6,
  }),
  secretRule({
    ...PAGE,
    id: 'secrets/huggingface-organisation-token',
    kind: 'organisation token',
    severity: 'high',
    can: 'do in the organisation what its role allows, in the name of nobody',
    also: 'Such tokens are no longer issued, but those that exist still work.',
    place: "the organisation's settings",
    anchors: ['api_org_'],
    shape: /api_org_[A-Za-z]{34}/,
    longest: 42,
    entropy: 3.6,
  }),
]
