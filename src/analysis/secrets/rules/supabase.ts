import type { SecretRule } from '../secret-rule.ts'
import { publicIdentifier, secretRule } from './secret-facts.ts'
import { jsonWebToken } from '../checksums/jwt.ts'

const SUPABASE = { provider: 'Supabase', revoke: 'https://supabase.com/docs/guides/api/api-keys' }
const WHOLE = 'read, change and delete every row: the rules that protect rows from each other do not bind it'

/** Keys of Supabase, secret and public. */
export const supabaseRules: readonly SecretRule[] = [
  secretRule({
    ...SUPABASE,
    id: 'secrets/supabase-secret-key',
    kind: 'secret key',
    severity: 'critical',
    can: WHOLE,
    also: 'It belongs on servers only.',
    place: 'Project settings → API keys',
    anchors: ['sb_secret_'],
    shape: /sb_secret_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8}/,
    longest: 41,
  }),
  secretRule({
    ...SUPABASE,
    id: 'secrets/supabase-service-role-key',
    kind: 'service role key',
    severity: 'critical',
    can: WHOLE,
    also: 'It belongs on servers only. To revoke it, its project moves to the new keys or changes the secret that signs all of them.',
    place: 'Project settings → JWT keys',
    // `","role":"service_role"` in the base64 of the payload.
    anchors: ['Iiwicm9sZSI6InNlcnZpY2Vfcm9sZSI'],
    shape:
      /eyJ[A-Za-z0-9_-]{10,80}\.eyJpc3MiOiJzdXBhYmFzZSIs[A-Za-z0-9_-]{36}Iiwicm9sZSI6InNlcnZpY2Vfcm9sZSI[A-Za-z0-9_-]{2,200}\.[A-Za-z0-9_-]{43}/,
    lead: 145,
    longest: 430,
    check: jsonWebToken,
  }),
  publicIdentifier({
    ...SUPABASE,
    id: 'secrets/supabase-anon-key',
    kind: 'anonymous key',
    because:
      'Web pages carry it; what it opens is decided by the row level security of the tables, so make sure that is on.',
    anchors: ['Iiwicm9sZSI6ImFub24i'],
    shape:
      /eyJ[A-Za-z0-9_-]{10,80}\.eyJpc3MiOiJzdXBhYmFzZSIs[A-Za-z0-9_-]{36}Iiwicm9sZSI6ImFub24i[A-Za-z0-9_-]{2,200}\.[A-Za-z0-9_-]{43}/,
    lead: 145,
    longest: 430,
    check: jsonWebToken,
  }),
  publicIdentifier({
    ...SUPABASE,
    id: 'secrets/supabase-publishable-key',
    kind: 'publishable key',
    because:
      'Web pages carry it; what it opens is decided by the row level security of the tables, so make sure that is on.',
    anchors: ['sb_publishable_'],
    shape: /sb_publishable_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8}/,
    longest: 46,
  }),
  secretRule({
    ...SUPABASE,
    id: 'secrets/supabase-access-token',
    kind: 'personal access token',
    severity: 'critical',
    can: 'manage every project of the person: read its keys, run any SQL, delete it',
    also: 'The Supabase server for agents asks for one, so it stands in many agent configurations.',
    place: 'Account → Access Tokens',
    revoke: 'https://supabase.com/dashboard/account/tokens',
    anchors: ['sbp_'],
    shape: /sbp_(?:v0_|oauth_)?[0-9a-f]{40}/,
    longest: 50,
  }),
]
