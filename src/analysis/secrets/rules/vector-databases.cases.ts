import { ALPHANUMERIC, BASE64 } from '../../../../test/support/alphabets.ts'
import { jsonWebToken, uuid } from '../../../../test/support/issued-keys.ts'
import { specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases } from '../secret-cases.ts'

const NAMED = { named: true } as const

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens(
    'secrets/pinecone-api-key',
    'PINECONE_API_KEY',
    (make) => `pcsk_${make.text(5, ALPHANUMERIC)}_${make.text(63, ALPHANUMERIC)}`,
  ),
  specimens('secrets/pinecone-legacy-key', 'PINECONE_API_KEY', uuid, {
    ...NAMED,
    notFound: (make) => [`pinecone_index_id: ${uuid(make)}\n`],
  }),
  specimens('secrets/weaviate-api-key', 'WEAVIATE_API_KEY', (make) =>
    Buffer.from(`${make.text(16, BASE64)}_${make.text(43, BASE64)}=_v200`).toString('base64'),
  ),
  specimens('secrets/weaviate-legacy-key', 'WEAVIATE_API_KEY', (make) => `Xq${make.text(32, ALPHANUMERIC)}7v`, NAMED),
  specimens('secrets/qdrant-api-key', 'QDRANT_API_KEY', (make) => jsonWebToken(make, { access: 'm' }), {
    found: (make) => {
      const value = jsonWebToken(make, { access: [{ collection: 'a', access: 'r' }], exp: 1_900_000_000 })
      return [{ text: `QdrantClient(api_key="${value}")`, value }]
    },
    notFound: (make) => [`TOKEN=${jsonWebToken(make, { sub: 'a' })}\n`],
  }),
]
