import type { SecretRule } from '../../src/analysis/secrets/secret-rule.ts'

/** A rule for a made-up provider: `acme_` and 32 letters or digits. */
export const ACME_TOKEN: SecretRule = {
  id: 'secrets/acme-token',
  title: 'Acme token',
  severity: 'high',
  why: 'Whoever holds it can order from Acme.',
  fix: 'Revoke it first.',
  references: ['https://acme.example/tokens'],
  provider: 'Acme',
  anchors: ['acme_'],
  anchored: 'value',
  lead: 0,
  longest: 37,
  shape: /acme_[A-Za-z0-9]{32}/,
  revoke: 'https://acme.example/tokens',
}

export function ruleLike(changes: Partial<SecretRule>): SecretRule {
  return { ...ACME_TOKEN, ...changes }
}
