import { grafanaServiceAccount } from '../checksums/crc32-suffix.ts'
import { grafanaApiKey, grafanaCloudToken } from '../checksums/structured-keys.ts'
import type { SecretRule } from '../secret-rule.ts'
import { publicIdentifier, secretRule } from './secret-facts.ts'

const GRAFANA = {
  provider: 'Grafana',
  severity: 'high' as const,
  revoke: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
}
const POSTHOG = { provider: 'PostHog', revoke: 'https://posthog.com/docs/api' }

/** Keys of Grafana and PostHog. */
export const grafanaAndPosthogRules: readonly SecretRule[] = [
  secretRule({
    ...GRAFANA,
    id: 'secrets/grafana-service-account-token',
    kind: 'service account token',
    can: 'read the dashboards and query the data behind them, and with the role of an administrator change everything',
    also: 'Its checksum proves that Grafana issued it.',
    place: 'Administration → Users and access → Service accounts',
    anchors: ['glsa_'],
    shape: /glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}/,
    longest: 46,
    check: grafanaServiceAccount,
  }),
  secretRule({
    ...GRAFANA,
    id: 'secrets/grafana-cloud-token',
    kind: 'cloud access policy token',
    can: 'read or write measurements, logs and traces, as its policy allows',
    also: 'Organisation and name of the token stand in it.',
    place: 'Cloud portal → Security → Access policies',
    anchors: ['glc_eyJ'],
    shape: /glc_eyJ[A-Za-z0-9+/]{60,400}={0,2}/,
    boundary: /[A-Za-z0-9+/]/,
    longest: 410,
    check: grafanaCloudToken,
  }),
  secretRule({
    ...GRAFANA,
    id: 'secrets/grafana-api-key',
    kind: 'API key of the older form',
    can: 'read the dashboards and query the data behind them, and with the role of an administrator change everything',
    also: 'Keys of this form are no longer issued, but those that exist may still work.',
    place: 'Administration → Service accounts, to which they were moved',
    // Base64 of `{"k":"`.
    anchors: ['eyJrIjoi'],
    shape: /eyJrIjoi[A-Za-z0-9+/]{60,400}={0,2}/,
    boundary: /[A-Za-z0-9+/]/,
    longest: 410,
    check: grafanaApiKey,
  }),
  secretRule({
    ...POSTHOG,
    id: 'secrets/posthog-personal-key',
    kind: 'personal API key',
    severity: 'high',
    can: 'read what users did, and change the projects of the person as its scopes allow',
    also: 'Events often hold personal data.',
    place: 'Settings → Personal API keys',
    anchors: ['phx_'],
    shape: /phx_[A-Za-z0-9]{40,49}/,
    longest: 53,
  }),
  publicIdentifier({
    ...POSTHOG,
    id: 'secrets/posthog-project-key',
    kind: 'project key',
    because: 'Web pages carry it to send events; it cannot read any.',
    anchors: ['phc_'],
    shape: /phc_[A-Za-z0-9]{40,49}/,
    longest: 53,
  }),
]
