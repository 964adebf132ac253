import { googleServiceAccountBase64 } from '../checksums/structured-keys.ts'
import { pemPrivateKey } from '../checksums/pem.ts'
import type { SecretRule } from '../secret-rule.ts'
import { assigned, words } from './assigned.ts'
import { secretRule } from './secret-facts.ts'

const CREDENTIALS = {
  place: 'Google Cloud console → APIs & Services → Credentials',
  revoke: 'https://console.cloud.google.com/apis/credentials',
}
const SERVICE_ACCOUNT = {
  provider: 'Google Cloud',
  severity: 'critical' as const,
  can: 'act as the service account in every project it has a role in, until somebody deletes the key',
  also: 'Keys of service accounts do not expire by themselves.',
  place: 'IAM & Admin → Service Accounts → Keys',
  revoke: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
  references: ['https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys'],
}

/** Credentials of Google Cloud and of the Gemini API. */
export const googleRules: readonly SecretRule[] = [
  secretRule({
    id: 'secrets/google-api-key',
    provider: 'Google',
    kind: 'API key',
    severity: 'medium',
    can: 'call the APIs the key is not restricted from, Gemini among them, at the expense of the project',
    also: 'Keys for maps and Firebase in web pages are public by design; one without restrictions opens far more.',
    ...CREDENTIALS,
    anchors: ['AIza'],
    shape: /AIza[A-Za-z0-9_-]{35}/,
    longest: 39,
    entropy: 3.5,
  }),
  secretRule({
    id: 'secrets/gemini-express-key',
    provider: 'Google',
    kind: 'Gemini authorization key',
    severity: 'high',
    can: 'call the models of Gemini and Vertex AI at the expense of the project',
    also: 'It is bound to a service account and cannot be restricted to web sites.',
    place: 'AI Studio → API keys',
    revoke: 'https://aistudio.google.com/app/apikey',
    anchors: ['AQ.Ab8R'],
    shape: /AQ\.Ab8R[A-Za-z0-9_-]{42,50}/,
    longest: 57,
  }),
  secretRule({
    id: 'secrets/google-oauth-client-secret',
    provider: 'Google',
    kind: 'OAuth client secret',
    severity: 'high',
    can: 'pass for the application when it asks people for access to their Google account',
    also: 'Only installed applications may carry theirs in the clear: for them it is no secret.',
    ...CREDENTIALS,
    anchors: ['GOCSPX-'],
    shape: /GOCSPX-[A-Za-z0-9_-]{28}/,
    longest: 35,
  }),
  secretRule({
    id: 'secrets/google-access-token',
    provider: 'Google',
    kind: 'OAuth access token',
    severity: 'medium',
    can: 'do what the person or service account granted, for about an hour',
    also: 'It is dead when you read this, most often; what printed it will print the next one, too.',
    place: 'Google Account → Security → Third-party connections',
    revoke: 'https://myaccount.google.com/connections',
    anchors: ['ya29.'],
    shape: /ya29\.[A-Za-z0-9_-]{40,500}/,
    longest: 505,
  }),
  secretRule({
    id: 'secrets/google-refresh-token',
    provider: 'Google',
    kind: 'OAuth refresh token',
    severity: 'high',
    can: 'make new access tokens for what the person granted, together with the client secret',
    also: '`gcloud auth` leaves one in `application_default_credentials.json`: it stands for the person and all their projects.',
    place: 'Google Account → Security → Third-party connections',
    revoke: 'https://myaccount.google.com/connections',
    anchors: ['1//0'],
    shape: /1\/\/0[A-Za-z0-9_-]{60,200}/,
    boundary: /[A-Za-z0-9_/-]/,
    longest: 204,
  }),
  // The id `GOOG…` is not secret; the secret beside it has no form of its own.
  secretRule({
    id: 'secrets/google-storage-hmac-secret',
    provider: 'Google Cloud',
    kind: 'storage HMAC secret',
    severity: 'high',
    can: 'read and write the buckets of the account over the S3 interface',
    also: 'It signs requests beside its id, which begins with GOOG.',
    place: 'Cloud Storage → Settings → Interoperability',
    revoke: 'https://console.cloud.google.com/storage/settings;tab=interoperability',
    near: words('goog1', 'gcs_secret', 'gs_secret_access_key', 'hmac_secret'),
    shape: assigned(/[A-Za-z0-9+/]{40}/),
    boundary: /[A-Za-z0-9+/_-]/,
    longest: 60,
    entropy: 4,
    partner: { shape: /GOOG1?[A-Z0-9]{20,57}/, within: 240 },
  }),
  secretRule({
    ...SERVICE_ACCOUNT,
    id: 'secrets/google-service-account-key',
    kind: 'service account key',
    anchors: ['-----BEGIN PRIVATE KEY-----'],
    shape:
      /private_key\\?"\s{0,4}:\s{0,4}\\?"(?<secret>-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\\\s]{64,8000}-----END PRIVATE KEY-----)/d,
    boundary: /-/,
    lead: 24,
    longest: 8080,
    near: { words: ['service_account', 'gserviceaccount.com', 'private_key_id'], before: 1000, after: 1000 },
    check: pemPrivateKey,
    yieldsTo: ['secrets/google-service-account-base64'],
  }),
  secretRule({
    ...SERVICE_ACCOUNT,
    id: 'secrets/google-service-account-base64',
    kind: 'service account key in base64',
    // `{ "type": "service_account"` with one of the usual layouts.
    anchors: [
      'ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs',
      'eyJ0eXBlIjoic2VydmljZV9hY2NvdW50Ii',
      'eyJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs',
    ],
    shape: /ey?[A-Za-z0-9+/]{300,8000}={0,2}/,
    boundary: /[A-Za-z0-9+/]/,
    longest: 8004,
    check: googleServiceAccountBase64,
  }),
]
