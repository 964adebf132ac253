import type { SecretRule } from '../secret-rule.ts'
import { keyed, wordsAround } from './assigned.ts'
import { secretRule } from './secret-facts.ts'

/** Clouds that rent out processors for training. */
export const gpuCloudRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/runpod-api-key',
    provider: 'RunPod',
    kind: 'API key',
    severity: 'high',
    can: 'start machines at the expense of the account, stop those that run, and read their volumes',
    also: 'Keys can be limited to reading or to single endpoints; most are not.',
    place: 'Settings → API Keys',
    revoke: 'https://console.runpod.io/user/settings',
    anchors: ['rpa_'],
    shape: /rpa_[A-Z0-9]{40}[A-Za-z0-9]{6}/,
    longest: 50,
  }),
  secretRule({
    id: 'secrets/modal-token-secret',
    provider: 'Modal',
    kind: 'token secret',
    severity: 'critical',
    can: 'run code in the workspace, with the secrets that are kept in it, together with the id beside it',
    also: 'The id begins with `ak-`, the secret with `as-`; only both together sign in.',
    place: 'Settings → API Tokens',
    revoke: 'https://modal.com/settings/tokens',
    anchors: ['as-'],
    shape: /as-(?=[A-Za-z0-9]{0,21}[0-9])(?=[a-z0-9]{0,21}[A-Z])[A-Za-z0-9]{22}/,
    longest: 25,
    entropy: 3.6,
    partner: { shape: /(?<![A-Za-z0-9_-])ak-[A-Za-z0-9]{22}(?![A-Za-z0-9_-])/, within: 120 },
  }),
  // The form `secret_<name>_<hexadecimal>.<text>` is told by users of the service, not by its pages: hence the word beside it.
  secretRule({
    id: 'secrets/lambda-api-key',
    provider: 'Lambda',
    kind: 'cloud API key',
    severity: 'high',
    can: 'start machines at the expense of the account, end those that run, and add keys for logging in',
    also: 'It carries all rights of the account on machines.',
    place: 'Cloud dashboard → API keys',
    revoke: 'https://cloud.lambda.ai/api-keys',
    anchors: ['secret_'],
    shape: /secret_[A-Za-z0-9_-]{16,120}\.[A-Za-z0-9_-]{20,64}/,
    longest: 192,
    entropy: 3.8,
    near: wordsAround('lambda'),
  }),
  secretRule({
    id: 'secrets/vast-api-key',
    provider: 'Vast.ai',
    kind: 'API key',
    severity: 'high',
    can: 'rent machines at the expense of the account and log in to those that run',
    also: 'The key has no mark of its own: that it is one is told by the words around it.',
    place: 'Console → Keys',
    revoke: 'https://cloud.vast.ai/manage-keys/',
    near: wordsAround('vast_api', 'vast.ai', 'vastai', 'vast_key', 'vast-ai'),
    shape: keyed(/[0-9a-f]{64}/),
    longest: 96,
  }),
]
