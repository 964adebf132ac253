import type { SecretRule } from '../secret-rule.ts'
import { publicIdentifier, secretRule } from './secret-facts.ts'

const TRACES = 'Traces hold what people asked and what the model was given to answer.'

/** Traces of what models were asked and what they answered. */
export const traceRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/langsmith-api-key',
    provider: 'LangSmith',
    kind: 'API key',
    severity: 'high',
    can: 'read and write the traces, datasets and prompts of the workspace',
    also: TRACES,
    place: 'Settings → API Keys',
    revoke: 'https://smith.langchain.com/settings',
    anchors: ['lsv2_pt_', 'lsv2_sk_'],
    shape: /lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}/,
    longest: 51,
  }),
  secretRule({
    id: 'secrets/langfuse-secret-key',
    provider: 'Langfuse',
    kind: 'secret key',
    severity: 'high',
    can: 'read and write the traces, datasets and prompts of the project, together with the public key beside it',
    also: TRACES,
    place: 'Project settings → API keys',
    revoke: 'https://langfuse.com/faq/all/where-are-langfuse-api-keys',
    anchors: ['sk-lf-'],
    shape: /sk-lf-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/,
    longest: 42,
  }),
  publicIdentifier({
    id: 'secrets/langfuse-public-key',
    provider: 'Langfuse',
    kind: 'public key',
    because: 'Web pages use it to send scores; reading traces needs the secret key.',
    revoke: 'https://langfuse.com/faq/all/where-are-langfuse-api-keys',
    anchors: ['pk-lf-'],
    shape: /pk-lf-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/,
    longest: 42,
  }),
  secretRule({
    id: 'secrets/helicone-api-key',
    provider: 'Helicone',
    kind: 'API key',
    severity: 'high',
    can: 'read and write the requests that were logged, and use provider keys that are kept at Helicone',
    also: TRACES,
    place: 'Settings → API Keys',
    revoke: 'https://us.helicone.ai/settings/api-keys',
    anchors: ['sk-helicone-', 'pk-helicone-'],
    shape: /[ps]k-helicone-(?:(?:proxy|eu|cp)-){0,2}(?:[a-z0-9]{7}-){3}[a-z0-9]{7}(?:-[0-9a-f-]{36})?/,
    longest: 100,
  }),
]
