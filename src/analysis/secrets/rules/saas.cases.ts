import { ALPHANUMERIC, BASE64URL, DIGITS, HEX } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function mapboxToken(make: SpecimenMaker, prefix: string): string {
  const body = Buffer.from(
    JSON.stringify({ u: 'acme', a: `c${make.text(24, 'abcdefghijklmnopqrstuvwxyz0123456789')}` }),
  ).toString('base64url')
  return `${prefix}${body}.${make.text(21, BASE64URL)}a`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/notion-token',
    'NOTION_TOKEN',
    (make) => `ntn_${make.text(11, DIGITS)}${make.text(35, ALPHANUMERIC)}`,
  ),
  specimens('secrets/notion-legacy-token', 'NOTION_TOKEN', (make) => `secret_Xq${make.text(39, ALPHANUMERIC)}7v`, {
    notFound: () => ['secret_managerServiceClientConfigurationDefaults1a\n'],
  }),
  specimens('secrets/linear-api-key', 'LINEAR_API_KEY', (make) => `lin_api_${make.text(40, ALPHANUMERIC)}`),
  specimens(
    'secrets/airtable-token',
    'AIRTABLE_TOKEN',
    (make) => `pat${make.text(14, ALPHANUMERIC)}.${make.text(64, HEX)}`,
  ),
  specimens('secrets/figma-token', 'FIGMA_TOKEN', (make) => `figd_${make.text(39, BASE64URL)}a`),
  specimens('secrets/postman-api-key', 'POSTMAN_API_KEY', (make) => `PMAK-${make.text(24, HEX)}-${make.text(34, HEX)}`),
  specimens('secrets/facebook-access-token', 'FB_ACCESS_TOKEN', (make) => `EAACw${make.text(180, ALPHANUMERIC)}`, {
    open: true,
  }),
  specimens('secrets/dropbox-token', 'DROPBOX_TOKEN', (make) => `sl.B${make.text(140, BASE64URL)}`, { open: true }),
  specimens('secrets/contentful-token', 'CONTENTFUL_TOKEN', (make) => `CFPAT-${make.text(42, BASE64URL)}a`),
  specimens('secrets/mapbox-secret-token', 'MAPBOX_TOKEN', (make) => mapboxToken(make, 'sk.'), {
    notFound: (make) => [`MAPBOX_TOKEN=${mapboxToken(make, 'pk.')}\n`],
  }),
]
