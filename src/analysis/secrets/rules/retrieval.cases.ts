import { ALPHANUMERIC, BASE64URL, HEX } from '../../../../test/support/alphabets.ts'
import { uuid } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/tavily-api-key', 'TAVILY_API_KEY', (make) => `tvly-${make.text(32, ALPHANUMERIC)}`, {
    found: (make) => {
      const value = `tvly-dev-${make.text(32, ALPHANUMERIC)}`
      return [{ text: `{"mcpServers":{"tavily":{"env":{"TAVILY_API_KEY":"${value}"}}}}`, value }]
    },
  }),
  specimens('secrets/exa-api-key', 'EXA_API_KEY', uuid, { ...NAMED, notFound: (make) => [`hexa_id: ${uuid(make)}\n`] }),
  specimens('secrets/firecrawl-api-key', 'FIRECRAWL_API_KEY', (make) => `fc-${make.text(32, HEX)}`),
  specimens('secrets/brave-search-key', 'BRAVE_API_KEY', (make) => `BSA4q${make.text(26, BASE64URL)}x`, {
    ...NAMED,
    open: true,
  }),
  specimens('secrets/llama-cloud-api-key', 'LLAMA_CLOUD_API_KEY', (make) => `llx-${make.text(47, BASE64URL)}a`),
  specimens('secrets/apify-api-token', 'APIFY_TOKEN', (make) => `apify_api_${make.text(36, ALPHANUMERIC)}`, {
    open: true,
  }),
  specimens('secrets/serpapi-key', 'SERPAPI_API_KEY', (make) => make.text(64, HEX), NAMED),
  specimens('secrets/serper-api-key', 'SERPER_API_KEY', (make) => make.text(40, HEX), NAMED),
]
