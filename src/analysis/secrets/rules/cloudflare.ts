import { cloudflare } from '../checksums/crc32-suffix.ts'
import type { SecretRule } from '../secret-rule.ts'
import { assigned, keyed, wordsAround } from './assigned.ts'
import { secretRule } from './secret-facts.ts'

const PAGE = {
  provider: 'Cloudflare',
  revoke: 'https://dash.cloudflare.com/profile/api-tokens',
  references: ['https://developers.cloudflare.com/fundamentals/api/get-started/token-formats'],
}
const EVERYTHING = 'change everything in the account: names, certificates, code at the edge, members'

/** Credentials of Cloudflare. */
export const cloudflareRules: readonly SecretRule[] = [
  secretRule({
    ...PAGE,
    id: 'secrets/cloudflare-api-token',
    kind: 'API token',
    severity: 'critical',
    can: 'do what its permissions allow: from reading logs to changing names and the code of Workers',
    also: 'Its checksum proves that Cloudflare issued it.',
    place: 'My Profile or Manage Account → API Tokens → Roll',
    anchors: ['cfut_', 'cfat_'],
    shape: /cf[ua]t_[A-Za-z0-9]{40}[0-9a-f]{8}/,
    longest: 53,
    check: cloudflare,
  }),
  secretRule({
    ...PAGE,
    id: 'secrets/cloudflare-global-key',
    kind: 'global API key',
    severity: 'critical',
    can: EVERYTHING,
    also: 'Its checksum proves that Cloudflare issued it.',
    place: 'My Profile → API Tokens → Global API Key → Change',
    anchors: ['cfk_'],
    shape: /cfk_[A-Za-z0-9]{40}[0-9a-f]{8}/,
    longest: 52,
    check: cloudflare,
  }),
  secretRule({
    ...PAGE,
    id: 'secrets/cloudflare-origin-ca-key',
    kind: 'origin CA key',
    severity: 'high',
    can: 'make and revoke the certificates between Cloudflare and the servers behind it',
    also: 'Such a certificate lets somebody pass for the server towards Cloudflare.',
    place: 'My Profile → API Tokens → Origin CA Key → Change',
    anchors: ['v1.0-'],
    shape: /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/,
    longest: 176,
  }),
  secretRule({
    ...PAGE,
    id: 'secrets/cloudflare-legacy-token',
    kind: 'API token of the older form',
    severity: 'critical',
    can: 'do what its permissions allow: from reading logs to changing names and the code of Workers',
    also: 'The token has no mark of its own: that it is one is told by the words around it.',
    place: 'My Profile → API Tokens → Roll',
    near: wordsAround('cloudflare', 'cf_api_token', 'cf_token'),
    shape: assigned(/(?=[A-Za-z0-9_-]{0,39}[0-9])(?=[a-z0-9_-]{0,39}[A-Z])(?=[A-Z0-9_-]{0,39}[a-z])[A-Za-z0-9_-]{40}/),
    longest: 72,
    entropy: 4.2,
  }),
  secretRule({
    ...PAGE,
    id: 'secrets/cloudflare-legacy-global-key',
    kind: 'global API key of the older form',
    severity: 'critical',
    can: EVERYTHING,
    also: 'It is used together with the mail address of its owner, which is not secret.',
    place: 'My Profile → API Tokens → Global API Key → Change',
    near: wordsAround(
      'x-auth-key',
      'cloudflare_api_key',
      'cf_api_key',
      'cloudflare_global',
      'cloudflare_email',
      'cf_key',
    ),
    shape: keyed(/[0-9a-f]{37}/),
    longest: 72,
  }),
]
