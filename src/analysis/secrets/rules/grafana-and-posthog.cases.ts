import { ALPHANUMERIC, HEX } from '../../../../test/support/alphabets.ts'
import { grafanaToken } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/grafana-service-account-token', 'GRAFANA_TOKEN', grafanaToken, {
    notFound: (make) => [`GRAFANA_TOKEN=glsa_${make.text(32, ALPHANUMERIC)}_${make.text(8, HEX)}\n`],
  }),
  specimens(
    'secrets/grafana-cloud-token',
    'GRAFANA_TOKEN',
    (make) => `glc_${base64({ o: '123', n: 'metrics', k: make.text(32, ALPHANUMERIC), m: { r: 'eu' } })}`,
    {
      open: true,
    },
  ),
  specimens(
    'secrets/grafana-api-key',
    'GRAFANA_API_KEY',
    (make) => base64({ k: make.text(32, ALPHANUMERIC), n: 'metrics', id: 1 }),
    {
      open: true,
    },
  ),
  specimens('secrets/posthog-personal-key', 'POSTHOG_KEY', (make) => `phx_${make.text(43, ALPHANUMERIC)}`, {
    open: true,
  }),
  specimens('secrets/posthog-project-key', 'POSTHOG_KEY', (make) => `phc_${make.text(43, ALPHANUMERIC)}`, {
    open: true,
  }),
]
