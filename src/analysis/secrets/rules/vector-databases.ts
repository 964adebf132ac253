import { qdrantKey } from '../checksums/jwt.ts'
import { weaviateKey } from '../checksums/structured-keys.ts'
import type { SecretRule } from '../secret-rule.ts'
import { assigned, keyed, words } from './assigned.ts'
import { secretRule } from './secret-facts.ts'

const ALSO =
  'Vectors can be turned back into much of the text they were made of, and the text usually lies beside them.'
const WEAVIATE = {
  provider: 'Weaviate Cloud',
  severity: 'high' as const,
  can: 'read, change and delete the collections of the cluster, as its role allows',
  place: 'Cloud console → the cluster → API Keys',
  revoke: 'https://docs.weaviate.io/cloud/manage-clusters/authentication',
}
const PINECONE = {
  provider: 'Pinecone',
  severity: 'high' as const,
  can: 'read, change and delete the indexes of the project',
  place: 'Console → API keys',
  revoke: 'https://docs.pinecone.io/guides/projects/manage-api-keys',
}

/** Databases of vectors. */
export const vectorDatabaseRules: readonly SecretRule[] = [
  secretRule({
    ...PINECONE,
    id: 'secrets/pinecone-api-key',
    kind: 'API key',
    also: ALSO,
    anchors: ['pcsk_'],
    shape: /pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}/,
    longest: 75,
  }),
  secretRule({
    ...PINECONE,
    id: 'secrets/pinecone-legacy-key',
    kind: 'API key of the older form',
    also: 'A UUID: told from others by the words around it.',
    near: words('pinecone'),
    shape: keyed(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/),
    longest: 72,
  }),
  secretRule({
    ...WEAVIATE,
    id: 'secrets/weaviate-api-key',
    kind: 'API key',
    also: ALSO,
    // Base64 of `…=_v200`.
    anchors: ['PV92MjAw'],
    shape: /[A-Za-z0-9+/]{80}PV92MjAw/,
    boundary: /[A-Za-z0-9+/]/,
    lead: 80,
    longest: 88,
    check: weaviateKey,
  }),
  secretRule({
    ...WEAVIATE,
    id: 'secrets/weaviate-legacy-key',
    kind: 'API key of the older form',
    also: 'The key has no mark of its own: that it is one is told by the words around it.',
    near: words('weaviate', 'wcd_api', 'wcs_api', 'wcd_key', 'wcs_key'),
    shape: assigned(/(?=[A-Za-z0-9]{0,35}[0-9])(?=[a-z0-9]{0,35}[A-Z])(?=[A-Z0-9]{0,35}[a-z])[A-Za-z0-9]{36}/),
    longest: 68,
    entropy: 3.8,
  }),
  secretRule({
    id: 'secrets/qdrant-api-key',
    provider: 'Qdrant',
    kind: 'database key',
    severity: 'high',
    can: 'read and, with the right to manage, change and delete the collections of the cluster; which of these the key says',
    also: ALSO,
    place: 'Cloud console → the cluster → API Keys; on a server of your own, change the key that signs them',
    revoke: 'https://qdrant.tech/documentation/cloud/authentication/',
    // The payload begins with `{"access":`.
    anchors: ['.eyJhY2Nlc3MiO'],
    shape: /eyJ[A-Za-z0-9_-]{10,100}\.eyJhY2Nlc3MiO[A-Za-z0-9_-]{4,2000}\.[A-Za-z0-9_-]{43}/,
    lead: 103,
    longest: 2163,
    check: qdrantKey,
  }),
]
