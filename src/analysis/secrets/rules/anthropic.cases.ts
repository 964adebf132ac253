import { BASE64URL } from '../../../../test/support/alphabets.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/anthropic-api-key', 'ANTHROPIC_API_KEY', (make) => `sk-ant-api03-${make.text(93, BASE64URL)}AA`, {
    open: true,
    notFound: (make) => [`ANTHROPIC_API_KEY=sk-ant-api03-${make.text(40, BASE64URL)}\n`],
  }),
  specimens(
    'secrets/anthropic-admin-key',
    'ANTHROPIC_ADMIN_KEY',
    (make) => `sk-ant-admin01-${make.text(93, BASE64URL)}AA`,
    {
      open: true,
    },
  ),
  specimens(
    'secrets/claude-oauth-access-token',
    'CLAUDE_CODE_OAUTH_TOKEN',
    (make) => `sk-ant-oat01-${make.text(93, BASE64URL)}AA`,
    {
      open: true,
      found: (make) => {
        const value = `sk-ant-oat01-${make.text(93, BASE64URL)}AA`
        return [{ text: `{"claudeAiOauth":{"accessToken":"${value}","expiresAt":1}}`, value }]
      },
    },
  ),
  specimens(
    'secrets/claude-oauth-refresh-token',
    'REFRESH_TOKEN',
    (make) => `sk-ant-ort01-${make.text(93, BASE64URL)}AA`,
    {
      open: true,
    },
  ),
]
